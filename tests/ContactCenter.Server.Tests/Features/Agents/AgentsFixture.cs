using System.Collections.Concurrent;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Agents;

/// <summary>A server whose agents hold the work that a test gives them: it comes from a room above and arrives as data.</summary>
public sealed class AgentsFixture : ServerFixture
{
    public GivenWork Work { get; } = new();

    /// <summary>An agent who is signed in. Without clients he works for all.</summary>
    public async Task<(Api Api, Guid Id)> Agent(string email, params Guid[] clients)
    {
        var id = await Seed.User(email, [BuiltInRoles.Agent], clients.Length == 0 ? null : clients);
        await Seed.Agent(id);
        return (await SignedIn(email), id);
    }

    public async Task<Api> Admin(string email)
    {
        await Seed.User(email, [BuiltInRoles.Admin]);
        return await SignedIn(email);
    }

    public Task<string> StateOf(Guid agent) =>
        Installation.Scalar<string>("SELECT concat_ws(' ', state, reason) FROM agents.agents WHERE id = @id", ("id", agent));

    /// <summary>An agent's id is his user's too, and that has a stream of its own.</summary>
    public Task<List<string>> Facts(Guid stream) => Installation.Column<string>(
        "SELECT type FROM journal.events WHERE stream = @id AND stream_kind <> 'user' ORDER BY sequence", ("id", stream));

    protected override void Configure(ServerOptions options) => options.Services = services => services.AddSingleton<IAgentWork>(Work);
}

public sealed class GivenWork : IAgentWork
{
    readonly ConcurrentDictionary<Guid, AgentWork> held = new();

    /// <summary>Called when somebody asks, before the answer: what happens meanwhile.</summary>
    public Action Asked { get; set; } = () => { };

    public AgentWork this[Guid agent]
    {
        set => held[agent] = value;
    }

    public Task<AgentWork> Of(Guid agentId, string pool, CancellationToken cancellationToken)
    {
        var work = held.GetValueOrDefault(agentId, new AgentWork(0, 0, false, null));
        Asked();
        return Task.FromResult(work);
    }

    public Task<IReadOnlyDictionary<Guid, int>> Loads(IReadOnlyCollection<(Guid Id, string Pool)> agents, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, int>>(held.Where(h => agents.Any(a => a.Id == h.Key)).ToDictionary(h => h.Key, h => h.Value.Load));

    public Task<PoolChange> MayJoin(Guid agentId, string from, string pool, CancellationToken cancellationToken) =>
        Task.FromResult(held.TryGetValue(agentId, out var work) && work.Owned > 0 ? PoolChange.Busy : PoolChange.Fine);
}
