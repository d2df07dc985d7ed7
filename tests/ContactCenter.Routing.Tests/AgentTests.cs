using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class AgentTests(RedisFixture redis)
{
    [Fact]
    public async Task An_agent_who_becomes_ready_is_offered_waiting_work()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = await scene.EnqueueAsync();
        await scene.EnqueueAsync();

        var result = await scene.Queue.AgentAsync(scene.Agent());

        var offer = Assert.IsType<OfferMade>(Assert.Single(result.Decisions));
        Assert.Equal((item.Id, OfferSearch.AgentSoughtItem, 2), (offer.ItemId, offer.Search, offer.Candidates));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_agent_who_is_not_ready_any_more_loses_his_offer_to_another()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var anna = await scene.ReadyAgentAsync();
        var ben = await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        Assert.Equal(anna.Id, offer.AgentId);

        var result = await scene.Queue.AgentAsync(anna with { Version = 2, Ready = false });

        Assert.Equal((OfferEnd.Withdrawn, "agent"), (((OfferEnded)result.Decisions[0]).Reason, ((OfferEnded)result.Decisions[0]).Detail));
        Assert.Equal((offer.ItemId, ben.Id), (((OfferMade)result.Decisions[1]).ItemId, ((OfferMade)result.Decisions[1]).AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Work_he_owns_stays_his_when_he_is_not_ready()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(weight: 40);
        var owned = await scene.OwnAsync();

        await scene.Queue.AgentAsync(agent with { Version = 2, Ready = false });

        Assert.Equal(40, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        Assert.Equal(1, (await scene.Queue.SnapshotAsync()).Agents.NotReadyWorking);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.CompleteAsync(owned.ItemId, 3, agent.Id)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Versions_decide_which_setting_holds()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = scene.Agent() with { Version = 5 };
        await scene.Queue.AgentAsync(agent);

        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.AgentAsync(agent with { Version = 4, Ready = false })).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.AgentAsync(agent with { Ready = false })).Status);

        Assert.True((await scene.Queue.AgentLoadAsync(agent.Id))!.Ready);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_changed_profile_counts_at_once()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 3)));
        var spanish = await scene.EnqueueAsync(scene.Item(Scene.Lane(skills: ("spanish", 1))));

        var result = await scene.Queue.AgentAsync(agent with { Version = 2, Profile = Scene.Profile(skills: ("spanish", 2)) });

        Assert.Equal(spanish.Id, Assert.IsType<OfferMade>(Assert.Single(result.Decisions)).ItemId);
        Assert.Empty((await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(skills: ("english", 1))))).Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_live_offer_survives_a_new_profile_only_if_that_fits()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 3)));
        var offer = await scene.OfferAsync(scene.Item(Scene.Lane(skills: ("english", 2))));

        var better = await scene.Queue.AgentAsync(agent with { Version = 2, Profile = Scene.Profile(skills: ("english", 4)) });
        var worse = await scene.Queue.AgentAsync(agent with { Version = 3, Profile = Scene.Profile(skills: ("english", 1)) });

        Assert.Empty(better.Decisions);
        Assert.Equal(offer.OfferId, Assert.IsType<OfferEnded>(Assert.Single(worse.Decisions)).OfferId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Weights_say_how_many_items_fit_and_are_never_exceeded()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(weight: 33);

        for (var i = 0; i < 3; i++) await scene.OwnAsync();
        var fourth = await scene.Queue.EnqueueAsync(scene.Item());

        Assert.Empty(fourth.Decisions);
        Assert.Equal(99, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_new_weight_counts_for_new_work_only()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(weight: 50);
        var first = await scene.OwnAsync();

        await scene.Queue.AgentAsync(agent with { Version = 2, Weights = new Dictionary<string, int> { ["chat"] = 20 } });
        await scene.OwnAsync();
        Assert.Equal(70, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.Queue.CompleteAsync(first.ItemId, 3, agent.Id);

        Assert.Equal(20, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_full_agent_for_voice_may_still_have_room_for_lighter_work()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = scene.Agent(Scene.Profile(channels: ["chat", "voice"]), weights: [("chat", 30), ("voice", 100)]);
        await scene.Queue.AgentAsync(agent);
        await scene.OwnAsync();

        Assert.Empty((await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(channel: "voice"), dueIn: 1))).Decisions);
        Assert.Single((await scene.Queue.EnqueueAsync(scene.Item(dueIn: 90))).Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_weight_outside_1_to_100_is_refused()
    {
        var scene = await Scene.StartAsync(redis.Connection);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.Queue.AgentAsync(scene.Agent(weights: ("chat", 0))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.Queue.AgentAsync(scene.Agent(weights: ("chat", 101))));
    }

    [Fact]
    public async Task The_last_agent_to_leave_a_profile_takes_its_keys_along()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 1)));
        await scene.EnqueueAsync(scene.Item(Scene.Lane(channel: "voice")));

        for (var version = 2; version < 6; version++)
            await scene.Queue.AgentAsync(agent with { Version = version, Profile = Scene.Profile(skills: ("english", version)) });

        Assert.Equal(1, (long)await redis.Connection.ExecuteAsync("ZCARD", [$"profiles:{{{scene.Pool}}}"]));
        await scene.AuditAsync();
    }
}
