using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ContactCenter.Routing;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Routing.Simulations;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// `replay DATE [--pool NAME]`: runs a recorded day (UTC) again on the Redis of simulations and says whether it decides what
/// it decided then. From the last anchor or beginning of an epoch before the day, or else from the first in it.
/// </summary>
public static class ReplayDay
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly Dictionary<string, Type> Kinds = ((Type[])[typeof(ContactCenter.Routing.OfferMade), typeof(OfferEnded), typeof(LeaseEnded),
        typeof(AgentNotResponding), typeof(ItemRelaxed), typeof(AgentKept)]).ToDictionary(EventCatalog.TypeName);

    public static async Task<int> Run(IServiceProvider services, IReadOnlyList<string> arguments)
    {
        var pool = arguments is [_, "--pool", var named] ? named : RoutingQueues.DefaultPool;
        if (arguments is not ([_] or [_, "--pool", _]) || !DateOnly.TryParseExact(arguments[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return await Refuse("Usage: replay YYYY-MM-DD [--pool NAME]");
        var scratch = services.GetRequiredService<ScratchRedis>();
        if (!scratch.IsConfigured) return await Refuse("Simulation:Redis is missing: a replay runs on a Redis of its own.");
        await scratch.Connection.WhenConnectedAsync().WaitAsync(Patience);
        if (await Replay(services.GetRequiredService<IServiceScopeFactory>(), scratch.Connection, pool, day, CancellationToken.None) is not { } result)
            return await Refuse($"Nothing of {day:yyyy-MM-dd} is recorded.");
        await Console.Out.WriteLineAsync(Text(result));
        return result.Difference is null ? 0 : 1;
    }

    /// <summary>Null if nothing of that day is recorded.</summary>
    public static async Task<ReplayResult?> Replay(
        IServiceScopeFactory scopes, RedisConnection redis, string pool, DateOnly day, CancellationToken cancellationToken)
    {
        await using var recorded = scopes.AllClients(Actor.System, out var recordings);
        await using var decided = scopes.AllClients(Actor.System, out var decisions);
        var stretch = new Stretch(pool, new(day, TimeOnly.MinValue, TimeSpan.Zero));
        return await stretch.Begin(recordings, cancellationToken)
            ? await ContactCenter.Routing.Simulation.Replay.RunAsync(redis, stretch.Parts(recordings, cancellationToken), stretch.Decisions(decisions, cancellationToken), cancellationToken)
            : null;
    }

    static string Text(ReplayResult result)
    {
        var lines = new List<string>
        {
            $"calls      {result.Calls}", $"decisions  {result.Decisions}", $"digest     {result.Digest}",
            result.Difference is null ? "identical  yes" : $"identical  no: {result.Difference}",
        };
        lines.AddRange(result.Holes.Select(hole => $"missing    {hole}"));
        if (result.NotKept > 0) lines.Add($"missing    {result.NotKept} decisions were not kept when they were made");
        if (result.NotReplayed > 0) lines.Add($"missing    the calls of {result.NotReplayed} decisions");
        return string.Join(Environment.NewLine, lines);
    }

    static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 2;
    }

    /// <summary>A day and what it takes to get there.</summary>
    sealed class Stretch(string pool, DateTimeOffset day)
    {
        readonly DateTimeOffset end = day.AddDays(1);
        Row begin = new(0, 0, false, default);
        (long Epoch, long Decided)? cut;

        public async Task<bool> Begin(AppDb db, CancellationToken cancellationToken)
        {
            var before = await db.Database.SqlQuery<Row>($"""
                SELECT epoch, last, anchor, at FROM routing.recordings WHERE pool = {pool} AND (anchor OR first = 1) AND at <= {day} ORDER BY at DESC, epoch DESC LIMIT 1
                """).ToListAsync(cancellationToken);
            var within = before.Count > 0 ? before : await db.Database.SqlQuery<Row>($"""
                SELECT epoch, last, anchor, at FROM routing.recordings WHERE pool = {pool} AND (anchor OR first = 1) AND at < {end} ORDER BY at, epoch LIMIT 1
                """).ToListAsync(cancellationToken);
            if (within is not [var found]) return false;
            begin = found;
            return await db.Database.SqlQuery<bool>($"""
                SELECT EXISTS (SELECT FROM routing.recordings WHERE pool = {pool} AND NOT anchor AND at >= {day} AND at < {end}) AS "Value"
                """).SingleAsync(cancellationToken);
        }

        public async IAsyncEnumerable<ReplayPart> Parts(AppDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var rows = db.Database.SqlQuery<Part>($"""
                SELECT anchor, data FROM routing.recordings
                WHERE pool = {pool} AND at >= {begin.At} AND at < {end} AND (epoch > {begin.Epoch} OR last > {begin.Last} OR (last = {begin.Last} AND anchor = {begin.Anchor}))
                ORDER BY epoch, last, anchor
                """).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                if (row.Anchor)
                {
                    yield return new([], ReplayArchive.Anchor(row.Data));
                    continue;
                }
                var calls = ReplayArchive.Calls(row.Data);
                var within = calls.TakeWhile(c => c.At < end).ToList();
                yield return new(within);
                if (within.Count == calls.Count) continue;
                cut = (within[^1].Epoch, within[^1].Decided);
                yield break;
            }
        }

        public async IAsyncEnumerable<Decision> Decisions(AppDb db, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            // Nodes' clocks differ a little; what is before the first call is passed over.
            var rows = db.Database.SqlQuery<Decided>($"""
                SELECT epoch, number, type, data::text AS data FROM routing.decisions
                WHERE pool = {pool} AND at >= {begin.At.AddMinutes(-1)} AND at < {end} ORDER BY epoch, number
                """).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                // The day is over in the middle of what was kept together.
                if (cut is { } last && (row.Epoch, row.Number).CompareTo(last) > 0) yield break;
                yield return (Decision)JsonSerializer.Deserialize(row.Data, Kinds[row.Type], JsonShapes.Journal)!;
            }
        }

        sealed record Row(long Epoch, long Last, bool Anchor, DateTimeOffset At);

        sealed record Part(bool Anchor, byte[] Data);

        sealed record Decided(long Epoch, long Number, string Type, string Data);
    }
}
