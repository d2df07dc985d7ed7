using ContactCenter.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Routing;

/// <summary>GET /tickets/{id}/routing: where it waits.</summary>
public static class ExplainTicket
{
    public sealed record LaneView(Guid ClientId, string Channel, IReadOnlyList<SkillLevel> Skills);
    public sealed record RoutingView(
        TicketStatus State, int? Position, int? LaneSize, LaneView? Lane, DateTimeOffset? EnqueuedAt, DateTimeOffset? Deadline, TicketOffer? Offer);

    public static async Task<Results<Ok<RoutingView>, Problem>> Handle(Guid id, AppDb db, RoutingQueues queues, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
        var item = await db.Set<QueueItem>().FindAsync([id], cancellationToken);
        LanePosition? place = null;
        try
        {
            if (ticket.Status == TicketStatus.Waiting) place = await queues.Of(ticket.Pool).PositionAsync(id, cancellationToken);
        }
        catch (RedisUnavailableException)
        {
            return Claims.Unavailable;
        }
        return TypedResults.Ok(new RoutingView(ticket.Status, place?.Place, place?.LaneSize,
            item is null ? null : new(item.ClientId, item.Channel, item.Skills), item?.EnqueuedAt, item?.Deadline,
            place?.Offer is { } offer ? new(offer.AgentId, offer.Deadline) : null));
    }
}
