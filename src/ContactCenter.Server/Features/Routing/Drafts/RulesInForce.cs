using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Drafts;

/// <summary>
/// The queues, pools and agents of a draft: what they say now, and the way to make them say something else, by the same rules
/// as a change by hand.
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

    /// <summary>Copies that nobody keeps, to look at and to try on. Null if one of them is not there.</summary>
    public static async Task<RulesInForce?> Read(AppDb db, DraftedRules of, CancellationToken cancellationToken)
    {
        var (queues, pools, agents) = Ids(of);
        return Whole(
            db, of, await db.Set<Queue>().AsNoTracking().Where(q => queues.Contains(q.Id)).ToListAsync(cancellationToken),
            await db.Set<PoolSetting>().AsNoTracking().Where(p => pools.Contains(p.Id)).ToListAsync(cancellationToken),
            await db.Set<Agent>().AsNoTracking().Include(a => a.Skills).Where(a => agents.Contains(a.Id)).ToListAsync(cancellationToken));
    }

    /// <summary>Under their locks, always in this order, until the transaction ends. Null if one of them is not there.</summary>
    public static async Task<RulesInForce?> Lock(AppDb db, DraftedRules of, CancellationToken cancellationToken)
    {
        var (queues, pools, agents) = Ids(of);
        var whole = Whole(
            db, of, await RowLock.Take<Queue>(db, queues, cancellationToken), await RowLock.Take<PoolSetting>(db, pools, cancellationToken),
            await RowLock.Take<Agent>(db, agents, cancellationToken));
        await db.Set<Agent>().Include(a => a.Skills).Where(a => agents.Contains(a.Id)).LoadAsync(cancellationToken);
        return whole;
    }

    static (Guid[] Queues, Guid[] Pools, Guid[] Agents) Ids(DraftedRules of) =>
        ([.. (of.Queues ?? []).Select(q => q.QueueId)], [.. (of.Pools ?? []).Select(p => p.PoolId)], [.. (of.Agents ?? []).Select(a => a.AgentId)]);

    static RulesInForce? Whole(AppDb db, DraftedRules of, IReadOnlyList<Queue> queues, IReadOnlyList<PoolSetting> pools, IReadOnlyList<Agent> agents) =>
        queues.Count + pools.Count + agents.Count == of.Subjects().Count ? new(db, queues, pools, agents) : null;

    public DraftedRules Now => new(
        [.. queues.Values.OrderBy(q => q.Id).Select(q => new QueueDraft(q.Id, q.Rules()))],
        [.. pools.Values.OrderBy(p => p.Id).Select(p => new PoolDraft(p.Id, p.Clients))],
        [.. agents.Values.OrderBy(a => a.Id).Select(a => new AgentDraft(a.Id, AgentEquipment.Of(a)))]);

    /// <summary>Makes them so, or says why not; what says so already is left alone. To be saved by whoever asks.</summary>
    public async Task<Problem?> Become(DraftedRules wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (id, rules) in wanted.Queues ?? [])
        {
            if (!JsonShapes.Same(queues[id].Rules(), rules) && await ChangeQueues.Apply(queues[id], rules, db, now, cancellationToken) is { } refusal) return refusal;
        }
        foreach (var (id, shares) in wanted.Pools ?? [])
        {
            if (!JsonShapes.Same(pools[id].Clients, shares) && await ChangePools.Apply(pools[id], shares, db, now, cancellationToken) is { } refusal) return refusal;
        }
        foreach (var (id, equipment) in wanted.Agents ?? [])
        {
            if (!JsonShapes.Same(AgentEquipment.Of(agents[id]), equipment) && await EditAgent.Apply(agents[id], equipment, db, now, cancellationToken) is { } refusal) return refusal;
        }
        return null;
    }
}
