using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// An agent's state, skills, weights, clients or pool changed: the index hears of his present ones. Idempotent by his version.
/// Gone offline with live talks: they have two minutes to wait for him.
/// </summary>
sealed class OnAgentChanged(AppDb db, IServiceScopeFactory scopes, IndexCalls index, TimeProvider time) : IHandle<AgentStateChanged>, IHandle<AgentProfileChanged>, IHandle<AgentChangedPool>
{
    public async Task Handle(Recorded<AgentStateChanged> e, CancellationToken ct)
    {
        await Tell(e.Fact.AgentId, ct);
        // By his present state: the next fact may have been dealt with already. A timer of who is back finds him there.
        if (e.Fact.State == AgentState.Offline) await ReturnWorkJob.Expect(db, e.Fact.AgentId, time.GetUtcNow(), ct);
    }

    public Task Handle(Recorded<AgentProfileChanged> e, CancellationToken ct) => Tell(e.Fact.AgentId, ct);

    public async Task Handle(Recorded<AgentChangedPool> e, CancellationToken ct)
    {
        // First away, then there: one pool at a time asks him.
        if (await Pools.Exists(db, e.Fact.FromPool.Value, ct)) await Tell(e.Fact.AgentId, ct, e.Fact.FromPool.Value);
        await Tell(e.Fact.AgentId, ct);
    }

    async Task Tell(Guid agentId, CancellationToken ct, string? pool = null)
    {
        // Whoever works for all clients is matched with all of them.
        await using var scope = scopes.AllClients(Actor.System, out var db);
        if (await AgentProfiles.Read(db, agentId, ct) is not { } agent) return;
        await index.Call(pool ?? agent.Pool, queue => queue.AgentAsync(QueueLanes.ToSetting(agent, queue.Pool), ct));
    }
}

/// <summary>
/// The agent has stayed away: his talks go back to the front of their queues. Run twice, on one node or two, it finds none
/// left; if he is back it does nothing. It sees all clients, since one agent works for several.
/// </summary>
sealed class ReturnWorkJob(IServiceScopeFactory scopes, TimeProvider time) : ITimerJob
{
    public const string Kind = "return-work";

    /// <summary>A lost connection comes back within seconds, a crashed browser within a minute; then the customer goes first.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Work came to an agent: if he is not there he has as long to come as if he had gone now.</summary>
    public static async Task Expect(AppDb db, Guid agentId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await AgentProfiles.OfflineSince(db, agentId, cancellationToken) is null) return;
        db.SetTimer(Kind, agentId, null, now + Patience, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task Run(DueTimer timer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(new Actor("job", null), out var db);
        if (await AgentProfiles.OfflineSince(db, timer.Subject, cancellationToken) is not { } since) return;
        // He was back, and has gone again.
        var left = since + Patience - time.GetUtcNow();
        if (left > TimeSpan.Zero) throw new TryLaterException("He has not been away for so long") { Delay = left };
        foreach (var ticket in await OwnTicket.InTalk(db, timer.Subject, cancellationToken))
            await OwnTicket.Return(db, ticket, timer.Subject, null, "agent-gone", front: true, time.GetUtcNow(), cancellationToken);
    }
}

/// <summary>
/// A talk came to an agent without an offer: its customer wrote during the wrap-up, or a colleague or a supervisor gave it to him. Who
/// is not there has as long to come as if he had gone now. Twice only begins that time anew.
/// </summary>
sealed class OnWorkGiven(IServiceScopeFactory scopes, AgentRest rest, TimeProvider time) : IHandle<TicketResumed>, IHandle<TicketTransferred>
{
    public Task Handle(Recorded<TicketResumed> e, CancellationToken ct) => Expect(e.Fact.AgentId, ct);

    public async Task Handle(Recorded<TicketTransferred> e, CancellationToken ct)
    {
        await Expect(e.Fact.AgentId, ct);
        await rest.AfterWork(e.Fact.FromAgentId, ct);
    }

    async Task Expect(Guid agentId, CancellationToken ct)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        await ReturnWorkJob.Expect(db, agentId, time.GetUtcNow(), ct);
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
