using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

sealed record AgentMe(
    Guid Id, string Name, AgentState State, string? Reason, DateTimeOffset Since, AgentState? NextState, string? NextReason,
    DerivedState? Derived, int Load, OfferView? Offer, long Version);

static class GetMe
{
    public static async Task<Results<Ok<AgentMe>, Problem>> Handle(CurrentUser user, AppDb db, IAgentWork work, CancellationToken cancellationToken) =>
        await db.Set<Agent>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == user.Id, cancellationToken) is { } agent
            ? TypedResults.Ok(agent.ToMe(user.Name, await work.Of(user.Id, agent.Pool, cancellationToken)))
            : Problem.NotFound;

    public static AgentMe ToMe(this Agent agent, string name, AgentWork work) => new(
        agent.Id, name, agent.State, agent.Reason, agent.Since, agent.NextState, agent.NextReason,
        work.Derived(AgentWeights.With(agent.Weights)), work.Load, work.Offer, agent.Version);
}
