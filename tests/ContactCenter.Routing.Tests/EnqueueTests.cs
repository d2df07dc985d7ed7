using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class EnqueueTests(RedisFixture redis)
{
    [Fact]
    public async Task An_item_is_offered_at_once_to_a_ready_agent_who_fits()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 3)));
        var item = scene.Item(Scene.Lane(skills: ("english", 2))) with { OfferTimeout = TimeSpan.FromSeconds(12), AutoAccept = true };

        var result = await scene.Queue.EnqueueAsync(item);

        var offer = Assert.IsType<OfferMade>(Assert.Single(result.Decisions));
        Assert.Equal((item.Id, 1L, agent.Id, Scene.Acme, "chat"), (offer.ItemId, offer.ItemVersion, offer.AgentId, offer.ClientId, offer.Channel));
        Assert.Equal(scene.Now.AddSeconds(12), offer.Deadline);
        Assert.Equal(scene.Now, offer.At);
        Assert.True(offer.AutoAccept);
        Assert.Equal((OfferSearch.ItemSoughtAgent, 1, item.Lane.Name, agent.Profile.Name), (offer.Search, offer.Candidates, offer.Lane, offer.Profile));
        Assert.Equal(offer.Deadline, result.NextTimer);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_item_that_nobody_can_take_waits_in_its_lane()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync(Scene.Profile(skills: ("english", 1)));
        await scene.ReadyAgentAsync(Scene.Profile(clients: [Scene.Bright], skills: ("english", 5)));
        await scene.ReadyAgentAsync(Scene.Profile(channels: ["voice"], skills: ("english", 5)));
        var item = scene.Item(Scene.Lane(skills: ("english", 2)));

        var result = await scene.Queue.EnqueueAsync(item);

        Assert.Equal(RoutingStatus.Ok, result.Status);
        Assert.Empty(result.Decisions);
        Assert.Equal(item.Deadline, result.NextTimer);
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_same_version_twice_changes_nothing()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();

        var again = await scene.Queue.EnqueueAsync(scene.Item() with { Id = offer.ItemId });

        Assert.Equal(RoutingStatus.Ok, again.Status);
        Assert.Empty(again.Decisions);
        Assert.Equal(offer.OfferId, (await scene.Queue.AgentLoadAsync(offer.AgentId))!.OfferId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_older_version_is_stale_and_changes_nothing()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = await scene.EnqueueAsync(scene.Item() with { Version = 7 });

        var late = await scene.Queue.EnqueueAsync(item with { Version = 6, Lane = Scene.Lane(Scene.Bright) });

        Assert.Equal(RoutingStatus.Stale, late.Status);
        var lane = Assert.Single((await scene.Queue.SnapshotAsync()).Lanes);
        Assert.Equal((Scene.Acme, 1), (lane.Lane.ClientId, lane.Waiting));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_newer_version_moves_a_waiting_item_to_its_new_lane()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = await scene.EnqueueAsync();

        await scene.Queue.EnqueueAsync(item with { Version = 2, Lane = Scene.Lane(Scene.Bright, "email") });

        var lane = Assert.Single((await scene.Queue.SnapshotAsync()).Lanes);
        Assert.Equal((Scene.Bright, "email", 1), (lane.Lane.ClientId, lane.Lane.Channel, lane.Waiting));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_newer_version_withdraws_a_live_offer_and_is_offered_anew()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var item = scene.Item();
        var first = await scene.OfferAsync(item);

        var result = await scene.Queue.EnqueueAsync(item with { Version = 2 });

        Assert.Collection(
            result.Decisions,
            ended => Assert.Equal((first.OfferId, OfferEnd.Withdrawn, "enqueued"), Facts(ended)),
            made => Assert.Equal((item.Id, 2L), (((OfferMade)made).ItemId, ((OfferMade)made).ItemVersion)));
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.ReserveAsync(item.Id, 1, first.AgentId, first.OfferId)).Status);
        await scene.AuditAsync();

        static (Guid, OfferEnd, string) Facts(Decision decision) =>
            decision is OfferEnded ended ? (ended.OfferId, ended.Reason, ended.Detail) : throw new InvalidOperationException(decision.ToString());
    }

    [Fact]
    public async Task A_newer_version_takes_an_owned_item_back_and_frees_its_owner()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var owner = await scene.ReadyAgentAsync();
        var item = scene.Item();
        await scene.OwnAsync(item);
        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(owner.Id))!.Load);

        await scene.Queue.EnqueueAsync(item with { Version = 3, Lane = Scene.Lane(Scene.Bright) });

        Assert.Equal(0, (await scene.Queue.AgentLoadAsync(owner.Id))!.Load);
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_agent_who_declined_this_version_is_passed_over()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var longestIdle = await scene.ReadyAgentAsync();
        var other = await scene.ReadyAgentAsync();

        var offer = await scene.OfferAsync(scene.Item() with { Declined = [longestIdle.Id] });
        var nobody = await scene.Queue.EnqueueAsync(scene.Item() with { Declined = [longestIdle.Id] });

        Assert.Equal(other.Id, offer.AgentId);
        Assert.Empty(nobody.Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Names_with_separators_in_them_do_not_mix_lanes_up()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync(Scene.Profile(skills: [("a,b/c:9", 2), ("x", 1)]));

        Assert.Empty((await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(skills: ("b/c", 1))))).Decisions);
        Assert.Single((await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(skills: ("a,b/c:9", 2))))).Decisions);
        await scene.AuditAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1L << 53)]
    public async Task A_version_that_Lua_cannot_count_is_refused(long version)
    {
        var scene = await Scene.StartAsync(redis.Connection);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.Queue.EnqueueAsync(scene.Item() with { Version = version }));
    }
}
