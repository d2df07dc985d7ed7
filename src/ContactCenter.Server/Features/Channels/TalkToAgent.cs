using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Channels;

sealed record TypingRequest(bool Typing);

/// <summary>The visitor types: news for the agent who owns the ticket, stored nowhere.</summary>
static class SayTyping
{
    public static async Task<Results<NoContent, Problem>> Handle(
        TypingRequest body, Visitor visitor, AppDb db, VisitorStreams streams, News news, CancellationToken cancellationToken)
    {
        if (!streams.Passes(visitor.Session.Id, body.Typing)) return TypedResults.NoContent();
        var tickets = await VisitorRows.Tickets(db, visitor.Session.Id, cancellationToken);
        if (tickets.Count > 0 && await TicketStates.Read(db, tickets[^1].TicketId, cancellationToken) is { Status: TicketStatus.Assigned, AgentId: { } agent } ticket)
            await news.ToUser(agent, new Typing(ticket.Id, body.Typing, ticket.Version));
        return TypedResults.NoContent();
    }
}

/// <summary>The visitor has what he came for. Writing again goes on with the same ticket while its window lasts.</summary>
static class EndChat
{
    public static async Task<Results<NoContent, Problem>> Handle(
        Visitor visitor, AppDb db, VisitorStreams streams, TimeProvider time, CancellationToken cancellationToken)
    {
        await db.Transact(async () =>
        {
            if (await VisitorRows.Lock(db, visitor.Session.Id, cancellationToken) is not { } session) return false;
            var tickets = await VisitorRows.Tickets(db, session.Id, cancellationToken);
            return tickets.Count > 0 && await EndByCustomer.Run(db, tickets[^1].TicketId, time, cancellationToken);
        }, cancellationToken);
        streams.WakeSession(visitor.Session.Id);
        return TypedResults.NoContent();
    }
}
