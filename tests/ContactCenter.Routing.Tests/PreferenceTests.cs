using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Whom an item prefers: a named agent for a while, the best skilled, and less skill the longer it waits.</summary>
[Collection(RedisTests.Name)]
public sealed class PreferenceTests(RedisFixture redis)
{
    [Fact]
    public async Task The_preferred_agent_is_asked_before_one_who_is_idle_longer()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var ben = await scene.ReadyAgentAsync();

        var offer = await scene.OfferAsync(Preferring(scene, ben, 60));

        Assert.Equal((ben.Id, OfferSearch.ItemPreferredAgent), (offer.AgentId, offer.Search));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task It_waits_for_its_agent_while_he_is_busy_and_is_his_next_work()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var ben = await scene.ReadyAgentAsync();
        var busyWith = await scene.OwnAsync();
        var anna = await scene.ReadyAgentAsync();
        var item = Preferring(scene, ben, 60);

        Assert.Empty((await scene.Queue.EnqueueAsync(item)).Decisions);
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
        Assert.Equal(1, (await scene.Queue.SnapshotAsync()).Lanes.Sum(l => l.Waiting));
        await scene.AuditAsync();

        var done = await scene.Queue.CompleteAsync(busyWith.ItemId, 3, ben.Id);

        var offer = Assert.IsType<OfferMade>(Assert.Single(done.Decisions));
        Assert.Equal((item.Id, ben.Id), (offer.ItemId, offer.AgentId));
        Assert.NotEqual(anna.Id, offer.AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task When_its_window_is_over_anybody_is_asked()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var ben = await scene.ReadyAgentAsync();
        await scene.OwnAsync();
        var anna = await scene.ReadyAgentAsync();
        var item = Preferring(scene, ben, 30);
        Assert.Equal(scene.Now.AddSeconds(30), (await scene.Queue.EnqueueAsync(item)).NextTimer);

        scene.Time.Advance(29.999);
        Assert.Empty((await scene.Queue.DueAsync()).Decisions);
        scene.Time.Advance(0.001);

        var offer = Assert.IsType<OfferMade>(Assert.Single((await scene.Queue.DueAsync()).Decisions));
        Assert.Equal((item.Id, anna.Id), (offer.ItemId, offer.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Nobody_waits_for_an_agent_who_goes_off_duty_or_is_not_there()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var ben = await scene.ReadyAgentAsync();
        await scene.OwnAsync();
        var anna = await scene.ReadyAgentAsync();
        var held = Preferring(scene, ben, 60);
        await scene.Queue.EnqueueAsync(held);

        var left = await scene.Queue.AgentAsync(ben with { Version = 2, Ready = false });

        var offer = Assert.IsType<OfferMade>(Assert.Single(left.Decisions));
        Assert.Equal((held.Id, anna.Id), (offer.ItemId, offer.AgentId));
        var stranger = await scene.Queue.EnqueueAsync(scene.Item() with { Preferred = new(scene.NextId(), scene.Now.AddSeconds(60)) });
        Assert.Empty(stranger.Decisions); // Everybody is busy, but it is in the lane.
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_agent_who_declines_what_prefers_him_is_not_waited_for()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var ben = await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync(Preferring(scene, ben, 60));
        var anna = await scene.ReadyAgentAsync();

        var declined = await scene.Queue.DeclineAsync(offer.OfferId, ben.Id, TimeSpan.FromMinutes(5));

        Assert.Equal(anna.Id, Assert.IsType<OfferMade>(declined.Decisions[^1]).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_more_urgent_item_of_a_lane_goes_before_one_that_waits_for_the_agent()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var ben = await scene.ReadyAgentAsync();
        var busyWith = await scene.OwnAsync();
        await scene.EnqueueAsync(Preferring(scene, ben, 600) with { Deadline = scene.Now.AddSeconds(100) });
        var urgent = await scene.EnqueueAsync(scene.Item(dueIn: 10));

        var done = await scene.Queue.CompleteAsync(busyWith.ItemId, 3, ben.Id);

        Assert.Equal(urgent.Id, Assert.IsType<OfferMade>(Assert.Single(done.Decisions)).ItemId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_rebuild_leaves_nothing_of_the_lines_of_single_agents()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var ben = await scene.ReadyAgentAsync();
        await scene.OwnAsync();
        var item = await scene.EnqueueAsync(Preferring(scene, ben, 600));
        var other = await scene.EnqueueAsync(scene.Item(dueIn: 90));

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.BeginLoadAsync(2)).Status);
        var loaded = await scene.Queue.LoadAsync(2, [ben, scene.Agent(ready: false)], [], [item, other]);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(2)).Status);

        Assert.Equal((item.Id, ben.Id), loaded.Decisions.OfType<OfferMade>().Select(o => (o.ItemId, o.AgentId)).Single());
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_best_skilled_is_asked_when_the_item_wants_that_and_the_longest_idle_among_equals()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var beginner = await scene.ReadyAgentAsync(Scene.Profile(skills: [("billing", 1), ("english", 5)]));
        var expert = await scene.ReadyAgentAsync(Scene.Profile(skills: [("billing", 5), ("english", 1)]));
        await scene.ReadyAgentAsync(Scene.Profile(skills: [("billing", 5), ("english", 2)]));
        var lane = Scene.Lane(skills: ("billing", 1));

        Assert.Equal(expert.Id, (await scene.OfferAsync(scene.Item(lane) with { BestSkilled = true })).AgentId);
        Assert.Equal(beginner.Id, (await scene.OfferAsync(scene.Item(lane))).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_waiting_item_asks_less_step_by_step()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var beginner = await scene.ReadyAgentAsync(Scene.Profile(skills: ("billing", 1)));
        var strict = Scene.Lane(skills: ("billing", 5));
        var item = scene.Item(strict) with
        {
            Relaxations =
            [
                new(scene.Now.AddSeconds(20), Scene.Lane(skills: ("billing", 1))),
                new(scene.Now.AddSeconds(10), Scene.Lane(skills: ("billing", 3))),
            ],
        };
        Assert.Equal(scene.Now.AddSeconds(10), (await scene.Queue.EnqueueAsync(item)).NextTimer);

        scene.Time.Advance(10);
        var first = await scene.Queue.DueAsync();
        Assert.Equal(Scene.Lane(skills: ("billing", 3)).Name, Assert.IsType<ItemRelaxed>(Assert.Single(first.Decisions)).Lane);
        await scene.AuditAsync();
        scene.Time.Advance(10);
        var second = await scene.Queue.DueAsync();

        Assert.IsType<ItemRelaxed>(second.Decisions[0]);
        Assert.Equal((item.Id, beginner.Id), (((OfferMade)second.Decisions[1]).ItemId, ((OfferMade)second.Decisions[1]).AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Steps_that_are_past_count_at_once_and_one_that_came_due_during_an_offer_counts_after_it()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var expert = await scene.ReadyAgentAsync(Scene.Profile(skills: ("billing", 5)));
        var beginner = await scene.ReadyAgentAsync(Scene.Profile(skills: ("billing", 1)));
        var offer = await scene.OfferAsync(scene.Item(Scene.Lane(skills: ("billing", 5))) with
        {
            Relaxations = [new(scene.Now.AddSeconds(5), Scene.Lane(skills: ("billing", 1)))],
        });
        Assert.Equal(expert.Id, offer.AgentId);
        scene.Time.Advance(6);

        var declined = await scene.Queue.DeclineAsync(offer.OfferId, expert.Id, TimeSpan.FromMinutes(1));

        Assert.Equal(beginner.Id, Assert.IsType<OfferMade>(declined.Decisions[^1]).AgentId);
        var late = await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(skills: ("billing", 9))) with
        {
            Relaxations = [new(scene.Now.AddSeconds(-1), Scene.Lane(skills: ("billing", 2)))],
        });
        Assert.Equal(expert.Id, Assert.IsType<OfferMade>(late.Decisions[^1]).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_step_that_changes_the_client_is_refused()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = scene.Item() with { Relaxations = [new(scene.Now, Scene.Lane(Scene.Bright))] };
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Queue.EnqueueAsync(item));
    }

    private static WorkItem Preferring(Scene scene, AgentSetting agent, double seconds) =>
        scene.Item() with { Preferred = new(agent.Id, scene.Now.AddSeconds(seconds)) };
}
