using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

sealed record NewAgent(Guid UserId);

/// <summary>Makes a user an agent: offline and without skills until he is given some.</summary>
static class AddAgent
{
    public static async Task<Results<Created<AgentView>, Problem>> Handle(
        NewAgent request, CurrentUser user, AppDb db, IAgentWork work, Presence presence, TimeProvider time, CancellationToken cancellationToken)
    {
        // People of other clients are not there for whoever works for some clients only.
        if (await UserClients.Find(db, request.UserId, cancellationToken) is not (var all, var clients) || !user.Covers(all, clients))
            return Problem.Invalid("userId", "There is no such user.");
        var agent = Agent.Add(request.UserId, time.GetUtcNow());
        db.Add(agent);
        if (await db.SaveOr("already_agent", cancellationToken) is { } taken) return taken;
        // He may sit at his screen already.
        await presence.Settle(agent.Id);
        return TypedResults.Created($"/api/v1/agents/{agent.Id}", (await ListAgents.Views(db, work, [agent], cancellationToken))[0]);
    }
}
