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
    const int Most = 20;

    public sealed record LaneSkill(string Skill, int Level);
    public sealed record LaneView(Guid ClientId, string Channel, IReadOnlyList<LaneSkill> Skills);
    public sealed record AgentName(Guid Id, string Name);
    public sealed record HeldFor(Guid AgentId, string Name, DateTimeOffset Until);

    /// <summary>Where it goes if nobody of its pool is asked until then.</summary>
    public sealed record OverflowView(string Pool, DateTimeOffset At);

    /// <summary>So many agents, of whom the first are named.</summary>
    public sealed record ObstacleView(AgentObstacle Reason, int Count, IReadOnlyList<AgentName> Agents);

    public sealed record RoutingView(
        TicketStatus State, string Pool, OverflowView? Overflow, int? Position, int? LaneSize, TicketWait? ExpectedWait, LaneView? Lane, DateTimeOffset? EnqueuedAt, DateTimeOffset? Deadline, DateTimeOffset? OpensAt, TicketOffer? Offer,
        HeldFor? HeldFor, IReadOnlyList<ObstacleView> Obstacles, ExplainDecision.DecisionView? Decision);

    public static async Task<Results<Ok<RoutingView>, Problem>> Handle(
        Guid id, AppDb db, RoutingQueues queues, AgentRoster roster, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
        var item = await db.Set<QueueItem>().FindAsync([id], cancellationToken);
        var lane = item is null ? null : View(new Lane(item.ClientId, item.Channel, item.Skills));
        var view = new RoutingView(ticket.Status, ticket.Pool, null, null, null, null, lane, item?.EnqueuedAt, item?.Deadline, null, null, null, [], await ExplainDecision.Of(db, ticket, cancellationToken));
        if (ticket.Status != TicketStatus.Waiting) return TypedResults.Ok(view);
        if (item is not null && OverflowJob.Next(await db.Set<Queue>().SingleAsync(q => q.Id == ticket.QueueId, cancellationToken), item, ticket.Pool) is var (pool, at))
            view = view with { Overflow = new(pool, at) };
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
        var why = await queue.ExplainAsync(ticket.Id, cancellationToken);
        var groups = why is null ? [] : await Named(why, queue.Pool, roster, cancellationToken);
        var named = groups.SelectMany(g => g.Agents);
        var names = await UserNames.Of(db, why?.HeldFor is { } held ? named.Append(held.AgentId) : named, cancellationToken);
        return view with
        {
            Position = place?.Place, LaneSize = place?.LaneSize, ExpectedWait = QueuePosition.Seconds(place?.Wait), Offer = TicketPlaces.Offer(place),
            Lane = why is null ? view.Lane : View(why.Lane),
            OpensAt = why?.NotBefore,
            HeldFor = why?.HeldFor is { } one ? new(one.AgentId, names.GetValueOrDefault(one.AgentId, ""), one.Until) : null,
            Obstacles = [.. groups.Select(g => new ObstacleView(g.Reason, g.Count, InOrder(g.Agents.Select(id => new AgentName(id, names.GetValueOrDefault(id, ""))))))],
        };
    }

    /// <summary>The index keeps those who have gone home or to another pool among those who are not ready: they are not told of.</summary>
    static async Task<IReadOnlyList<ObstacleGroup>> Named(WaitExplanation why, string pool, AgentRoster roster, CancellationToken cancellationToken)
    {
        var away = why.Groups.FirstOrDefault(g => g.Reason == AgentObstacle.NotReady);
        if (away is null) return why.Groups;
        var here = await roster.SignedIn(away.Agents, pool, cancellationToken);
        return [.. why.Groups.Select(g => g == away ? new ObstacleGroup(g.Reason, here.Count, [.. here.Take(Most)]) : g).Where(g => g.Count > 0)];
    }

    static IReadOnlyList<AgentName> InOrder(IEnumerable<AgentName> agents) => [.. agents.OrderBy(a => a.Name, StringComparer.Ordinal)];

    /// <summary>By reason, the first of each named.</summary>
    public static IReadOnlyList<ObstacleView> Group(IReadOnlyDictionary<Guid, AgentObstacle> agents, IReadOnlyDictionary<Guid, string> names) =>
    [
        .. agents.GroupBy(a => a.Value, a => new AgentName(a.Key, names.GetValueOrDefault(a.Key, ""))).OrderBy(g => g.Key)
            .Select(g => new ObstacleView(g.Key, g.Count(), [.. g.OrderBy(a => a.Name, StringComparer.Ordinal).Take(Most)])),
    ];

    public static LaneView View(Lane lane) => new(lane.ClientId, lane.Channel, [.. lane.Skills.Select(s => new LaneSkill(s.Skill, s.Level))]);
}
