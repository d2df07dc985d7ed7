using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Who goes first.</summary>
[Collection(RedisTests.Name)]
public sealed class OrderTests(RedisFixture redis)
{
    [Fact]
    public async Task The_earliest_deadline_goes_first_across_lanes_and_clients()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var third = await scene.EnqueueAsync(scene.Item(Scene.Lane(), dueIn: 30));
        var first = await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright), dueIn: 10));
        var second = await scene.EnqueueAsync(scene.Item(Scene.Lane(skills: ("english", 1)), dueIn: 20));

        var served = await ServeAllAsync(scene, Scene.Profile([Scene.Acme, Scene.Bright], ["chat"], ("english", 2)));

        Assert.Equal([first.Id, second.Id, third.Id], served);
    }

    [Fact]
    public async Task Within_a_lane_equal_deadlines_go_by_enqueue_time()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var deadline = scene.Now.AddMinutes(5);
        var items = Enumerable.Range(0, 30).Select(i => scene.Item() with { Deadline = deadline, EnqueuedAt = scene.Now.AddSeconds(i) }).ToList();
        var shuffled = items.ToArray();
        new Random(7).Shuffle(shuffled);
        foreach (var item in shuffled) await scene.Queue.EnqueueAsync(item);
        Assert.Equal(new LanePosition(11, 30), await scene.Queue.PositionAsync(items[10].Id));

        Assert.Equal(items.Select(i => i.Id), await ServeAllAsync(scene, Scene.Profile()));
    }

    [Fact]
    public async Task The_longest_idle_goes_first_across_profiles()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var second = await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 5)));
        var third = await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 1)));
        var first = scene.Agent(Scene.Profile([Scene.Acme, Scene.Bright])) with { IdleSince = scene.Now.AddMinutes(-5) };
        await scene.Queue.AgentAsync(first);

        Assert.Equal(first.Id, (await scene.OfferAsync()).AgentId);
        Assert.Equal(second.Id, (await scene.OfferAsync()).AgentId);
        Assert.Equal(third.Id, (await scene.OfferAsync()).AgentId);
    }

    [Fact]
    public async Task Taking_work_sends_an_agent_to_the_back_although_he_has_room()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var anna = await scene.ReadyAgentAsync(weight: 33);
        var ben = await scene.ReadyAgentAsync(weight: 33);

        Assert.Equal(anna.Id, (await scene.OwnAsync()).AgentId);
        scene.Time.Advance(1);
        Assert.Equal(ben.Id, (await scene.OwnAsync()).AgentId);
        scene.Time.Advance(1);
        Assert.Equal(anna.Id, (await scene.OwnAsync()).AgentId);
    }

    [Fact]
    public async Task An_older_idle_instant_sent_later_does_not_move_an_agent_forward()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var anna = await scene.ReadyAgentAsync(weight: 33);
        var ben = await scene.ReadyAgentAsync(weight: 33);
        await scene.OwnAsync();

        await scene.Queue.AgentAsync(anna with { Version = 2 });

        Assert.Equal(ben.Id, (await scene.OfferAsync()).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_freed_agent_does_not_jump_ahead_of_one_who_is_idle_longer()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = scene.Item();
        var anna = await scene.ReadyAgentAsync();
        await scene.OwnAsync(item);
        var ben = await scene.ReadyAgentAsync();
        await scene.Queue.AgentAsync(anna with { Version = 2, IdleSince = scene.Now });

        // One call frees anna and brings the work that ben, idle longer, is to get.
        var returned = await scene.Queue.EnqueueAsync(item with { Version = 3 });

        Assert.Equal(ben.Id, Assert.IsType<OfferMade>(Assert.Single(returned.Decisions)).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Of_work_that_returns_and_work_that_waits_a_freed_agent_gets_the_more_urgent()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var returning = scene.Item(dueIn: 60);
        await scene.ReadyAgentAsync();
        await scene.OwnAsync(returning);
        var urgent = await scene.EnqueueAsync(scene.Item(dueIn: 5));

        var result = await scene.Queue.EnqueueAsync(returning with { Version = 3 });

        Assert.Equal(urgent.Id, Assert.IsType<OfferMade>(Assert.Single(result.Decisions)).ItemId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_early_deadline_puts_an_item_to_the_front()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.EnqueueAsync(scene.Item(dueIn: 10));
        var front = await scene.EnqueueAsync(scene.Item(dueIn: -3600));

        Assert.Equal(new LanePosition(1, 2), await scene.Queue.PositionAsync(front.Id));
    }

    private static async Task<IReadOnlyList<Guid>> ServeAllAsync(Scene scene, Profile profile)
    {
        var served = new List<Guid>();
        var agent = scene.Agent(profile, weights: ("chat", 100));
        var result = await scene.Queue.AgentAsync(agent);
        while (result.Decisions.OfType<OfferMade>().SingleOrDefault() is { } offer)
        {
            served.Add(offer.ItemId);
            var reserved = await scene.Queue.ReserveAsync(offer.ItemId, 1, agent.Id, offer.OfferId);
            await scene.Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, agent.Id, 2);
            result = await scene.Queue.CompleteAsync(offer.ItemId, 3, agent.Id);
        }

        await scene.AuditAsync();
        return served;
    }
}
