using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// A queue's rules changed: what waits overflows by its present ones, so their time is set anew, and waits for it to open by its
/// present hours. Twice does no harm: a timer that finds nothing to do does nothing.
/// </summary>
sealed class OnQueueChanged(AppDb db, TimeProvider time) : IHandle<QueueChanged>
{
    public async Task Handle(Recorded<QueueChanged> e, CancellationToken ct)
    {
        var queue = await db.Set<Queue>().AsNoTracking().SingleAsync(q => q.Id == e.Fact.QueueId, ct);
        var now = time.GetUtcNow();
        HoursJob.Set(db, queue, now);
        await db.SaveChangesAsync(ct);
        if (queue.Overflow is not { } over) return;
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO platform.timers (kind, subject, client_id, due_at, set_at)
            SELECT {OverflowJob.Kind}, t.id, t.client_id, greatest({now}, coalesce(i.opens_at, i.enqueued_at) + {TimeSpan.FromSeconds(over.AfterSeconds)}), {now}
            FROM tickets.tickets t JOIN routing.items i ON i.ticket_id = t.id
            WHERE t.queue_id = {queue.Id} AND t.client_id = {queue.ClientId} AND t.pool = {queue.Pool} AND t.status = 'waiting'
            ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at, set_at = excluded.set_at, attempts = 0
            """, ct);
    }
}

/// <summary>Hours changed, of queues of any client.</summary>
sealed class OnHoursChanged(IServiceScopeFactory scopes, TimeProvider time) : IHandle<CalendarChanged>
{
    public async Task Handle(Recorded<CalendarChanged> e, CancellationToken ct)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        foreach (var queue in await db.Set<Queue>().AsNoTracking().Where(q => q.CalendarId == e.Fact.CalendarId).ToListAsync(ct)) HoursJob.Set(db, queue, time.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
