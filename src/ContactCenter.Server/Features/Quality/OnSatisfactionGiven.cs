using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Quality;

/// <summary>Tells the screens that show the ticket. The answer itself they fetch; hearing of it twice only fetches it twice.</summary>
sealed class OnSatisfactionGiven(AppDb db, News news) : IHandle<SatisfactionGiven>
{
    public const string Subscriber = "quality-live";

    public async Task Handle(Recorded<SatisfactionGiven> recorded, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, recorded.Fact.TicketId, cancellationToken) is not { } ticket) return;
        var item = new TicketChanged(ticket.Id, Words.Of(ticket.Status), ticket.AgentId, TicketChange.Rated, ticket.Version);
        if (recorded.Fact.AgentId is { } agent) await news.ToUser(agent, item);
        await news.ToClient(ticket.ClientId, item);
    }
}
