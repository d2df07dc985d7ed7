using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Agents;

public sealed class ChangeStateTests(AgentsFixture fixture) : IClassFixture<AgentsFixture>
{
    [Fact]
    public async Task An_agent_becomes_ready_and_reads_it_back()
    {
        var (api, id) = await fixture.Agent("ready@state.test");
        Assert.Equal("offline", (await api.Get("agents/me")).Expect(200)["state"].GetString());
        var ready = (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        Assert.Equal((id, "ready", 2L), (ready.Id, ready["state"].GetString(), ready["version"].GetInt64()));
        Assert.Equal(fixture.Time.Now, ready["since"].GetDateTimeOffset());
        Assert.Equal(ready.Text, (await api.Get("agents/me")).Expect(200).Text);
        Assert.Equal(["agentStateChanged"], await fixture.Facts(id));
    }

    [Fact]
    public async Task Asking_again_for_the_same_changes_nothing()
    {
        var (api, id) = await fixture.Agent("again@state.test");
        var first = (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        fixture.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(first.Text, (await api.Put("agents/me/state", new { state = "ready" })).Expect(200).Text);
        Assert.Single(await fixture.Facts(id));
    }

    [Theory]
    [InlineData(null, "reason_required")]
    [InlineData(" ", "reason_required")]
    [InlineData("gone-fishing", "invalid_request")]
    [InlineData("not-responding", "invalid_request")]
    [InlineData("retired", "invalid_request")]
    public async Task A_break_needs_a_reason_that_is_in_use_and_not_the_systems(string? reason, string code)
    {
        var (api, id) = await fixture.Agent($"{fixture.Seed.NewId():n}@state.test");
        using var admin = await fixture.Admin($"{fixture.Seed.NewId():n}@state.test");
        if (reason == "retired")
        {
            var retired = (await admin.Post("break-reasons", new { key = "retired", label = "Retired" })).Expect(201).Id;
            (await admin.Put($"break-reasons/{retired}", new { label = "Retired", active = false, version = 1 })).Expect(200);
        }
        (await api.Put("agents/me/state", new { state = "break", reason })).Expect(400, code);
        Assert.Equal("offline", await fixture.StateOf(id));
    }

    [Fact]
    public async Task A_break_asked_for_while_busy_waits_for_the_end_of_the_work()
    {
        var (api, id) = await Ready("busy@state.test");
        fixture.Work[id] = new AgentWork(33, 33, false, null);
        var asked = (await api.Put("agents/me/state", new { state = "break", reason = "lunch" })).Expect(200);
        Assert.Equal(("ready", "break", "lunch", 33), (asked["state"].GetString(), asked["nextState"].GetString(), asked["nextReason"].GetString(), asked["load"].GetInt32()));
        Assert.Equal(AgentState.Break, (await Profile(id)).State);

        fixture.Work[id] = new AgentWork(0, 0, false, null);
        await Change((db, now) => ChangeState.ApplyNext(db, id, now, CancellationToken.None));
        var me = (await api.Get("agents/me")).Expect(200);
        Assert.Equal(("break", "lunch", null), (me["state"].GetString(), me["reason"].GetString(), me["nextState"].GetString()));
    }

    [Fact]
    public async Task Asking_for_ready_takes_the_waiting_break_back()
    {
        var (api, id) = await Ready("back@state.test");
        fixture.Work[id] = new AgentWork(33, 33, false, null);
        (await api.Put("agents/me/state", new { state = "break", reason = "lunch" })).Expect(200);
        Assert.Null((await api.Put("agents/me/state", new { state = "ready" })).Expect(200)["nextState"].GetString());
        await Change((db, now) => ChangeState.ApplyNext(db, id, now, CancellationToken.None));
        Assert.Equal("ready", await fixture.StateOf(id));
    }

    [Fact]
    public async Task Work_that_is_only_offered_does_not_hold_up_a_break()
    {
        var (api, id) = await Ready("offered@state.test");
        fixture.Work[id] = new AgentWork(33, 0, false, null);
        Assert.Equal("break", (await api.Put("agents/me/state", new { state = "break", reason = "lunch" })).Expect(200)["state"].GetString());
    }

    [Fact]
    public async Task Work_that_ends_while_the_break_is_asked_for_does_not_leave_it_waiting()
    {
        var (api, id) = await Ready("race@state.test");
        fixture.Work[id] = new AgentWork(33, 33, false, null);
        fixture.Work.Asked = () => fixture.Work[id] = new AgentWork(0, 0, false, null);
        try
        {
            Assert.Equal("break", (await api.Put("agents/me/state", new { state = "break", reason = "lunch" })).Expect(200)["state"].GetString());
        }
        finally
        {
            fixture.Work.Asked = () => { };
        }
    }

    [Fact]
    public async Task Wishes_and_changes_from_behind_at_once_all_succeed_one_after_another()
    {
        var (api, id) = await Ready("many@state.test");
        await Task.WhenAll(Enumerable.Range(0, 24).Select(n => (n % 3) switch
        {
            0 => Wish(new { state = "ready" }),
            1 => Wish(new { state = "break", reason = "lunch" }),
            _ => Change((db, now) => ChangeState.Silence(db, id, now, CancellationToken.None)),
        }));
        var facts = await fixture.Installation.Column<long>("SELECT sequence FROM journal.events WHERE stream = @id AND stream_kind = 'agent' ORDER BY sequence", ("id", id));
        Assert.Equal(Enumerable.Range(2, facts.Count).Select(n => (long)n), facts);
        Assert.Equal(facts[^1], (await api.Get("agents/me"))["version"].GetInt64());

        async Task Wish(object state) => (await api.Put("agents/me/state", state)).Expect(200);
    }

    [Fact]
    public async Task A_break_from_behind_does_not_bring_back_who_has_gone_home()
    {
        var (_, id) = await fixture.Agent("home@state.test");
        await Change((db, now) => ChangeState.Silence(db, id, now, CancellationToken.None));
        Assert.Equal("offline", await fixture.StateOf(id));
    }

    [Fact]
    public async Task Offers_that_expired_before_he_said_that_he_is_ready_do_not_send_him_on_a_break()
    {
        var (api, id) = await Ready("late-silence@state.test");
        await Change((db, now) => ChangeState.Silence(db, id, now.AddSeconds(-1), CancellationToken.None));
        Assert.Equal("ready", await fixture.StateOf(id));
        await Change((db, now) => ChangeState.Silence(db, id, now, CancellationToken.None));
        Assert.Equal("break", (await api.Get("agents/me"))["state"].GetString());
    }

    [Fact]
    public async Task A_change_inside_a_transaction_that_is_rolled_back_has_not_happened()
    {
        var (_, id) = await Ready("rolled-back@state.test");
        await Change(async (db, now) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await ChangeState.Silence(db, id, now, CancellationToken.None);
        });
        Assert.Equal("ready", await fixture.StateOf(id));
    }

    [Fact]
    public async Task The_agent_and_the_supervisors_of_his_clients_hear_of_it()
    {
        var mine = await fixture.Seed.Client("news-mine");
        var other = await fixture.Seed.Client("news-other");
        var (api, id) = await fixture.Agent("news@state.test", mine);
        await using var screen = await HubClient.Connect(api);
        await using var his = await Supervisor("his", mine);
        await using var foreign = await Supervisor("foreign", other);

        var changed = (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        foreach (var hub in new[] { screen, his })
        {
            var news = (await hub.Next("agentStateChanged")).Body;
            Assert.Equal((id, "ready", changed["version"].GetInt64()), (news.GetProperty("agentId").GetGuid(), news.GetProperty("state").GetString(), news.GetProperty("version").GetInt64()));
        }
        // The other one gets his own client's news, and this was not among it.
        var (others, otherId) = await fixture.Agent("other-news@state.test", other);
        (await others.Put("agents/me/state", new { state = "ready" })).Expect(200);
        Assert.Equal(otherId, (await foreign.Next("agentStateChanged")).Body.GetProperty("agentId").GetGuid());

        async Task<HubClient> Supervisor(string name, Guid client)
        {
            await fixture.Seed.User($"{name}@state.test", [BuiltInRoles.Supervisor], [client]);
            return await HubClient.Connect(await fixture.SignedIn($"{name}@state.test"), "/hubs/supervisor");
        }
    }

    [Fact]
    public async Task Who_is_no_agent_has_no_state()
    {
        await fixture.Seed.User("clerk@state.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("clerk@state.test");
        (await api.Get("agents/me")).Expect(404, "not_found");
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(404, "not_found");
    }

    [Theory]
    [InlineData("""{"state":"asleep"}""")]
    [InlineData("""{"state":1}""")]
    [InlineData("""{}""")]
    public async Task A_state_that_there_is_not_is_refused(string body)
    {
        var (api, _) = await fixture.Agent($"{fixture.Seed.NewId():n}@state.test");
        (await api.Put("agents/me/state", body)).Expect(400, "invalid_request");
    }

    async Task<(Api Api, Guid Id)> Ready(string email)
    {
        using var admin = await fixture.Admin($"{fixture.Seed.NewId():n}@state.test");
        // Known already when another test was here before.
        await admin.Post("break-reasons", new { key = "lunch", label = "Lunch" });
        var agent = await fixture.Agent(email);
        (await agent.Api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        return agent;
    }

    Task<AgentProfile> Profile(Guid id) => fixture.Server.InScope(s => s.EnterAllClients(Actor.System), async services =>
        (await AgentProfiles.Read(services.GetRequiredService<AppDb>(), id, CancellationToken.None))!);

    Task Change(Func<AppDb, DateTimeOffset, Task> change) => fixture.Server.InScope(
        s => s.EnterOperator(Actor.System), services => change(services.GetRequiredService<AppDb>(), fixture.Time.Now));
}
