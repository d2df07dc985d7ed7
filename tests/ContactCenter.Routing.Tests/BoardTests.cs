using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Snapshot, position and load.</summary>
[Collection(RedisTests.Name)]
public sealed class BoardTests(RedisFixture redis)
{
    [Fact]
    public async Task Each_queue_is_counted_whatever_lane_its_items_are_in()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var (first, second, empty) = (scene.NextId(), scene.NextId(), scene.NextId());
        await scene.ReadyAgentAsync();
        await scene.OwnAsync(scene.Item() with { QueueId = first });
        await scene.EnqueueAsync(scene.Item() with { QueueId = first });
        await scene.EnqueueAsync(scene.Item(Scene.Lane(skills: ("english", 1))) with { QueueId = first });
        await scene.EnqueueAsync(scene.Item() with { QueueId = second, NotBefore = scene.Now.AddHours(1) });
        await scene.ReadyAgentAsync();

        var counts = (await scene.Queue.QueuesAsync([first, second, empty]))!;

        Assert.Equal([new(1, 1, 1), new(1, 0, 0), new(0, 0, 0)], new[] { counts[first], counts[second], counts[empty] });
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_board_counts_lanes_and_clients()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        await scene.OwnAsync();
        await scene.ReadyAgentAsync();
        var offered = await scene.EnqueueAsync(scene.Item(dueIn: 5));
        var early = await scene.EnqueueAsync(scene.Item(dueIn: 10));
        var urgent = await scene.EnqueueAsync(scene.Item(dueIn: 2));
        var other = await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright, "voice", ("english", 2))));

        var board = await scene.Queue.SnapshotAsync();

        Assert.Equal((RoutingStatus.Ok, scene.Now, 1L), (board.Status, board.At, board.Epoch));
        Assert.Equal(
            [
                new LaneCount(Scene.Lane(), 2, 1, 1, urgent.Deadline, offered.EnqueuedAt),
                new LaneCount(other.Lane, 1, 0, 0, other.Deadline, other.EnqueuedAt),
            ],
            board.Lanes);
        Assert.Equal(
            [new ClientCount(Scene.Acme, 2, 1, 1, offered.EnqueuedAt), new ClientCount(Scene.Bright, 1, 0, 0, other.EnqueuedAt)],
            board.Clients);
        Assert.True(early.Deadline > urgent.Deadline);
    }

    [Fact]
    public async Task The_board_counts_each_agent_once_by_what_he_can_do()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var silent = await scene.ReadyAgentAsync(Scene.Profile([Scene.Bright]));
        await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright)));
        for (var i = 0; i < 2; i++)
        {
            scene.Time.Advance(20);
            await scene.Queue.DueAsync();
        }

        await scene.ReadyAgentAsync();
        await scene.OwnAsync();
        var resting = await scene.ReadyAgentAsync(weight: 40);
        await scene.OwnAsync();
        await scene.Queue.AgentAsync(resting with { Version = 2, Ready = false });
        await scene.ReadyAgentAsync(weight: 40);
        await scene.OfferAsync();
        await scene.ReadyAgentAsync();
        await scene.Queue.AgentAsync(scene.Agent(ready: false));

        var board = await scene.Queue.SnapshotAsync();

        Assert.Equal(new AgentCount(Idle: 1, Working: 1, Full: 1, NotReady: 1, NotReadyWorking: 1, NotResponding: 1, Load: 180), board.Agents);
        Assert.True((await scene.Queue.AgentLoadAsync(silent.Id))!.NotResponding);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_empty_pool_has_an_empty_board()
    {
        var scene = await Scene.StartAsync(redis.Connection);

        var board = await scene.Queue.SnapshotAsync();

        Assert.Equal((0, 0, 0L), (board.Lanes.Count, board.Clients.Count, board.DecisionsInStream));
        Assert.Equal(new AgentCount(0, 0, 0, 0, 0, 0, 0), board.Agents);
    }

    [Fact]
    public async Task Only_an_item_that_waits_has_a_place()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var waiting = await scene.EnqueueAsync();

        var place = await scene.Queue.PositionAsync(offer.ItemId);
        Assert.Equal((0, 1), (place!.Place, place.LaneSize));
        Assert.Equal([new LiveOffer(offer.OfferId, offer.AgentId, offer.Deadline)], place.Offers);
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(waiting.Id));
        var reserved = await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId);
        Assert.Equal(new LanePosition(0, 1), await scene.Queue.PositionAsync(offer.ItemId));
        await scene.Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, offer.AgentId, 2);
        Assert.Null(await scene.Queue.PositionAsync(offer.ItemId));
        await scene.Queue.CancelAsync(waiting.Id, 2, "abandoned");
        Assert.Null(await scene.Queue.PositionAsync(waiting.Id));
        Assert.Null(await scene.Queue.PositionAsync(scene.NextId()));
    }

    [Fact]
    public async Task An_agents_load_counts_what_he_owns_claims_and_is_offered()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(weight: 30);
        await scene.OwnAsync();
        var claimed = await scene.OfferAsync();
        await scene.Queue.ReserveAsync(claimed.ItemId, 1, agent.Id, claimed.OfferId);
        var offered = await scene.OfferAsync();

        Assert.Equal(
            new AgentLoad(1, Ready: true, NotResponding: false, 90, offered.OfferId, offered.ItemId, offered.Deadline),
            await scene.Queue.AgentLoadAsync(agent.Id));
        Assert.Null(await scene.Queue.AgentLoadAsync(scene.NextId()));
    }
}
