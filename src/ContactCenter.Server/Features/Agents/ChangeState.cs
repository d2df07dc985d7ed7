using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

sealed record StateRequest(AgentState State, string? Reason = null);

/// <summary>
/// The one door to an agent's state, for himself, for Routing and for his lost connection. All of them change the row
/// under its lock: they queue and each sees what the one before has done, so none of them fails on another.
/// </summary>
public static class ChangeState
{
    internal static async Task<Results<Ok<AgentMe>, Problem>> Handle(
        StateRequest request, CurrentUser user, AppDb db, IAgentWork work, TimeProvider time, CancellationToken cancellationToken)
    {
        var reason = request.State == AgentState.Break ? request.Reason : null;
        if (await Unfit(db, request.State, reason, cancellationToken) is { } bad) return bad;

        if (await AgentPools.Of(db, user.Id, cancellationToken) is not { } pool) return Problem.NotFound;
        var held = await work.Of(user.Id, pool, cancellationToken);
        var agent = await Change(db, user.Id, a => a.Ask(request.State, reason, held.Owned > 0, time.GetUtcNow()), time.GetUtcNow(), cancellationToken);
        if (agent is null) return Problem.NotFound;
        held = await work.Of(user.Id, agent.Pool, cancellationToken);
        // His last work may have ended before the wish for a break could be seen: then nobody else would fulfil it.
        if (agent.NextState is not null && held.Owned == 0)
            agent = await Change(db, user.Id, a => a.EnterNext(time.GetUtcNow()), time.GetUtcNow(), cancellationToken) ?? agent;
        return TypedResults.Ok(agent.ToMe(user.Name, held));
    }

    /// <summary>What is wrong with a person's wish for that state.</summary>
    internal static async Task<Problem?> Unfit(AppDb db, AgentState state, string? reason, CancellationToken cancellationToken)
    {
        if (state != AgentState.Break) return null;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("reason_required");
        return await db.Set<BreakReason>().AnyAsync(r => r.Key == reason && r.Active && !r.System, cancellationToken)
            ? null
            : Problem.Invalid("reason", "No break reason of this key is in use.");
    }

    /// <summary>
    /// He let his offers expire until that instant: a break. Told twice or late it changes nothing for who has said since that he
    /// is ready, or is on another break or gone.
    /// </summary>
    public static Task Silence(AppDb db, Guid agentId, DateTimeOffset at, CancellationToken cancellationToken) =>
        Change(db, agentId, a =>
        {
            if (a.State == AgentState.Ready && a.Since <= at) a.Enter(AgentState.Break, BreakReason.NotResponding, at);
        }, at, cancellationToken);

    /// <summary>
    /// To be called when an agent's last work has ended: begins the break that waited for it, if one did. Saves what the
    /// context holds; joins the caller's transaction if there is one.
    /// </summary>
    public static Task ApplyNext(AppDb db, Guid agentId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Change(db, agentId, a => a.EnterNext(now), now, cancellationToken);

    /// <summary>Null when there is no such agent.</summary>
    internal static async Task<Agent?> Change(AppDb db, Guid agentId, Action<Agent> change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        if (await RowLock.Take<Agent>(db, agentId, cancellationToken) is not { } agent) return null;
        var before = agent.State;
        change(agent);
        // Nobody at his screen: he has as long to come as he would have had to come back.
        if (agent.State != before && agent.State != AgentState.Offline && agent.GoneAt is not null) Presence.Miss(db, agent, now, now);
        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        return agent;
    }
}
