using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// A minute after a visitor left: if he is still away and nobody has answered, his ticket is given up. On any node: the
/// session's row says whether he is back, and its lock keeps him from coming back in between.
/// </summary>
sealed class VisitorGoneJob(AppDb db, TimeProvider time) : ITimerJob
{
    public const string Kind = "visitor-gone";

    public Task Run(DueTimer timer, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        if (await VisitorRows.Lock(db, timer.Subject, cancellationToken) is not { GoneAt: { } since } session) return false;
        // He was back and left again while this timer was on its way: the new one is for that.
        if (since + VisitorPresence.Patience > time.GetUtcNow()) return false;
        var tickets = await VisitorRows.Tickets(db, session.Id, cancellationToken);
        return tickets.Count > 0 && await AbandonTicket.Run(db, tickets[^1].TicketId, time, cancellationToken);
    }, cancellationToken);
}

/// <summary>What happened to a ticket wakes its visitor's streams. Twice is as good as once.</summary>
sealed class OnTicketMoved(VisitorStreams streams) :
    IHandle<TicketOpened>, IHandle<TicketReopened>, IHandle<TicketAssigned>, IHandle<TicketResumed>, IHandle<TicketTransferred>,
    IHandle<TicketMoved>, IHandle<TicketChangedPool>, IHandle<TicketHoursChanged>, IHandle<TicketEnded>, IHandle<TicketClosed>, IHandle<TicketAbandoned>, IHandle<MessageReceived>, IHandle<ReplySent>
{
    public const string Subscriber = "visitor-streams";

    public Task Handle(Recorded<TicketOpened> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketReopened> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketAssigned> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketResumed> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketTransferred> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketEnded> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketClosed> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketAbandoned> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<MessageReceived> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketMoved> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketChangedPool> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<TicketHoursChanged> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);
    public Task Handle(Recorded<ReplySent> e, CancellationToken cancellationToken) => Wake(e.Fact.TicketId);

    Task Wake(Guid ticketId)
    {
        streams.WakeTicket(ticketId);
        return Task.CompletedTask;
    }
}

/// <summary>The ticket waits again. A visitor who left while it was owned has his minute from now.</summary>
sealed class OnTicketReturned(AppDb db, VisitorStreams streams, TimeProvider time) : IHandle<TicketReturned>
{
    public async Task Handle(Recorded<TicketReturned> e, CancellationToken cancellationToken)
    {
        streams.WakeTicket(e.Fact.TicketId);
        var sessions = db.Set<VisitorTicket>().Where(t => t.TicketId == e.Fact.TicketId).Select(t => t.SessionId);
        var now = time.GetUtcNow();
        var away = await db.Set<VisitorSession>().Where(s => sessions.Contains(s.Id) && s.GoneAt != null).Select(s => s.Id).ToListAsync(cancellationToken);
        foreach (var gone in away)
            db.SetTimer(VisitorGoneJob.Kind, gone, e.ClientId, now + VisitorPresence.Patience, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
