using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>Tells screens what happened to a ticket. Doing it twice only shows it twice: screens know versions.</summary>
sealed class OnTicketNews(AppDb db, News news) :
    IHandle<TicketOpened>, IHandle<TicketReopened>, IHandle<TicketAssigned>, IHandle<TicketTransferred>, IHandle<TicketReturned>, IHandle<TicketMoved>, IHandle<TicketChangedPool>, IHandle<TicketHoursChanged>, IHandle<TicketEnded>,
    IHandle<TicketResumed>, IHandle<TicketClosed>, IHandle<TicketAbandoned>, IHandle<MessageReceived>, IHandle<ReplySent>, IHandle<NoteAdded>,
    IHandle<TicketTagged>, IHandle<TicketUntagged>
{
    public const string Subscriber = "tickets-live";

    public Task Handle(Recorded<TicketOpened> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Opened, null, ct);
    public Task Handle(Recorded<TicketReopened> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Reopened, null, ct);
    public Task Handle(Recorded<TicketAssigned> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Assigned, e.Fact.AgentId, ct);
    public Task Handle(Recorded<TicketTransferred> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Transferred, e.Fact.FromAgentId, ct);
    public Task Handle(Recorded<TicketReturned> e, CancellationToken ct) =>
        Changed(e.Fact.TicketId, e.Fact.Reason.Value == "transfer" ? TicketChange.Transferred : TicketChange.Waiting, e.Fact.AgentId, ct);
    public Task Handle(Recorded<TicketMoved> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Waiting, null, ct);
    public Task Handle(Recorded<TicketChangedPool> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Waiting, null, ct);
    public Task Handle(Recorded<TicketHoursChanged> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Waiting, null, ct);
    public Task Handle(Recorded<TicketEnded> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Ended, e.Fact.AgentId, ct);
    public Task Handle(Recorded<TicketResumed> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Assigned, e.Fact.AgentId, ct);
    public Task Handle(Recorded<TicketClosed> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Closed, e.Fact.AgentId, ct);
    public Task Handle(Recorded<TicketAbandoned> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Abandoned, null, ct);
    public Task Handle(Recorded<TicketTagged> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Tagged, null, ct);
    public Task Handle(Recorded<TicketUntagged> e, CancellationToken ct) => Changed(e.Fact.TicketId, TicketChange.Tagged, null, ct);
    public Task Handle(Recorded<MessageReceived> e, CancellationToken ct) => Arrived(e.Fact.TicketId, e.Fact.MessageId, e.Sequence, ct);
    public Task Handle(Recorded<ReplySent> e, CancellationToken ct) => Arrived(e.Fact.TicketId, e.Fact.MessageId, e.Sequence, ct);
    public Task Handle(Recorded<NoteAdded> e, CancellationToken ct) => Arrived(e.Fact.TicketId, e.Fact.MessageId, e.Sequence, ct);

    async Task Changed(Guid ticketId, TicketChange change, Guid? concerned, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, ticketId, cancellationToken) is not { } ticket) return;
        var item = new TicketChanged(ticketId, Words.Of(ticket.Status), ticket.AgentId, change, ticket.Version);
        if (concerned is { } agent) await news.ToUser(agent, item);
        if (ticket.AgentId is { } owner && owner != concerned) await news.ToUser(owner, item);
        await news.ToClient(ticket.ClientId, item);
    }

    async Task Arrived(Guid ticketId, Guid messageId, long version, CancellationToken cancellationToken)
    {
        if (await TicketMessages.FindWithOwner(db, ticketId, messageId, cancellationToken) is not { Owner: { } owner } found) return;
        await news.ToUser(owner, new MessageArrived(ticketId, found.Message, version));
    }
}
