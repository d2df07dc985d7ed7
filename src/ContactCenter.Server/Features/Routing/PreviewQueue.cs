using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using SkillLevel = ContactCenter.Routing.SkillLevel;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// POST /queues/preview: to whom a chat would go that came now to a queue with these settings, saved or not, and what keeps
/// the client's other agents in the queue's pool from it.
/// </summary>
public static class PreviewQueue
{
    public sealed record PreviewedQueue(Guid ClientId, IReadOnlyList<QueueSkill>? Skills = null, bool BestSkilled = false, Guid? CalendarId = null, string Pool = RoutingQueues.DefaultPool);

    /// <summary>Candidates: so many could take it, the agent included. OpensAt: the queue is closed until then, and it would wait for that.</summary>
    public sealed record PreviewView(
        string Pool, ExplainTicket.AgentName? Agent, int Candidates, DateTimeOffset? OpensAt, IReadOnlyList<ExplainTicket.ObstacleView> Obstacles);

    public static async Task<Results<Ok<PreviewView>, Problem>> Handle(
        PreviewedQueue body, AppDb db, RoutingQueues queues, AgentRoster roster, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await ClientIds.Exists(db, body.ClientId, cancellationToken)) return Problem.NotFound;
        var asked = body.Skills ?? [];
        var keys = await SkillKeys.Of(db, asked.Select(s => s.SkillId), cancellationToken);
        if (asked.Any(s => s.Level is < 1 or > 10 || !keys.ContainsKey(s.SkillId))) return Problem.Invalid("skills", "Each skill that is known, at a level of 1 to 10.");
        if (!await Pools.Exists(db, body.Pool, cancellationToken)) return Problem.Invalid("pool", "There is no such pool.");
        var lane = new Lane(body.ClientId, "chat", [.. asked.Select(s => new SkillLevel(keys[s.SkillId], s.Level))]);
        var agents = (await roster.Serving([body.ClientId], cancellationToken)).Where(a => a.Pool == body.Pool).Select(a => a.Id).ToList();
        try
        {
            if (await queues.Of(body.Pool).PreviewAsync(lane, body.BestSkilled, agents, cancellationToken) is not { } preview) return Claims.Unavailable;
            var names = await UserNames.Of(db, agents, cancellationToken);
            return TypedResults.Ok(new PreviewView(
                body.Pool,
                preview.AgentId is { } id ? new(id, names.GetValueOrDefault(id, "")) : null,
                preview.Agents.Count(a => a.Value == AgentObstacle.CouldTakeIt),
                await QueueHours.OpensAfter(db, body.CalendarId, time.GetUtcNow(), cancellationToken),
                ExplainTicket.Group(preview.Agents.Where(a => a.Value != AgentObstacle.CouldTakeIt).ToDictionary(), names)));
        }
        catch (RedisUnavailableException)
        {
            return Claims.Unavailable;
        }
    }
}
