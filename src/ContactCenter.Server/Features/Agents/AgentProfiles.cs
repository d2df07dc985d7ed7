using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>
/// What routing matches an agent by. State is the one that routing goes by: while a break is asked for, it is that break.
/// Clients is complete: whoever works for all has all active ones; without those that his site may not serve.
/// </summary>
public sealed record AgentProfile(
    Guid Id, long Version, AgentState State, DateTimeOffset IdleSince, IReadOnlyList<(string Key, int Level)> Skills,
    IReadOnlyDictionary<string, int> Weights, bool AllClients, IReadOnlyList<Guid> Clients, Guid? SiteId = null,
    string Pool = Agent.DefaultPool);

/// <summary>PoolVersion: at which he came to his pool.</summary>
public readonly record struct AgentVersion(long Version, bool Offline, string Pool, long PoolVersion);

/// <summary>Needs a scope of all clients, since an agent of all clients would otherwise be matched with the caller's only.</summary>
public static class AgentProfiles
{
    /// <summary>Null when there is no such agent.</summary>
    public static async Task<AgentProfile?> Read(AppDb db, Guid agentId, CancellationToken cancellationToken) =>
        (await Read(db, db.Set<Agent>().Where(a => a.Id == agentId), cancellationToken)).SingleOrDefault();

    /// <summary>Of everyone in that pool, or in any, who is not offline: what an index that was lost is filled from.</summary>
    public static Task<IReadOnlyList<AgentProfile>> ReadAll(AppDb db, CancellationToken cancellationToken, string? pool = null) =>
        Read(db, db.Set<Agent>().Where(a => a.State != AgentState.Offline && (pool == null || a.Pool == pool)), cancellationToken);

    /// <summary>Of these, on duty or not; of some as if they were equipped otherwise.</summary>
    public static Task<IReadOnlyList<AgentProfile>> ReadThese(
        AppDb db, IEnumerable<Guid> agents, CancellationToken cancellationToken, IReadOnlyDictionary<Guid, AgentEquipment>? otherwise = null)
    {
        var ids = agents.ToList();
        return Read(db, db.Set<Agent>().Where(a => ids.Contains(a.Id)), cancellationToken, otherwise);
    }

    /// <summary>Since when nobody is there; null when somebody is.</summary>
    public static async Task<DateTimeOffset?> OfflineSince(AppDb db, Guid agentId, CancellationToken cancellationToken) =>
        await db.Set<Agent>().Where(a => a.Id == agentId && a.State == AgentState.Offline).Select(a => (DateTimeOffset?)a.Since).SingleOrDefaultAsync(cancellationToken);

    /// <summary>How far each agent's setting has come, also of those who are offline.</summary>
    public static async Task<IReadOnlyDictionary<Guid, AgentVersion>> Versions(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Agent>().ToDictionaryAsync(a => a.Id, a => new AgentVersion(a.Version, a.State == AgentState.Offline, a.Pool, a.PoolVersion), cancellationToken);

    static async Task<IReadOnlyList<AgentProfile>> Read(
        AppDb db, IQueryable<Agent> which, CancellationToken cancellationToken, IReadOnlyDictionary<Guid, AgentEquipment>? otherwise = null)
    {
        var agents = await which.AsNoTracking().Include(a => a.Skills).OrderBy(a => a.Id).ToListAsync(cancellationToken);
        foreach (var agent in agents)
        {
            // Nobody keeps this copy.
            if (otherwise?.GetValueOrDefault(agent.Id) is { } other) agent.Equip([.. other.Skills.Select(s => (s.SkillId, s.Level))], other.Weights, other.SiteId, agent.Since);
        }
        if (agents.Count == 0) return [];
        var keys = await SkillKeys.Of(db, agents, cancellationToken);
        var clients = await UserClients.Of(db, agents.Select(a => a.Id), cancellationToken);
        var all = clients.Values.Any(c => c.All) ? await AllClients(db, cancellationToken) : [];
        var choosy = await SiteNames.Serving(db, cancellationToken);
        return [.. agents.Select(a =>
        {
            var his = clients[a.Id];
            return new AgentProfile(
                a.Id, a.Version, a.NextState ?? a.State, a.IdleSince,
                [.. a.Skills.Select(s => (keys[s.SkillId], s.Level)).OrderBy(s => s.Item1, StringComparer.Ordinal)],
                AgentWeights.With(a.Weights), his.All, [.. (his.All ? all : his.Clients).Where(c => !choosy.TryGetValue(c, out var sites) || (a.SiteId is { } site && sites.Contains(site)))], a.SiteId,
                a.Pool);
        })];
    }

    static Task<IReadOnlyList<Guid>> AllClients(AppDb db, CancellationToken cancellationToken) => db.Scope is null or { AllClients: true }
        ? ClientIds.All(db, cancellationToken)
        : throw new InvalidOperationException("Profiles are read in a scope of all clients.");
}

public static class SkillKeys
{
    internal static Task<IReadOnlyDictionary<Guid, string>> Of(AppDb db, IEnumerable<Agent> agents, CancellationToken cancellationToken) =>
        Of(db, agents.SelectMany(a => a.Skills).Select(s => s.SkillId), cancellationToken);

    /// <summary>Keys by id; who is not there is missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> Of(AppDb db, IEnumerable<Guid> skills, CancellationToken cancellationToken)
    {
        var ids = skills.Distinct().ToArray();
        if (ids.Length == 0) return new Dictionary<Guid, string>();
        return await db.Set<Skill>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Key, cancellationToken);
    }
}

public static class AgentPools
{
    /// <summary>Null for who is no agent.</summary>
    public static async Task<string?> Of(AppDb db, Guid agentId, CancellationToken cancellationToken) =>
        await db.Set<Agent>().Where(a => a.Id == agentId).Select(a => a.Pool).SingleOrDefaultAsync(cancellationToken);

    public static Task<bool> HasAny(AppDb db, string pool, CancellationToken cancellationToken) => db.Set<Agent>().AnyAsync(a => a.Pool == pool, cancellationToken);
}
