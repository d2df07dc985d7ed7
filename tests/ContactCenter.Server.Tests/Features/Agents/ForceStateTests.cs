using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Agents;

public sealed class ForceStateTests(AgentsFixture fixture) : IClassFixture<AgentsFixture>
{
    [Fact]
    public async Task A_supervisor_sends_an_agent_into_a_break_at_once_and_he_is_told_by_whom()
    {
        await HaveLunch();
        var (api, id) = await fixture.Agent("sent@force.test");
        await using var screen = await HubClient.Connect(api);
        var version = (await api.Put("agents/me/state", new { state = "ready" })).Expect(200)["version"].GetInt64();
        using var supervisor = await Supervisor("Sue", out var who);
        fixture.Work[id] = new AgentWork(33, 1, false, null);

        (await supervisor.Put($"agents/{id}/state", new { state = "break", version })).Expect(400, "reason_required");
        (await supervisor.Put($"agents/{id}/state", new { state = "break", reason = "gone-fishing", version })).Expect(400, "invalid_request");
        var forced = (await supervisor.Put($"agents/{id}/state", new { state = "break", reason = "lunch", version })).Expect(200);
        Assert.Equal(("break", "lunch", version + 1), (forced["state"].GetString(), forced["reason"].GetString(), forced["version"].GetInt64()));
        var told = await screen.Next("agentStateChanged", item => item.GetProperty("state").GetString() == "break");
        Assert.Equal("Sue", told.Body.GetProperty("by").GetString());
        Assert.Equal(await who, await fixture.Installation.Scalar<Guid>(
            "SELECT actor_id FROM journal.events WHERE stream = @id AND stream_kind = 'agent' ORDER BY sequence DESC LIMIT 1", ("id", id)));
        // What he does himself names nobody.
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        var own = await screen.Next("agentStateChanged", item => item.GetProperty("version").GetInt64() == version + 2);
        Assert.Null(own.Body.GetProperty("by").GetString());
    }

    [Fact]
    public async Task Who_decides_on_an_old_picture_is_told_so_and_the_same_twice_is_done_once()
    {
        await HaveLunch();
        var (api, id) = await fixture.Agent("old@force.test");
        await using var screen = await HubClient.Connect(api);
        var version = (await api.Put("agents/me/state", new { state = "ready" })).Expect(200)["version"].GetInt64();
        (await api.Put("agents/me/state", new { state = "break", reason = "lunch" })).Expect(200);
        using var supervisor = await Supervisor("Old", out _);
        (await supervisor.Put($"agents/{id}/state", new { state = "offline", version })).Expect(409, "version_conflict");
        Assert.Equal("break lunch", await fixture.StateOf(id));
        (await supervisor.Put($"agents/{id}/state", new { state = "offline", version = version + 1 })).Expect(200);
        var facts = (await fixture.Facts(id)).Count;
        (await supervisor.Put($"agents/{id}/state", new { state = "offline", version = version + 1 })).Expect(200);
        Assert.Equal(facts, (await fixture.Facts(id)).Count);
        Assert.Equal("offline", await fixture.StateOf(id));
    }

    [Fact]
    public async Task Nobody_is_made_ready_who_is_not_at_his_screen()
    {
        var (_, id) = await fixture.Agent("away@force.test");
        using var supervisor = await Supervisor("Away", out _);
        (await supervisor.Put($"agents/{id}/state", new { state = "ready", version = 1 })).Expect(409, "agent_away");
        Assert.Equal("offline", await fixture.StateOf(id));
    }

    [Fact]
    public async Task It_needs_the_permission_and_an_agent_of_ones_own_clients()
    {
        var (mine, theirs) = (await fixture.Seed.Client($"mine-{fixture.Seed.NewId():n}"), await fixture.Seed.Client($"theirs-{fixture.Seed.NewId():n}"));
        var (agent, id) = await fixture.Agent("foreign@force.test", theirs);
        (await agent.Put($"agents/{id}/state", new { state = "offline", version = 1 })).Expect(403, "forbidden");
        await fixture.Seed.User("narrow@force.test", [BuiltInRoles.Supervisor], [mine]);
        using var supervisor = await fixture.SignedIn("narrow@force.test");
        (await supervisor.Put($"agents/{id}/state", new { state = "offline", version = 1 })).Expect(404, "not_found");
        (await supervisor.Put($"agents/{fixture.Seed.NewId()}/state", new { state = "offline", version = 1 })).Expect(404, "not_found");
    }

    private async Task HaveLunch() => await fixture.Installation.Execute(
        "INSERT INTO agents.break_reasons VALUES (@id, 'lunch', 'Lunch', true, false, 1) ON CONFLICT DO NOTHING", ("id", fixture.Seed.NewId()));

    private Task<Api> Supervisor(string name, out Task<Guid> id)
    {
        var made = fixture.Seed.User($"{name}-super@force.test", [BuiltInRoles.Supervisor], null, name);
        id = made;
        return SignedIn();

        async Task<Api> SignedIn()
        {
            await made;
            return await fixture.SignedIn($"{name}-super@force.test");
        }
    }
}
