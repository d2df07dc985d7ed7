using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>Weights: only those that differ from the standard, by channel; none means the standard. Without a pool he stays where he is.</summary>
sealed record AgentEdit(IReadOnlyList<SkillLevel> Skills, IReadOnlyDictionary<string, int>? Weights, long Version, Guid? SiteId = null, string? Pool = null);

/// <summary>The same without the version, which his state raises all day, and without the pool, which only he who has no work may leave.</summary>
public sealed record AgentEquipment(IReadOnlyList<SkillLevel> Skills, IReadOnlyDictionary<string, int>? Weights = null, Guid? SiteId = null)
{
    public static AgentEquipment Of(Agent agent) => new([.. agent.Skills.OrderBy(s => s.SkillId).Select(s => new SkillLevel(s.SkillId, s.Level))], agent.Weights, agent.SiteId);
}

static class EditAgent
{
    public static async Task<Results<Ok<AgentView>, Problem>> Handle(
        Guid id, AgentEdit request, AppDb db, IAgentWork work, TimeProvider time, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // His state changes all day; under the lock only a version that the caller has not seen is a conflict.
            if (await RowLock.Take<Agent>(db, id, cancellationToken) is not { } agent) return Problem.NotFound;
            if (request.Version != agent.Version) return Problem.Stale;
            await db.Entry(agent).Collection(a => a.Skills).LoadAsync(cancellationToken);
            if (await Join(agent, request.Pool, work, time.GetUtcNow(), cancellationToken) is { } refusal) return refusal;
            if (await Apply(agent, new(request.Skills, request.Weights, request.SiteId), db, time.GetUtcNow(), cancellationToken) is { } bad) return bad;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return TypedResults.Ok((await ListAgents.Views(db, work, [agent], cancellationToken))[0]);
        }
    }

    static async Task<Problem?> Join(Agent agent, string? pool, IAgentWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (pool is null || pool == agent.Pool) return null;
        switch (await work.MayJoin(agent.Id, agent.Pool, pool, cancellationToken))
        {
            case PoolChange.NoSuchPool:
                return Problem.Invalid("pool", "There is no such pool.");
            case PoolChange.Busy:
                return Problem.Conflict("agent_busy", "He has open work, which belongs to his pool.");
            default:
                agent.Join(pool, now);
                return null;
        }
    }

    /// <summary>Changes an agent whose skills are read, or says why not; to be saved by whoever asks.</summary>
    public static async Task<Problem?> Apply(Agent agent, AgentEquipment equipment, AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Check(equipment, db, cancellationToken) is { } bad) return bad;
        agent.Equip([.. equipment.Skills.Select(s => (s.SkillId, s.Level))], equipment.Weights, equipment.SiteId, now);
        return null;
    }

    static async Task<Problem?> Check(AgentEquipment request, AppDb db, CancellationToken cancellationToken)
    {
        var ids = request.Skills.Select(s => s.SkillId).Distinct().ToArray();
        var known = await db.Set<Skill>().CountAsync(s => ids.Contains(s.Id), cancellationToken);
        return new Shape()
            .Need(await SiteNames.MayBe(db, request.SiteId, cancellationToken), "siteId", "There is no such site.")
            .Need(known == ids.Length, "skills", "One of them does not exist.")
            .Need(ids.Length == request.Skills.Count, "skills", "Each skill once.")
            .Need(request.Skills.All(s => s.Level is >= 1 and <= 10), "skills", "Levels are from 1 to 10.")
            .Need(request.Weights is null || request.Weights.Keys.All(AgentWeights.Standard.ContainsKey), "weights",
                $"Channels are {string.Join(", ", AgentWeights.Standard.Keys)}.")
            .Need(request.Weights is null || request.Weights.Values.All(w => w is >= 1 and <= AgentWeights.Full), "weights", "Weights are from 1 to 100.")
            .Problem;
    }
}
