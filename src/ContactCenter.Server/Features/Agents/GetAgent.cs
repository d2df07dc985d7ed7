using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

static class GetAgent
{
    public static async Task<Results<Ok<AgentView>, Problem>> Handle(Guid id, AppDb db, IAgentWork work, CancellationToken cancellationToken) =>
        await db.Set<Agent>().AsNoTracking().Include(a => a.Skills).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is { } agent
            ? TypedResults.Ok((await ListAgents.Views(db, work, [agent], cancellationToken))[0])
            : Problem.NotFound;
}
