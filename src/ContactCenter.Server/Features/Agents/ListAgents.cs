using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>Key is what the skill is called; it may be sent back and is not read.</summary>
public sealed record SkillLevel(Guid SkillId, int Level, string? Key = null);

sealed record AgentView(
    Guid Id, string Name, string Email, IReadOnlyList<SkillLevel> Skills, IReadOnlyDictionary<string, int>? Weights,
    AgentState State, string? Reason, DateTimeOffset Since, AgentState? NextState, int Load, Guid? SiteId, string Pool, long Version);

/// <summary>How much of an agent one piece of work takes where he has no weight of his own, in percent, by channel.</summary>
sealed record StandardWeights(IReadOnlyDictionary<string, int> Weights);

static class ListAgents
{
    public static Ok<StandardWeights> Weights() => TypedResults.Ok(new StandardWeights(AgentWeights.Standard));

    public static async Task<Ok<Page<AgentView>>> Handle(AppDb db, IAgentWork work, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var agents = await db.Set<Agent>().AsNoTracking().Include(a => a.Skills).Where(a => page.After == null || a.Id > page.After)
            .OrderBy(a => a.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(await Views(db, work, agents, cancellationToken), a => a.Id));
    }

    /// <summary>The agents with all that belongs to them, in as many queries for a hundred as for one.</summary>
    public static async Task<IReadOnlyList<AgentView>> Views(AppDb db, IAgentWork work, IReadOnlyCollection<Agent> agents, CancellationToken cancellationToken)
    {
        var ids = agents.Select(a => a.Id).ToArray();
        var people = await UserNames.WithEmail(db, ids, cancellationToken);
        var keys = await SkillKeys.Of(db, agents, cancellationToken);
        var loads = await work.Loads([.. agents.Select(a => (a.Id, a.Pool))], cancellationToken);
        return [.. agents.Select(a => new AgentView(
            a.Id, people[a.Id].Name, people[a.Id].Email,
            [.. a.Skills.Select(s => new SkillLevel(s.SkillId, s.Level, keys[s.SkillId])).OrderBy(s => s.Key, StringComparer.Ordinal)],
            a.Weights, a.State, a.Reason, a.Since, a.NextState, loads.GetValueOrDefault(a.Id), a.SiteId, a.Pool, a.Version))];
    }
}
