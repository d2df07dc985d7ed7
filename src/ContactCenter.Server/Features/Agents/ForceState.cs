using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Agents;

/// <summary>Version: that of the agent as whoever decides sees him.</summary>
sealed record ForcedState(AgentState State, long Version, string? Reason = null);

/// <summary>
/// A supervisor puts an agent into a state at once, whatever he holds: his work stays his. Who did it stands in the journal
/// and the agent's screen says so. Nobody is made ready or sent into a break who is not at his screen.
/// </summary>
static class ForceState
{
    public static async Task<Results<Ok<AgentView>, Problem>> Handle(
        Guid id, ForcedState request, AppDb db, IAgentWork work, TimeProvider time, CancellationToken cancellationToken)
    {
        var reason = request.State == AgentState.Break ? request.Reason : null;
        if (await ChangeState.Unfit(db, request.State, reason, cancellationToken) is { } bad) return bad;
        var now = time.GetUtcNow();
        Problem? refused = null;
        var agent = await ChangeState.Change(db, id, a =>
        {
            // The same twice is done already.
            if (a.Is(request.State, reason)) return;
            if (a.Version != request.Version) refused = Problem.Stale;
            else if (request.State != AgentState.Offline && a.GoneAt is not null) refused = Problem.Conflict("agent_away", "He is not at his screen.");
            else a.Enter(request.State, reason, now);
        }, now, cancellationToken);
        if (agent is null) return Problem.NotFound;
        if (refused is not null) return refused;
        await db.Entry(agent).Collection(a => a.Skills).LoadAsync(cancellationToken);
        return TypedResults.Ok((await ListAgents.Views(db, work, [agent], cancellationToken))[0]);
    }
}
