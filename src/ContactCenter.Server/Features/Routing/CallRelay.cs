using ContactCenter.Routing;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Nodes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Keeps what the scripts were called with (routing.recordings), in order, and once a day the whole index, just before
/// midnight UTC, so that a day can be replayed without those before it. Calls leave the stream when they are kept. On many
/// nodes one keeps; should two do so for a moment, the first to write wins and the other trims no more than was written.
/// </summary>
sealed partial class CallRelay(
    RoutingQueues queues, IServiceScopeFactory scopes, [FromKeyedServices(DataSources.Locks)] NpgsqlDataSource locks,
    TimeProvider time, ILogger<CallRelay> log) : BackgroundService
{
    const int Batch = 500;
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    static readonly TimeSpan BeforeMidnight = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AnchorPause = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AnchorPatience = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var duty = new NodeLock(locks, "relay of calls");
        var kept = new Dictionary<string, Kept>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                if (!await duty.IsOurs(stoppingToken)) kept.Clear();
                else await queues.Each(async pool => more |= await Relay(await KeptOf(pool), stoppingToken), stoppingToken);
            }
            catch (RedisUnavailableException)
            {
                // Nothing to read; what Redis lost on the way is missing in a replay, which says so.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever fails, the calls stay in the stream and are read again
            catch (Exception e)
#pragma warning restore CA1031
            {
                CallsWait(e);
                kept.Clear();
            }
            if (!more) await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<Kept> KeptOf(string pool) => kept.TryGetValue(pool, out var known) ? known : kept[pool] = await Kept.Read(scopes, pool, stoppingToken);
    }

    async Task<bool> Relay(Kept kept, CancellationToken cancellationToken)
    {
        var recording = queues.Of(kept.Pool).Recording;
        await Anchor(kept, recording, cancellationToken);
        var calls = kept.Next(await recording.ReadAsync(Batch, cancellationToken));
        if (calls.Count == 0) return false;
        var (epoch, first) = (calls[0].Epoch, calls[0].Number);
        if (!kept.IsFollowedBy(calls[0]))
        {
            Missing(epoch, first, kept.Epoch, kept.Last);
            kept.Anchored = null;
        }
        (kept.Epoch, kept.Last) = (epoch, await Keep(kept.Pool, epoch, first, calls[^1].Number, anchor: false, calls[0].At, ReplayArchive.Pack(calls), cancellationToken));
        await recording.TrimAsync(kept.Epoch, kept.Last, cancellationToken);
        return calls.Count == Batch;
    }

    /// <summary>Once a day, and where a recording begins in the middle. A very full index is left in peace until it is emptier.</summary>
    async Task Anchor(Kept kept, PoolRecording recording, CancellationToken cancellationToken)
    {
        var now = queues.Clock.Now;
        if (kept.Anchored == DayOf(now) || now < kept.NextAnchor) return;
        kept.NextAnchor = now + AnchorPatience; // Unless it works: it stops Redis for a moment.
        if (await recording.AnchorAsync(cancellationToken) is not { } anchor) return;
        var data = ReplayArchive.Pack(anchor);
        await Keep(kept.Pool, anchor.Epoch, anchor.Number, anchor.Number, anchor: true, now, data, cancellationToken);
        (kept.Anchored, kept.AnchorEpoch, kept.AnchorNumber, kept.NextAnchor) = (DayOf(now), anchor.Epoch, anchor.Number, now + AnchorPause);
        AnchorKept(anchor.Epoch, anchor.Number, data.Length);
    }

    /// <summary>The last call that is kept with that first one: another node's row may end elsewhere.</summary>
    async Task<long> Keep(string pool, long epoch, long first, long last, bool anchor, DateTimeOffset at, byte[] data, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO routing.recordings (pool, epoch, first, last, anchor, at, data) VALUES ({pool}, {epoch}, {first}, {last}, {anchor}, {at}, {data})
            ON CONFLICT DO NOTHING
            """, cancellationToken);
        return await db.Database.SqlQuery<long>($"""
            SELECT last AS "Value" FROM routing.recordings WHERE pool = {pool} AND epoch = {epoch} AND first = {first} AND anchor = {anchor} AND at = {at}
            """).SingleAsync(cancellationToken);
    }

    static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime((now + BeforeMidnight).UtcDateTime);

    /// <summary>What is kept of a pool so far.</summary>
    sealed class Kept(string pool)
    {
        public string Pool => pool;
        public long Epoch { get; set; }
        public long Last { get; set; }
        public DateOnly? Anchored { get; set; }
        public long AnchorEpoch { get; set; }
        public long AnchorNumber { get; set; }
        public DateTimeOffset NextAnchor { get; set; }

        public bool IsFollowedBy(RecordedCall call) => call.Number == 1 || (call.Epoch == Epoch && call.Number == Last + 1);

        /// <summary>Of one epoch, and not across an anchor: a replay may begin behind it.</summary>
        public IReadOnlyList<RecordedCall> Next(IReadOnlyList<RecordedCall> stream) =>
        [
            .. stream.TakeWhile(c => c.Epoch == stream[0].Epoch
                && (c.Epoch != AnchorEpoch || c.Number <= AnchorNumber || stream[0].Number > AnchorNumber)),
        ];

        public static async Task<Kept> Read(IServiceScopeFactory scopes, string pool, CancellationToken cancellationToken)
        {
            await using var scope = scopes.AllClients(Actor.System, out var db);
            var last = await db.Database.SqlQuery<Row>($"SELECT epoch, last, at FROM routing.recordings WHERE pool = {pool} AND NOT anchor ORDER BY epoch DESC, last DESC LIMIT 1")
                .ToListAsync(cancellationToken);
            var anchor = await db.Database.SqlQuery<Row>($"SELECT epoch, last, at FROM routing.recordings WHERE pool = {pool} AND anchor ORDER BY epoch DESC, last DESC LIMIT 1")
                .ToListAsync(cancellationToken);
            var kept = new Kept(pool);
            if (last is [var l]) (kept.Epoch, kept.Last) = (l.Epoch, l.Last);
            if (anchor is [var a]) (kept.Anchored, kept.AnchorEpoch, kept.AnchorNumber) = (DayOf(a.At), a.Epoch, a.Last);
            return kept;
        }

        sealed record Row(long Epoch, long Last, DateTimeOffset At);
    }

    [LoggerMessage(1, LogLevel.Warning, "Calls cannot be kept for replay now; they wait in the stream")]
    partial void CallsWait(Exception e);

    [LoggerMessage(2, LogLevel.Warning, "Calls before {Epoch}-{First} and after {KeptEpoch}-{KeptLast} are lost: a replay has a hole there")]
    partial void Missing(long epoch, long first, long keptEpoch, long keptLast);

    [LoggerMessage(3, LogLevel.Information, "The index after call {Epoch}-{Number} is kept for replay, {Bytes} bytes")]
    partial void AnchorKept(long epoch, long number, int bytes);
}
