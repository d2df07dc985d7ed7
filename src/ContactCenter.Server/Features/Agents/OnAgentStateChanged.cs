using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>
/// Tells the agent and the supervisors of his clients. Says what is true now, not what the fact said: a repeated or late
/// one repeats the present, and its version shows that it is no news.
/// </summary>
sealed class OnAgentStateChanged(AppDb db, DataScope scope, News news) : IHandle<AgentStateChanged>
{
    public async Task Handle(Recorded<AgentStateChanged> recorded, CancellationToken cancellationToken)
    {
        // An agent of all clients has supervisors everywhere.
        scope.EnterAllClients(scope.Actor);
        var id = recorded.Fact.AgentId;
        var agent = await db.Set<Agent>().AsNoTracking().SingleAsync(a => a.Id == id, cancellationToken);
        var item = new Live.AgentStateChanged(
            id, Words.Of(agent.State), agent.Reason, agent.Since, agent.NextState is { } next ? Words.Of(next) : null,
            await Other(recorded.Actor, id, cancellationToken), agent.Version);
        var (all, clients) = await UserClients.Of(db, id, cancellationToken);
        await news.ToUser(id, item);
        foreach (var client in all ? await ClientIds.All(db, cancellationToken) : clients) await news.ToClient(client, item);
    }

    async Task<string?> Other(Actor actor, Guid agent, CancellationToken cancellationToken) =>
        actor is { Kind: "agent", Id: { } person } && person != agent ? (await UserNames.Of(db, [person], cancellationToken)).GetValueOrDefault(person) : null;
}
