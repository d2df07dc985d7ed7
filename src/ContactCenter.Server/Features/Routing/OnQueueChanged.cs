using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// A queue's rules changed: what waits overflows by its present ones, so their time is set anew. Twice does no harm: a timer that
/// finds nothing to do does nothing.
/// </summary>
sealed class OnQueueChanged(AppDb db, TimeProvider time) : IHandle<QueueChanged>
{
    public async Task Handle(Recorded<QueueChanged> e, CancellationToken ct)
    {
        if (await db.Set<Queue>().AsNoTracking().SingleAsync(q => q.Id == e.Fact.QueueId, ct) is not { Overflow: { } over } queue) return;
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO platform.timers (kind, subject, client_id, due_at, set_at)
            SELECT {OverflowJob.Kind}, t.id, t.client_id, greatest({now}, coalesce(i.opens_at, i.enqueued_at) + {TimeSpan.FromSeconds(over.AfterSeconds)}), {now}
            FROM tickets.tickets t JOIN routing.items i ON i.ticket_id = t.id
            WHERE t.queue_id = {queue.Id} AND t.client_id = {queue.ClientId} AND t.pool = {queue.Pool} AND t.status = 'waiting'
            ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, set_at = excluded.set_at, attempts = 0
            """, ct);
    }
}
