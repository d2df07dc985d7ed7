using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Agents;

public sealed class PresenceTests(AgentsFixture fixture) : IClassFixture<AgentsFixture>
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Who_loses_his_connection_is_offline_after_a_quarter_of_a_minute()
    {
        var (api, id) = await fixture.Agent("lost@presence.test");
        await using (await Screen(api, id)) await Ready(api);
        await Gone(id);
        fixture.Advance(14 * Second);
        Assert.Equal("ready", await fixture.StateOf(id));
        fixture.Advance(Second);
        await fixture.Eventually(async () => await fixture.StateOf(id) == "offline connection_lost", "he is offline");
        Assert.Equal("""{"next": null, "state": "offline", "reason": "connection_lost", "agentId": "AGENT", "nextReason": null}""".Replace("AGENT", $"{id}", StringComparison.Ordinal),
            await fixture.Installation.Scalar<string>("SELECT payload::text FROM journal.events WHERE stream = @id AND stream_kind = 'agent' ORDER BY sequence DESC LIMIT 1", ("id", id)));
    }

    [Fact]
    public async Task Who_comes_back_in_time_stays_ready()
    {
        var (api, id) = await fixture.Agent("reload@presence.test");
        await using (await Screen(api, id)) await Ready(api);
        await Gone(id);
        fixture.Advance(14 * Second);
        await using var again = await Screen(api, id);
        fixture.Advance(20 * Second);
        await Settled(id);
        Assert.Equal("ready", await fixture.StateOf(id));
    }

    [Fact]
    public async Task One_of_two_screens_is_enough()
    {
        var (api, id) = await fixture.Agent("two@presence.test");
        await using var stays = await Screen(api, id);
        await Ready(api);
        await using (await HubClient.Connect(api)) { }
        fixture.Advance(20 * Second);
        await Settled(id);
        Assert.Equal("ready", await fixture.StateOf(id));
    }

    [Fact]
    public async Task Who_says_ready_without_a_screen_has_as_long_to_open_one()
    {
        var (api, id) = await fixture.Agent("no-screen@presence.test");
        fixture.Advance(60 * Second);
        await Ready(api);
        fixture.Advance(14 * Second);
        Assert.Equal("ready", await fixture.StateOf(id));
        await fixture.Eventually(async () => await fixture.StateOf(id) == "offline connection_lost", "he is offline");

        await Ready(api);
        await using var screen = await Screen(api, id);
        fixture.Advance(20 * Second);
        await Settled(id);
        Assert.Equal("ready", await fixture.StateOf(id));
    }

    [Fact]
    public async Task Who_is_made_an_agent_at_his_screen_is_present()
    {
        var id = await fixture.Seed.User("early@presence.test", [ContactCenter.Server.Features.Access.BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("early@presence.test");
        await using var screen = await HubClient.Connect(api);
        using var admin = await fixture.Admin("admin@presence.test");
        (await admin.Post("agents", new { userId = id })).Expect(201);
        await Here(id);
    }

    [Fact]
    public async Task A_server_that_starts_gives_everybody_time_to_come_back()
    {
        var (comes, stays) = (await fixture.Agent("comes@presence.test"), await fixture.Agent("stays@presence.test"));
        Guid[] both = [comes.Id, stays.Id];
        await fixture.Installation.Execute("UPDATE agents.agents SET state = 'ready', gone_at = NULL WHERE id = ANY (@both)", ("both", both));
        var dead = await fixture.DeadNode();
        await fixture.Installation.Execute("INSERT INTO agents.screens SELECT id, @dead FROM agents.agents WHERE id = ANY (@both)", ("dead", dead), ("both", both));
        await using var another = RunningServer.Start(fixture.Installation, new ServerOptions { Time = fixture.Time });
        await fixture.Looks();
        await Gone(comes.Id);
        await Gone(stays.Id);
        await using var screen = await Screen(comes.Api, comes.Id);
        fixture.Advance(10 * Second);
        await fixture.Eventually(async () => await fixture.StateOf(stays.Id) == "offline connection_lost", "who did not come is offline");
        Assert.Equal("ready", await fixture.StateOf(comes.Id));
    }

    static async Task Ready(Api api) => (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);

    /// <summary>A screen that the server knows of.</summary>
    async Task<HubClient> Screen(Api api, Guid id)
    {
        var screen = await HubClient.Connect(api);
        await Here(id);
        return screen;
    }

    Task Here(Guid id) => Wait.Until(() => IsHere(id), "he is known to be there");

    Task Gone(Guid id) => Wait.Until(async () => !await IsHere(id), "he is known to be gone");

    Task<bool> IsHere(Guid id) => fixture.Installation.Scalar<bool>("SELECT gone_at IS NULL FROM agents.agents WHERE id = @id", ("id", id));

    /// <summary>Every timer that was due has been run.</summary>
    Task Settled(Guid id) => Wait.Until(() => fixture.Installation.Scalar<bool>(
        "SELECT NOT EXISTS (SELECT FROM platform.timers WHERE subject = @id AND due_at <= @now)", ("id", id), ("now", fixture.Time.Now)), "no timer is due");
}
