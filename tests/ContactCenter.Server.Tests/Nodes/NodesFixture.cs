using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Features.Channels;
using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Nodes;

/// <summary>Two nodes on the same PostgreSQL and Redis: visitors come to one, agents are where a test wants them.</summary>
public class NodesFixture : WalkTests.Floor
{
    int people;
    RunningServer? other;

    public RunningServer Other => other!;

    protected override Task Ready()
    {
        other = StartAnother();
        return Task.CompletedTask;
    }

    /// <summary>A user who is an agent too, signed in at that node.</summary>
    public async Task<(Api Api, Guid Id)> PersonAt(RunningServer node)
    {
        var email = $"person{Interlocked.Increment(ref people)}@nodes.test";
        var id = await Seed.User(email, [BuiltInRoles.Agent], [Client], email);
        await Seed.Agent(id);
        var api = node.Api();
        (await api.SignIn(email)).Expect(200);
        return (api, id);
    }

    /// <summary>An agent at his screen at that node, ready.</summary>
    public async Task<Desk> ReadyAgentAt(RunningServer node)
    {
        var (api, id) = await PersonAt(node);
        var desk = await AtScreen(id, api);
        await desk.Become("ready");
        return desk;
    }

    public Task<string> StateOf(Guid agent) =>
        Installation.Scalar<string>("SELECT concat_ws(' ', state, reason) FROM agents.agents WHERE id = @agent", ("agent", agent));
}
