using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>From this instant on he was in that state.</summary>
public sealed record StateSpan(DateTimeOffset From, AgentState State, string? Reason);

/// <summary>What the journal says of an agent's states.</summary>
public static class AgentStates
{
    /// <summary>In order; the first is the one that he was in at the beginning, if there was one.</summary>
    public static async Task<IReadOnlyList<StateSpan>> Since(AppDb db, EventCatalog catalog, Guid agentId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var type = EventCatalog.TypeName(typeof(AgentStateChanged));
        var his = db.Journal.AsNoTracking().Where(e => e.Stream == agentId && e.Type == type);
        var before = await his.Where(e => e.Instant < from).OrderByDescending(e => e.Sequence).Take(1).ToListAsync(cancellationToken);
        var after = await his.Where(e => e.Instant >= from).OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
        return [.. before.Concat(after).Select(e => (e.Instant, Fact: (AgentStateChanged)catalog.Read(e)!)).Select(e => new StateSpan(e.Instant, e.Fact.State, e.Fact.Reason?.Value))];
    }

    public static Task<bool> IsAgent(AppDb db, Guid userId, CancellationToken cancellationToken) => db.Set<Agent>().AnyAsync(a => a.Id == userId, cancellationToken);
}
