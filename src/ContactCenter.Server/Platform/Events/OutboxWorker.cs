using System.Diagnostics;
using System.Threading.Channels;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Platform.Events;

/// <summary>
/// Brings facts to their subscribers. On many nodes at once: only the first row of a (stream, subscriber) is ever leased,
/// by moving its due_at; SKIP LOCKED keeps nodes apart, and later rows of the pair cannot be taken while the first stands.
/// What a node commits itself is born leased by it. A handler that outlives its lease may run twice; handlers are idempotent.
/// </summary>
public sealed partial class OutboxWorker(
    [FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, IServiceScopeFactory scopes, EventCatalog catalog, OutboxFeed feed,
    WorkSignal signal, TimeProvider time, ILogger<OutboxWorker> log) : BackgroundService
{
    const int Workers = 12;
    const int AtOnce = 2 * OutboxFeed.Most;
    const int MaxAttempts = 10;
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(25);
    static readonly TimeSpan RestingPace = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Renewal = OutboxFeed.Lease / 3;
    static readonly TimeSpan HandlerLimit = TimeSpan.FromSeconds(20);

    // Nothing here leaves the planner a choice by the table's size, which is none or a backlog: OFFSET 0 and LATERAL look into an
    // index row by row, a subscriber's name alone into none (|| ''), and what was chosen is changed where it lies (ctid). The
    // choice is a materialized query: as a plain subquery PostgreSQL may run it again for each row of the table, and then each
    // run takes other rows that nobody hears of until their leases are over.
    public const string TakeDue = """
        WITH taken AS MATERIALIZED (
            SELECT ctid FROM journal.outbox first
            WHERE due_at <= @now AND subscriber <> ALL (@resting) AND NOT EXISTS (
                SELECT FROM journal.outbox earlier
                WHERE earlier.stream = first.stream AND earlier.subscriber = first.subscriber AND earlier.sequence < first.sequence OFFSET 0)
            ORDER BY ahead DESC, due_at LIMIT @limit FOR UPDATE SKIP LOCKED)
        UPDATE journal.outbox SET due_at = @lease WHERE ctid = ANY (ARRAY(SELECT ctid FROM taken))
        RETURNING id, subscriber, stream, client_id, instant, type, attempts
        """;

    // The next row of each pair whose row is done here is leased in its stead. A row whose lease is another's by now is his to
    // end: after a change at the same time PostgreSQL compares the lease anew, but no ctid.
    public const string FinishAndTakeNext = """
        WITH done AS (
            DELETE FROM journal.outbox
            WHERE due_at = ANY (@leases) AND ctid = ANY (ARRAY(
                SELECT mine.ctid FROM unnest(@ids, @subscribers) AS d (id, subscriber) CROSS JOIN LATERAL (
                    SELECT ctid FROM journal.outbox o WHERE o.id = d.id AND o.subscriber || '' = d.subscriber LIMIT 1) mine))
            RETURNING stream, subscriber, sequence),
        taken AS MATERIALIZED (
            SELECT next.ctid FROM done CROSS JOIN LATERAL (
                SELECT ctid, due_at FROM journal.outbox later
                WHERE later.stream = done.stream AND later.subscriber = done.subscriber AND later.sequence > done.sequence
                ORDER BY later.sequence LIMIT 1 FOR UPDATE SKIP LOCKED) next
            WHERE next.due_at <= @now)
        UPDATE journal.outbox SET due_at = @lease WHERE ctid = ANY (ARRAY(SELECT ctid FROM taken))
        RETURNING id, subscriber, stream, client_id, instant, type, attempts
        """;

    readonly Channel<OutboxTask> handled = Channel.CreateUnbounded<OutboxTask>(new UnboundedChannelOptions { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var finishing = Finish();
        await Task.WhenAll([Look(signal.Listen(), stoppingToken), .. Enumerable.Range(0, Workers).Select(_ => Work(stoppingToken))]);
        handled.Writer.Complete();
        await finishing;
    }

    /// <summary>Takes what is due and nobody has: of other nodes, of earlier failures, or free since the row before it is done.</summary>
    async Task Look(WorkSignal.Listener news, CancellationToken stop)
    {
        for (var woken = false; !stop.IsCancellationRequested;)
        {
            try
            {
                var room = AtOnce - feed.Count;
                var taken = room > 0 ? await Take(room, stop) : [];
                foreach (var task in taken) feed.Add(task);
                var more = feed.Behind = taken.Count >= room;
                // It has walked past all that rests, and what rests grows with each commit.
                if (!more && taken.Count == 0 && feed.Resting.Length > 0) await Task.Delay(RestingPace, TimeProvider.System, stop);
                // There is more, or a wake-up may have overtaken the end of the row that stands before the new one: a second look tells.
                woken = await (more || woken ? news.Wait(SecondLook, TimeProvider.System, stop) : news.Wait(Poll, time, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                DatabaseAway(e);
                await news.Wait(Poll, time, stop);
            }
        }
    }

    async Task Work(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var task = await feed.Next(stop);
                if (task.Until - time.GetUtcNow() < OutboxFeed.Lease / 2)
                {
                    if (await Renew(task, stop) is not { } renewed) continue;
                    task = renewed;
                }
                if (await Handle(task, stop) is not { } done) continue;
                FaultPoints.Reach(FaultPoints.OutboxHandled);
                handled.Writer.TryWrite(done);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The lease ends by itself and somebody does it again.
                DatabaseAway(e);
            }
        }
    }

    /// <summary>
    /// Marks what is done, and takes what follows it: all that became done while the last statement was under way in one.
    /// What a node that stops has handled is marked before it goes.
    /// </summary>
    async Task Finish()
    {
        while (await handled.Reader.WaitToReadAsync())
        {
            var done = new List<OutboxTask>();
            while (done.Count < AtOnce && handled.Reader.TryRead(out var task)) done.Add(task);
            try
            {
                foreach (var next in await Finish(done)) feed.Add(next);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // Their leases end by themselves and somebody does them again.
                DatabaseAway(e);
            }
        }
    }

    /// <summary>The row as it is leased by then; null when it is to be handled again.</summary>
    async Task<OutboxTask?> Handle(OutboxTask row, CancellationToken stop)
    {
        using var activity = Telemetry.Telemetry.Source.StartActivity($"{row.Subscriber} {row.Type}", ActivityKind.Consumer);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(HandlerLimit);
        try
        {
            var call = Call(row, limit.Token);
            try
            {
                while (!call.IsCompleted && await Task.WhenAny(call, Task.Delay(Renewal, time, stop)) != call) row = await Renew(row, stop) ?? row;
            }
            catch (Exception)
            {
                // Nobody else may begin while it runs.
                await limit.CancelAsync();
                await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
            await call;
            return row;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (TryLaterException e)
        {
            Later(row.Subscriber, row.Type, e.Message);
            await PutBack(row, time.GetUtcNow() + e.Delay, row.Attempts, null, stop);
        }
        catch (Exception e) when (DatabaseFailures.IsAway(e))
        {
            await PutBack(row, time.GetUtcNow() + Poll, row.Attempts, null, stop);
        }
#pragma warning disable CA1031 // whatever a handler throws parks or delays its own row and no other
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e, row.Subscriber, row.Type, row.Id, row.Attempts + 1);
            var parked = row.Attempts + 1 >= MaxAttempts;
            var delay = TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, row.Attempts)));
            await PutBack(row, parked ? DateTimeOffset.MaxValue : time.GetUtcNow() + delay, row.Attempts + 1, e, stop);
        }
        return null;
    }

    async Task Call(OutboxTask row, CancellationToken cancellationToken)
    {
        if (catalog.Find(row.Type, row.Subscriber) is not { } call) return;
        await using var scope = scopes.CreateAsyncScope();
        var actor = Actor.System with { Cause = row.Id };
        var data = scope.ServiceProvider.GetRequiredService<DataScope>();
        if (row.ClientId is { } client) data.Enter(client, actor, People.Everybody);
        else data.EnterOperator(actor);
        var recorded = feed.Recent(row.Id);
        if (call.Asks || recorded is null)
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            // One connection for all that the handler asks, so that the database is told its scope once.
            await db.Database.OpenConnectionAsync(cancellationToken);
            recorded ??= await db.Journal.AsNoTracking().SingleAsync(e => e.Instant == row.Instant && e.Id == row.Id, cancellationToken);
        }
        await call.Run(scope.ServiceProvider, recorded, cancellationToken);
    }

    async Task<List<OutboxTask>> Take(int atMost, CancellationToken cancellationToken)
    {
        await using var command = jobs.CreateCommand(TakeDue);
        command.Parameters.AddWithValue("limit", atMost);
        command.Parameters.AddWithValue("resting", feed.Resting);
        return await Read(command, cancellationToken);
    }

    async Task<List<OutboxTask>> Finish(IReadOnlyList<OutboxTask> done)
    {
        await using var command = jobs.CreateCommand(FinishAndTakeNext);
        command.Parameters.AddWithValue("ids", done.Select(t => t.Id).ToArray());
        command.Parameters.AddWithValue("subscribers", done.Select(t => t.Subscriber).ToArray());
        command.Parameters.AddWithValue("leases", done.Select(t => t.Until).ToArray());
        return await Read(command, CancellationToken.None);
    }

    async Task<List<OutboxTask>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var until = feed.LeaseEnd;
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        command.Parameters.AddWithValue("lease", until);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new List<OutboxTask>();
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetGuid(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetString(5), reader.GetInt32(6), until));
        }
        return taken;
    }

    /// <summary>Null when another has it by now. If this node has begun with it all the same, what it does still counts once, and the end is the other's to say.</summary>
    async Task<OutboxTask?> Renew(OutboxTask row, CancellationToken cancellationToken)
    {
        var until = feed.LeaseEnd;
        await using var command = jobs.CreateCommand("UPDATE journal.outbox SET due_at = @until WHERE id = @id AND subscriber = @subscriber AND due_at = @lease");
        command.Parameters.AddWithValue("until", until);
        command.Parameters.AddWithValue("lease", row.Until);
        command.Parameters.AddWithValue("id", row.Id);
        command.Parameters.AddWithValue("subscriber", row.Subscriber);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? row with { Until = until } : null;
    }

    async Task PutBack(OutboxTask row, DateTimeOffset due, int attempts, Exception? error, CancellationToken cancellationToken)
    {
        var parked = due == DateTimeOffset.MaxValue;
        await using var command = jobs.CreateCommand("""
            UPDATE journal.outbox SET due_at = @due, attempts = @attempts, parked_at = @parked, error = @error
            WHERE id = @id AND subscriber = @subscriber AND due_at = @lease
            """);
        command.Parameters.AddWithValue("due", due);
        command.Parameters.AddWithValue("lease", row.Until);
        command.Parameters.AddWithValue("attempts", attempts);
        command.Parameters.AddWithValue("parked", parked ? time.GetUtcNow() : DBNull.Value);
        // The kind of failure, not its text: messages of exceptions may quote what a customer wrote.
        command.Parameters.AddWithValue("error", error is null ? DBNull.Value : error.GetType().Name);
        command.Parameters.AddWithValue("id", row.Id);
        command.Parameters.AddWithValue("subscriber", row.Subscriber);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 1 && parked) Parked(row.Subscriber, row.Type, row.Id);
    }

    [LoggerMessage(1, LogLevel.Warning, "The outbox cannot reach PostgreSQL and tries again")]
    partial void DatabaseAway(Exception e);

    [LoggerMessage(2, LogLevel.Debug, "{Subscriber} puts off {Type}: {Reason}")]
    partial void Later(string subscriber, string type, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Subscriber} failed on {Type} {EventId}, attempt {Attempt}")]
    partial void Failed(Exception e, string subscriber, string type, Guid eventId, int attempt);

    [LoggerMessage(4, LogLevel.Critical, "{Subscriber} gave up on {Type} {EventId}: it is a dead letter now")]
    partial void Parked(string subscriber, string type, Guid eventId);
}
