using ContactCenter.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// A ticket has waited as long as its queue lets it wait in one pool: it goes to the other, by the queue's present rules. What is
/// being offered or claimed has another look a moment later. The commit in PostgreSQL is the move; against an accept the first
/// to commit wins, and of two runs, on one node or two, the second finds another claim version. The indexes follow by the outbox.
/// </summary>
sealed class OverflowJob(AppDb db, RoutingQueues queues, TimeProvider time) : ITimerJob
{
    public const string Kind = "overflow";
    public const string Reason = "overflow";
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Where it goes, and when, unless somebody is asked by then; null if it stays in that pool.</summary>
    public static (string Pool, DateTimeOffset At)? Next(Queue queue, QueueItem item, string pool) =>
        queue.Overflow is { } over && pool == queue.Pool ? (over.Pool, (item.OpensAt ?? item.EnqueuedAt).AddSeconds(over.AfterSeconds)) : null;

    /// <summary>To be saved with the item. One of an earlier wait that is still set finds nothing to do: most items cost no timer at all.</summary>
    public static void Set(AppDb db, Queue queue, QueueItem item, DateTimeOffset now)
    {
        if (Next(queue, item, item.Pool) is var (_, at)) db.SetTimer(Kind, item.TicketId, item.ClientId, at, now);
    }

    public async Task Run(DueTimer timer, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, timer.Subject, cancellationToken) is not { Status: TicketStatus.Waiting } ticket) return;
        var item = await db.Set<QueueItem>().AsNoTracking().SingleAsync(i => i.TicketId == ticket.Id, cancellationToken);
        var queue = await db.Set<Queue>().AsNoTracking().SingleAsync(q => q.Id == ticket.QueueId, cancellationToken);
        if (Next(queue, item, ticket.Pool) is not var (pool, at)) return;
        if (item.ClaimVersion != ticket.ClaimVersion) throw new TryLaterException("Where it waits now is still in the outbox") { Delay = LookAgain };
        var now = time.GetUtcNow();
        if (at > now) throw new TryLaterException("The queue lets it wait longer by now") { Delay = at - now };
        await NeedNobodyAsked(ticket, cancellationToken);
        await OwnTicket.ChangePool(db, ticket.Id, ticket.ClaimVersion, pool, Reason, now, cancellationToken);
    }

    async Task NeedNobodyAsked(TicketState ticket, CancellationToken cancellationToken)
    {
        try
        {
            if (await queues.Of(ticket.Pool).PositionAsync(ticket.Id, cancellationToken) is { Place: > 0 }) return;
        }
        catch (RedisUnavailableException e)
        {
            throw new TryLaterException("Redis is away", e);
        }
        throw new TryLaterException("Somebody is asked, or the index does not know it yet") { Delay = LookAgain };
    }
}
