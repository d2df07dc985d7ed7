using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Cancel and complete.</summary>
[Collection(RedisTests.Name)]
public sealed class EndingTests(RedisFixture redis)
{
    [Fact]
    public async Task Cancelling_a_waiting_item_takes_it_out_of_its_lane()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = await scene.EnqueueAsync();

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.CancelAsync(item.Id, 2, "abandoned")).Status);

        Assert.Empty((await scene.Queue.SnapshotAsync()).Lanes);
        Assert.Empty((await scene.Queue.AgentAsync(scene.Agent())).Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Cancelling_an_offered_item_withdraws_the_offer_and_asks_its_agent_for_other_work()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var next = await scene.EnqueueAsync();

        var result = await scene.Queue.CancelAsync(offer.ItemId, 1, "abandoned");

        Assert.Equal((offer.OfferId, "abandoned"), (((OfferEnded)result.Decisions[0]).OfferId, ((OfferEnded)result.Decisions[0]).Detail));
        Assert.Equal(next.Id, ((OfferMade)result.Decisions[1]).ItemId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Cancelling_an_owned_or_a_claimed_item_frees_everybody_who_holds_it()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var owner = await scene.ReadyAgentAsync(weight: 60);
        var owned = await scene.OwnAsync();
        var heir = await scene.ReadyAgentAsync(weight: 60);
        await scene.Queue.ReserveAsync(owned.ItemId, 2, heir.Id);

        await scene.Queue.CancelAsync(owned.ItemId, 3, "closed");

        Assert.Equal(0, (await scene.Queue.AgentLoadAsync(owner.Id))!.Load);
        Assert.Equal(0, (await scene.Queue.AgentLoadAsync(heir.Id))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_late_enqueue_does_not_bring_an_ended_item_back()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = scene.Item();

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.CancelAsync(item.Id, 3, "abandoned")).Status);

        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.EnqueueAsync(item)).Status);
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.EnqueueAsync(item with { Version = 3 })).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.CancelAsync(item.Id, 2, "abandoned")).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EnqueueAsync(item with { Version = 4 })).Status);
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_tombstone_is_forgotten_after_ten_minutes()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = scene.Item();
        await scene.Queue.CancelAsync(item.Id, 3, "abandoned");

        scene.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        await scene.Queue.DueAsync();
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.EnqueueAsync(item)).Status);
        scene.Time.Advance(TimeSpan.FromMilliseconds(1));
        await scene.Queue.DueAsync();

        Assert.Equal(0, (long)await redis.Connection.ExecuteAsync("HLEN", [$"items:{{{scene.Pool}}}"]));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Tombstones_do_not_pile_up_although_no_timer_ever_runs()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        for (var i = 0; i < 40; i++)
        {
            await scene.Queue.CancelAsync(scene.NextId(), 1, "abandoned");
            scene.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange((long)await redis.Connection.ExecuteAsync("HLEN", [$"items:{{{scene.Pool}}}"]), 10, 12);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Completing_frees_the_agent_and_offers_him_the_next()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var owned = await scene.OwnAsync();
        var next = await scene.EnqueueAsync();

        var result = await scene.Queue.CompleteAsync(owned.ItemId, 3, owned.AgentId);

        Assert.Equal(next.Id, Assert.IsType<OfferMade>(Assert.Single(result.Decisions)).ItemId);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.CompleteAsync(owned.ItemId, 3, owned.AgentId)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_late_complete_of_an_item_that_was_opened_again_changes_nothing()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var item = scene.Item();
        var owned = await scene.OwnAsync(item);
        await scene.Queue.EnqueueAsync(item with { Version = 5 });

        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.CompleteAsync(item.Id, 4, owned.AgentId)).Status);
        Assert.Equal([owned.AgentId], (await scene.Queue.PositionAsync(item.Id))!.Offers.Select(o => o.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task At_the_owned_version_only_its_owner_completes_an_item()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var owned = await scene.OwnAsync();

        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.CompleteAsync(owned.ItemId, 2, scene.NextId())).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.CompleteAsync(owned.ItemId, 2, owned.AgentId)).Status);
        await scene.AuditAsync();
    }
}
