using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ContactCenter.Server.Platform.Events;

/// <summary>
/// Facts, their outbox rows, timers and what else belongs to a change in one round trip, in the transaction of the change that they explain and after it:
/// the stream owner's row lock is held, so that nobody else adds to the stream meanwhile.
/// </summary>
static class FactWriter
{
    const string InsertEvents = """
        INSERT INTO journal.events (id, instant, client_id, stream_kind, stream, sequence, type, actor_kind, actor_id, cause, payload)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    // The first row of a (stream, subscriber) is born leased by this node, which handles it right after the commit.
    const string InsertRows = """
        INSERT INTO journal.outbox (id, subscriber, stream, sequence, client_id, instant, type, ahead, due_at)
        SELECT r.id, r.subscriber, r.stream, r.sequence, r.client_id, r.instant, r.type, r.ahead,
            CASE WHEN r.first AND NOT EXISTS (
                SELECT FROM journal.outbox earlier
                WHERE earlier.stream = r.stream AND earlier.subscriber = r.subscriber AND earlier.sequence < r.sequence) THEN $9 ELSE r.instant END
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $10) AS r (id, subscriber, stream, sequence, client_id, instant, type, first, ahead)
        RETURNING id, subscriber, due_at = $9
        """;

    // Planned once and not for each length of the arrays anew, which takes longer than to run it.
    const string PlanOnce = "SET LOCAL plan_cache_mode = force_generic_plan";

    /// <summary>The rows that are leased by this node; handle them once the transaction has committed.</summary>
    public static async Task<IReadOnlyList<OutboxTask>> Write(
        AppDb db, IReadOnlyList<JournalEvent> events, IReadOnlyList<OutboxEntry> rows, IReadOnlyList<NpgsqlBatchCommand> also,
        OutboxFeed? feed, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        ScopeInterceptor.Begin(db, batch);
        var scoped = batch.BatchCommands.Count > 0;
        if (events.Count > 0) batch.BatchCommands.Add(Events(events));
        foreach (var command in also) batch.BatchCommands.Add(command);
        var until = feed?.LeaseEnd ?? default;
        if (rows.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PlanOnce));
            batch.BatchCommands.Add(Rows(rows, until, feed));
        }
        if (batch.BatchCommands.Count == 0) return [];
        if (rows.Count == 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return [];
        }
        // Only the rows answer, besides the scope, and last: a reader that is not read to its end keeps a timeout to itself, and what was rolled back is taken for committed.
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (scoped) await reader.NextResultAsync(cancellationToken);
        var leased = new List<OutboxTask>(rows.Count);
        // Nobody asks for the others.
        feed?.Remember(rows.Select(r => r.Event));
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!reader.GetBoolean(2)) continue;
            var (id, subscriber) = (reader.GetGuid(0), reader.GetString(1));
            var e = rows.First(r => r.Event.Id == id).Event;
            leased.Add(new(id, subscriber, e.Stream, e.ClientId, e.Instant, e.Type, 0, until));
        }
        return leased;
    }

    static NpgsqlBatchCommand Events(IReadOnlyList<JournalEvent> events) => new(InsertEvents)
    {
        Parameters =
        {
            Columns.Of(events, e => e.Id), Columns.Of(events, e => e.Instant), Columns.Of(events, e => e.ClientId), Columns.Of(events, e => e.StreamKind),
            Columns.Of(events, e => e.Stream), Columns.Of(events, e => e.Sequence), Columns.Of(events, e => e.Type), Columns.Of(events, e => e.ActorKind),
            Columns.Of(events, e => e.ActorId), Columns.Of(events, e => e.Cause),
            Columns.Json(events, e => e.Payload),
        },
    };

    static NpgsqlBatchCommand Rows(IReadOnlyList<OutboxEntry> rows, DateTimeOffset until, OutboxFeed? feed)
    {
        var seen = new HashSet<(Guid, string)>();
        var (mayLease, resting) = (feed is { HasRoom: true }, feed?.Resting ?? []);
        return new(InsertRows)
        {
            Parameters =
            {
                Columns.Of(rows, r => r.Event.Id), Columns.Of(rows, r => r.Subscriber), Columns.Of(rows, r => r.Event.Stream), Columns.Of(rows, r => r.Event.Sequence),
                Columns.Of(rows, r => r.Event.ClientId), Columns.Of(rows, r => r.Event.Instant), Columns.Of(rows, r => r.Event.Type),
                Columns.Of(rows, r => seen.Add((r.Event.Stream, r.Subscriber)) && mayLease && !resting.Contains(r.Subscriber)), new NpgsqlParameter<DateTimeOffset> { TypedValue = until },
                Columns.Of(rows, r => r.Ahead),
            },
        };
    }
}
