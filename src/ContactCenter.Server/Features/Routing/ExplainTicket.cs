using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// GET /tickets/{id}/routing: of a waiting ticket where it stands and what keeps each agent of its client from it, by the
/// words of the code that decides; of one that somebody has, how it came to him.
/// </summary>
public static class ExplainTicket
{
    const int Named = 20;

    public sealed record LaneSkill(string Skill, int Level);
    public sealed record LaneView(Guid ClientId, string Channel, IReadOnlyList<LaneSkill> Skills);
    public sealed record AgentName(Guid Id, string Name);
    public sealed record HeldFor(Guid AgentId, string Name, DateTimeOffset Until);

    /// <summary>So many agents, of whom the first are named.</summary>
    public sealed record ObstacleView(AgentObstacle Reason, int Count, IReadOnlyList<AgentName> Agents);

    public sealed record RoutingView(
        TicketStatus State, int? Position, int? LaneSize, TicketWait? ExpectedWait, LaneView? Lane, DateTimeOffset? EnqueuedAt, DateTimeOffset? Deadline, DateTimeOffset? OpensAt, TicketOffer? Offer,
        HeldFor? HeldFor, IReadOnlyList<ObstacleView> Obstacles, ExplainDecision.DecisionView? Decision);

    public static async Task<Results<Ok<RoutingView>, Problem>> Handle(
        Guid id, AppDb db, RoutingQueues queues, AgentRoster roster, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
        var item = await db.Set<QueueItem>().FindAsync([id], cancellationToken);
        var lane = item is null ? null : View(new Lane(item.ClientId, item.Channel, item.Skills));
        var view = new RoutingView(ticket.Status, null, null, null, lane, item?.EnqueuedAt, item?.Deadline, null, null, null, [], await ExplainDecision.Of(db, ticket, cancellationToken));
        if (ticket.Status != TicketStatus.Waiting) return TypedResults.Ok(view);
        try
        {
            return TypedResults.Ok(await Waiting(view, ticket, queues.Of(ticket.Pool), db, roster, cancellationToken));
        }
        catch (RedisUnavailableException)
        {
            return Claims.Unavailable;
        }
    }

    static async Task<RoutingView> Waiting(
        RoutingView view, TicketState ticket, RoutingQueue queue, AppDb db, AgentRoster roster, CancellationToken cancellationToken)
    {
        var place = await queue.PositionAsync(ticket.Id, cancellationToken);
        var agents = (await roster.Serving([ticket.ClientId], cancellationToken)).Select(a => a.Id).ToList();
        var why = await queue.ExplainAsync(ticket.Id, agents, cancellationToken);
        var names = await UserNames.Of(db, why?.HeldFor is { } held ? agents.Append(held.AgentId) : agents, cancellationToken);
        return view with
        {
            Position = place?.Place, LaneSize = place?.LaneSize, ExpectedWait = QueuePosition.Seconds(place?.Wait), Offer = place?.Offer is { } offer ? new(offer.AgentId, offer.Deadline) : null,
            Lane = why is null ? view.Lane : View(why.Lane),
            OpensAt = why?.NotBefore,
            HeldFor = why?.HeldFor is { } one ? new(one.AgentId, names.GetValueOrDefault(one.AgentId, ""), one.Until) : null,
            Obstacles = why is null ? [] : Group(why.Agents, names),
        };
    }

    /// <summary>By reason, the first of each named.</summary>
    public static IReadOnlyList<ObstacleView> Group(IReadOnlyDictionary<Guid, AgentObstacle> agents, IReadOnlyDictionary<Guid, string> names) =>
    [
        .. agents.GroupBy(a => a.Value, a => new AgentName(a.Key, names.GetValueOrDefault(a.Key, ""))).OrderBy(g => g.Key)
            .Select(g => new ObstacleView(g.Key, g.Count(), [.. g.OrderBy(a => a.Name, StringComparer.Ordinal).Take(Named)])),
    ];

    public static LaneView View(Lane lane) => new(lane.ClientId, lane.Channel, [.. lane.Skills.Select(s => new LaneSkill(s.Skill, s.Level))]);
}
