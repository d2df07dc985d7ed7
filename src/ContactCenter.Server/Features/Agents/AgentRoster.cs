using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

public sealed record RosterEntry(Guid Id, AgentState State, string? Reason, DateTimeOffset Since, long Version, string Pool);

/// <summary>Who is signed in for work and serves one of these clients. It looks in a scope of its own, since an agent may serve others too; whom else stays here.</summary>
public sealed class AgentRoster(IServiceScopeFactory scopes)
{
    public async Task<IReadOnlyList<RosterEntry>> Serving(IReadOnlyCollection<Guid> clients, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var serving = (await AgentProfiles.ReadAll(db, cancellationToken)).Where(a => a.Clients.Any(clients.Contains)).Select(a => a.Id).ToList();
        return await db.Set<Agent>().Where(a => serving.Contains(a.Id)).OrderBy(a => a.Id)
            .Select(a => new RosterEntry(a.Id, a.State, a.Reason, a.Since, a.Version, a.Pool)).ToListAsync(cancellationToken);
    }

    /// <summary>Those of these agents who are signed in for work in that pool.</summary>
    public async Task<IReadOnlyList<Guid>> SignedIn(IReadOnlyList<Guid> agents, string pool, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        return await db.Set<Agent>().Where(a => agents.Contains(a.Id) && a.State != AgentState.Offline && a.Pool == pool).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The pool of this person, on duty or not; null if he is no agent of that client.</summary>
    public async Task<string?> PoolOf(Guid agentId, Guid clientId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var profile = await AgentProfiles.Read(db, agentId, cancellationToken);
        return profile is not null && profile.Clients.Contains(clientId) ? profile.Pool : null;
    }
}
