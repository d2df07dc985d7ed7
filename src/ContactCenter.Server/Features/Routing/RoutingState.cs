using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContactCenter.Server.Features.Routing;

/// <summary>Queue names and live offers for screens. Without Redis a ticket just waits: no offer is shown.</summary>
sealed class TicketPlaces(AppDb db, RoutingQueues queues) : ITicketPlaces
{
    public async Task<IReadOnlyDictionary<Guid, TicketPlace>> Of(
        IReadOnlyList<(Guid Id, Guid QueueId, string Pool, bool Waiting)> tickets, CancellationToken cancellationToken)
    {
        var queueIds = tickets.Select(t => t.QueueId).Distinct().ToList();
        var names = await db.Set<Queue>().Where(q => queueIds.Contains(q.Id)).ToDictionaryAsync(q => q.Id, q => q.Name, cancellationToken);
        var standing = await Task.WhenAll(tickets.Select(t => t.Waiting ? Position(t.Id, t.Pool, cancellationToken) : Task.FromResult<LanePosition?>(null)));
        return tickets.Zip(standing).ToDictionary(x => x.First.Id, x => new TicketPlace(
            names.GetValueOrDefault(x.First.QueueId, ""),
            Offer(x.Second),
            QueuePosition.Seconds(x.Second?.Wait)));
    }

    public static TicketOffer? Offer(LanePosition? place) =>
        place?.Offers is [var first, ..] offers ? new(first.AgentId, first.Deadline, [.. offers.Select(o => o.AgentId)]) : null;

    async Task<LanePosition?> Position(Guid ticketId, string pool, CancellationToken cancellationToken)
    {
        try
        {
            return await queues.Of(pool).PositionAsync(ticketId, cancellationToken);
        }
        catch (RedisUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>A queue's work right now; what is offered waits, too.</summary>
public sealed record QueueFigures(int Waiting, int Offered, int Serving);

/// <summary>What the indexes count of queues: work of one queue may be in several pools.</summary>
public static class QueueCounters
{
    /// <summary>Null while the index is away or being built.</summary>
    public static async Task<IReadOnlyDictionary<Guid, QueueFigures>?> Of(RoutingQueues queues, IReadOnlyList<Guid> queueIds, CancellationToken cancellationToken)
    {
        try
        {
            var counted = await Task.WhenAll((await queues.Pools(cancellationToken)).Select(pool => queues.Of(pool).QueuesAsync(queueIds, cancellationToken)));
            // Half a figure would be a wrong one.
            if (counted.Any(c => c is null)) return null;
            return queueIds.Distinct().ToDictionary(id => id, id => new QueueFigures(
                counted.Sum(c => c![id].Waiting + c[id].Offered), counted.Sum(c => c![id].Offered), counted.Sum(c => c![id].InService)));
        }
        catch (RedisUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>An agent's present work: load and offer from the index, ownership from PostgreSQL. Without Redis the load is not known and shown as none.</summary>
sealed class AgentWorkState(AppDb db, RoutingQueues queues, IServiceScopeFactory scopes) : IAgentWork
{
    public async Task<AgentWork> Of(Guid agentId, string pool, CancellationToken cancellationToken)
    {
        var owned = await TicketStates.OwnedBy(db, agentId, cancellationToken);
        var wrapUp = owned.Count > 0 && owned.TrueForAll(t => t.Status == TicketStatus.WrapUp);
        var load = await Load(agentId, pool, cancellationToken);
        return new(load?.Load ?? 0, owned.Count, wrapUp, await Offer(load, cancellationToken));
    }

    public async Task<IReadOnlyDictionary<Guid, int>> Loads(IReadOnlyCollection<(Guid Id, string Pool)> agents, CancellationToken cancellationToken)
    {
        // One connection carries them all at once.
        var loads = await Task.WhenAll(agents.Select(a => Load(a.Id, a.Pool, cancellationToken)));
        return agents.Zip(loads).ToDictionary(x => x.First.Id, x => x.Second?.Load ?? 0);
    }

    public async Task<PoolChange> MayJoin(Guid agentId, string from, string pool, CancellationToken cancellationToken)
    {
        if (!await Pools.Exists(db, pool, cancellationToken)) return PoolChange.NoSuchPool;
        await Pools.HoldClaims(db, from, cancellationToken);
        // What he has of clients that the asker does not see counts too. No claim is half way now, so another connection sees all.
        await using var scope = scopes.AllClients(Actor.System, out var all);
        return (await TicketStates.OwnedBy(all, agentId, cancellationToken)).Count == 0 ? PoolChange.Fine : PoolChange.Busy;
    }

    async Task<AgentLoad?> Load(Guid agentId, string pool, CancellationToken cancellationToken)
    {
        try
        {
            return await queues.Of(pool).AgentLoadAsync(agentId, cancellationToken);
        }
        catch (RedisUnavailableException)
        {
            return null;
        }
    }

    async Task<OfferView?> Offer(AgentLoad? load, CancellationToken cancellationToken)
    {
        if (load is not { OfferId: { } offerId, OfferedItemId: { } itemId, OfferDeadline: { } deadline }) return null;
        return (await OfferCard.Many(db, [new(itemId, offerId, deadline, AutoAccept: false)], cancellationToken)).SingleOrDefault() is { } card
            ? new(card.OfferId, card.TicketId, card.ClientId, card.ClientName, card.Channel, card.Subject, card.Preview, card.Skills, card.Deadline, card.AutoAccept)
            : null;
    }
}

sealed class RedisHealth(RedisConnection redis) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        redis.State == RedisState.Connected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis is away: work is stored and routed when it is back."));
}
