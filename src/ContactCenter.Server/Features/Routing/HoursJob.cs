using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// A queue's hours are others than before: what waits for it to open waits by the present ones, and what it was open for stays as
/// it is. A slice at a time, and again for a while, since a slow handler may still place by the hours that it has read. The commit
/// in PostgreSQL is the change; of two runs, on one node or two, the second finds another claim version. The index follows by the outbox.
/// </summary>
sealed class HoursJob(AppDb db, TimeProvider time) : ITimerJob
{
    public const string Kind = "queue-hours";
    const int Slice = 200;

    /// <summary>Longer than a handler may run.</summary>
    static readonly TimeSpan Settles = TimeSpan.FromSeconds(25);
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>What opens this soon anyway is left as it is: another node, whose clock is ahead, may have opened it just now.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    sealed record Waiting(Guid Id, long ClaimVersion);

    public static void Set(AppDb db, Queue queue, DateTimeOffset now) => db.SetTimer(Kind, queue.Id, queue.ClientId, now, now);

    public async Task Run(DueTimer timer, CancellationToken cancellationToken)
    {
        var queue = await db.Set<Queue>().AsNoTracking().SingleAsync(q => q.Id == timer.Subject, cancellationToken);
        var now = time.GetUtcNow();
        var opens = await QueueHours.OpensAfter(db, queue.CalendarId, now, cancellationToken);
        var after = opens is null ? now + Soon : now;
        // What has a newer claim than its place is placed by the outbox, by the present hours.
        var otherwise = await db.Database.SqlQuery<Waiting>($"""
            SELECT t.id AS "Id", t.claim_version AS "ClaimVersion" FROM tickets.tickets t JOIN routing.items i ON i.ticket_id = t.id
            WHERE t.queue_id = {queue.Id} AND t.client_id = {queue.ClientId} AND t.status = 'waiting' AND i.claim_version = t.claim_version
                AND i.opens_at > {after} AND i.opens_at IS DISTINCT FROM {opens}
            ORDER BY t.waiting_since LIMIT {Slice}
            """).ToListAsync(cancellationToken);
        foreach (var ticket in otherwise) await OwnTicket.ChangeHours(db, ticket.Id, ticket.ClaimVersion, now, cancellationToken);
        if (otherwise.Count == Slice) throw new TryLaterException("More wait by other hours") { Delay = TimeSpan.Zero };
        if (now < timer.SetAt + Settles) throw new TryLaterException("Something may still be placed by the hours before") { Delay = LookAgain };
    }
}
