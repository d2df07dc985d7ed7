using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// An agent's state, skills, weights or clients changed: the index hears of his present ones. Idempotent by his version.
/// Gone offline with live talks: they have two minutes to wait for him.
/// </summary>
sealed class OnAgentChanged(AppDb db, IServiceScopeFactory scopes, IndexCalls index, TimeProvider time) : IHandle<AgentStateChanged>, IHandle<AgentProfileChanged>
{
    /// <summary>A lost connection comes back within seconds, a crashed browser within a minute; then the customer goes first.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task Handle(Recorded<AgentStateChanged> e, CancellationToken ct)
    {
        await Tell(e.Fact.AgentId, ct);
        var now = time.GetUtcNow();
        if (e.Fact.State == AgentState.Offline) db.SetTimer(ReturnWorkJob.Kind, e.Fact.AgentId, null, now + Patience, now);
        else db.CancelTimer(ReturnWorkJob.Kind, e.Fact.AgentId);
        await db.SaveChangesAsync(ct);
    }

    public Task Handle(Recorded<AgentProfileChanged> e, CancellationToken ct) => Tell(e.Fact.AgentId, ct);

    async Task Tell(Guid agentId, CancellationToken ct)
    {
        // Whoever works for all clients is matched with all of them.
        await using var scope = scopes.AllClients(Actor.System, out var db);
        if (await AgentProfiles.Read(db, agentId, ct) is not { } agent) return;
        await index.Call(RoutingQueues.DefaultPool, queue => queue.AgentAsync(QueueLanes.ToSetting(agent), ct));
    }
}

/// <summary>
/// The agent has stayed away: his talks go back to the front of their queues. Run twice, on one node or two, it finds none
/// left; if he is back it does nothing. It sees all clients, since one agent works for several.
/// </summary>
sealed class ReturnWorkJob(IServiceScopeFactory scopes, TimeProvider time) : ITimerJob
{
    public const string Kind = "return-work";

    public async Task Run(DueTimer timer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(new Actor("job", null), out var db);
        if (await AgentProfiles.Read(db, timer.Subject, cancellationToken) is not { State: AgentState.Offline }) return;
        foreach (var ticket in await OwnTicket.InTalk(db, timer.Subject, cancellationToken))
            await OwnTicket.Return(db, ticket, timer.Subject, null, "agent-gone", front: true, time.GetUtcNow(), cancellationToken);
    }
}

/// <summary>A break that was asked for while busy begins when the last work is done.</summary>
sealed class AgentRest(IServiceScopeFactory scopes, TimeProvider time)
{
    public async Task AfterWork(Guid agentId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        if ((await TicketStates.OwnedBy(db, agentId, cancellationToken)).Count == 0)
            await ChangeState.ApplyNext(db, agentId, time.GetUtcNow(), cancellationToken);
    }
}
