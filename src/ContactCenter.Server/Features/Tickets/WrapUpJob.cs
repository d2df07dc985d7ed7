using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>
/// The time box of wrap-up is over: the ticket is closed without a disposition and the agent is free. Twice, late or on two
/// nodes it finds the ticket closed, or in talk again, and does nothing.
/// </summary>
sealed class WrapUpJob(AppDb db, TimeProvider time) : ITimerJob
{
    public const string Kind = "wrap-up";

    public Task Run(DueTimer timer, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        var now = time.GetUtcNow();
        var ticket = await TicketRows.Lock(db, timer.Subject, cancellationToken);
        if (ticket is { Status: TicketStatus.WrapUp } && ticket.WrapUpUntil <= now)
        {
            ticket.Close(null, "time-box", now);
            await db.SaveChangesAsync(cancellationToken);
        }
        return true;
    }, cancellationToken);
}
