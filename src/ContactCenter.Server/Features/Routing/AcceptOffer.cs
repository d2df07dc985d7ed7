using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

public static class AcceptOffer
{
    /// <summary>200 with the ticket, also when repeated; 409 `offer_gone` when it is not mine any more.</summary>
    internal static async Task<Results<Ok<TicketView>, Problem>> Handle(
        Guid id, CurrentUser user, AppDb db, RoutingQueues queues, Claims claims, CancellationToken cancellationToken)
    {
        if (await Offered(id, user, db, queues, cancellationToken) is not { } ticketId) return Problem.Conflict("offer_gone");
        if (await TicketStates.Read(db, ticketId, cancellationToken) is not { } ticket) return Problem.Conflict("offer_gone");
        if (ticket.AgentId == user.Id) return await claims.Answer(ticketId, cancellationToken);
        return await claims.Claim(ticket, user.Id, id, force: false, null, "offer_gone", cancellationToken);
    }

    const int Unrelayed = 1000;

    /// <summary>The ticket of an offer: from the index while it is live, from the decisions when this agent accepted it before.</summary>
    static async Task<Guid?> Offered(Guid offerId, CurrentUser user, AppDb db, RoutingQueues queues, CancellationToken cancellationToken)
    {
        try
        {
            // Offers come from his pool only.
            if (await AgentPools.Of(db, user.Id, cancellationToken) is not { } pool) return null;
            var queue = queues.Of(pool);
            var load = await queue.AgentLoadAsync(user.Id, cancellationToken);
            if (load?.OfferId == offerId) return load.OfferedItemId;
            // A moment ago, and not relayed yet. What is gone from the stream has been kept before.
            var accepted = (await queue.ReadDecisionsAsync(null, Unrelayed, cancellationToken)).OfType<OfferEnded>()
                .FirstOrDefault(d => d.OfferId == offerId && d.AgentId == user.Id && d.Reason == OfferEnd.Accepted);
            if (accepted is not null) return accepted.ItemId;
        }
        catch (RedisUnavailableException)
        {
            // What was accepted before can still be answered.
        }
        return (await db.Database.SqlQuery<Guid?>($"""
            SELECT ticket_id AS "Value" FROM routing.decisions
            WHERE offer_id = {offerId} AND agent_id = {user.Id} AND type = 'offerEnded' AND data ->> 'reason' = 'accepted' LIMIT 1
            """).ToListAsync(cancellationToken)).FirstOrDefault();
    }
}

public static class DeclineOffer
{
    /// <summary>How long the same work is not offered to him again.</summary>
    static readonly TimeSpan NotAgainFor = TimeSpan.FromSeconds(60);

    public sealed record DeclineRequest([property: System.ComponentModel.DataAnnotations.MaxLength(200)] string? Reason = null);

    internal static async Task<Results<NoContent, Problem>> Handle(
        Guid id, DeclineRequest? body, CurrentUser user, AppDb db, RoutingQueues queues, RoutingSignal signal, OfferNews offers, CancellationToken cancellationToken)
    {
        try
        {
            if (await AgentPools.Of(db, user.Id, cancellationToken) is not { } pool) return Problem.Conflict("offer_gone");
            var result = await queues.Of(pool).DeclineAsync(id, user.Id, NotAgainFor, cancellationToken);
            signal.After(result);
            offers.Push(result.Decisions);
            return result.Status == RoutingStatus.Ok ? TypedResults.NoContent() : Problem.Conflict("offer_gone");
        }
        catch (RedisUnavailableException)
        {
            return Claims.Unavailable;
        }
    }
}
