using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Drafts;

/// <summary>
/// The queues, pools and agents of a draft under their locks, always in this order, until the transaction ends: what
/// they say now, and the way to make them say something else. By the same rules as a change by hand.
/// </summary>
sealed class RulesInForce
{
    readonly AppDb db;
    readonly IReadOnlyDictionary<Guid, Queue> queues;
    readonly IReadOnlyDictionary<Guid, PoolSetting> pools;
    readonly IReadOnlyDictionary<Guid, Agent> agents;

    RulesInForce(AppDb db, IEnumerable<Queue> queues, IEnumerable<PoolSetting> pools, IEnumerable<Agent> agents)
    {
        this.db = db;
        this.queues = queues.ToDictionary(q => q.Id);
        this.pools = pools.ToDictionary(p => p.Id);
        this.agents = agents.ToDictionary(a => a.Id);
    }

    /// <summary>Null if one of them is not there.</summary>
    public static async Task<RulesInForce?> Lock(AppDb db, DraftedRules of, CancellationToken cancellationToken)
    {
        var takenQueues = await RowLock.Take<Queue>(db, [.. (of.Queues ?? []).Select(q => q.QueueId)], cancellationToken);
        var takenPools = await RowLock.Take<PoolSetting>(db, [.. (of.Pools ?? []).Select(p => p.PoolId)], cancellationToken);
        var takenAgents = await RowLock.Take<Agent>(db, [.. (of.Agents ?? []).Select(a => a.AgentId)], cancellationToken);
        var ids = takenAgents.Select(a => a.Id).ToList();
        await db.Set<Agent>().Include(a => a.Skills).Where(a => ids.Contains(a.Id)).LoadAsync(cancellationToken);
        return takenQueues.Count + takenPools.Count + takenAgents.Count == of.Subjects().Count ? new(db, takenQueues, takenPools, takenAgents) : null;
    }

    /// <summary>What they became is not saved.</summary>
    public void Forget()
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is Queue or PoolSetting or Agent or AgentSkill).ToList()) entry.State = EntityState.Detached;
    }

    public DraftedRules Now => new(
        [.. queues.Values.OrderBy(q => q.Id).Select(q => new QueueDraft(q.Id, q.Rules()))],
        [.. pools.Values.OrderBy(p => p.Id).Select(p => new PoolDraft(p.Id, p.Clients))],
        [.. agents.Values.OrderBy(a => a.Id).Select(a => new AgentDraft(a.Id, AgentEquipment.Of(a)))]);

    /// <summary>Makes them so, or says why not; what says so already is left alone. To be saved by whoever asks.</summary>
    public async Task<Problem?> Become(DraftedRules wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (id, rules) in wanted.Queues ?? [])
        {
            if (!Says(new([new(id, queues[id].Rules())]), new([new(id, rules)])) && await ChangeQueues.Apply(queues[id], rules, db, now, cancellationToken) is { } refusal) return refusal;
        }
        foreach (var (id, shares) in wanted.Pools ?? [])
        {
            if (!Says(new(Pools: [new(id, pools[id].Clients)]), new(Pools: [new(id, shares)])) && await ChangePools.Apply(pools[id], shares, db, now, cancellationToken) is { } refusal) return refusal;
        }
        foreach (var (id, equipment) in wanted.Agents ?? [])
        {
            if (!Says(new(Agents: [new(id, AgentEquipment.Of(agents[id]))]), new(Agents: [new(id, equipment)])) && await EditAgent.Apply(agents[id], equipment, db, now, cancellationToken) is { } refusal) return refusal;
        }
        return null;

        static bool Says(DraftedRules one, DraftedRules other) => one.Says(other);
    }
}
