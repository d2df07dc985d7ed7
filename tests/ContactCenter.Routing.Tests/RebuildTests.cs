using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Epochs, and loading the index from what PostgreSQL knows.</summary>
[Collection(RedisTests.Name)]
public sealed class RebuildTests(RedisFixture redis)
{
    [Fact]
    public async Task A_pool_that_was_never_loaded_asks_for_a_rebuild_and_does_nothing()
    {
        var scene = new Scene(redis.Connection);
        var id = scene.NextId();

        var results = await Task.WhenAll(
            scene.Queue.EnqueueAsync(scene.Item()),
            scene.Queue.CancelAsync(id, 1, "abandoned"),
            scene.Queue.AgentAsync(scene.Agent()),
            scene.Queue.ReserveAsync(id, 1, id),
            scene.Queue.ConfirmAsync(id, id, id, 2),
            scene.Queue.UndoAsync(id, id),
            scene.Queue.DeclineAsync(id, id, TimeSpan.Zero),
            scene.Queue.DueAsync(),
            scene.Queue.CompleteAsync(id, 1, id));

        Assert.All(results, result => Assert.Equal(RoutingStatus.Rebuild, result.Status));
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.SnapshotAsync()).Status);
        Assert.Null(await scene.Queue.PositionAsync(id));
        Assert.Null(await scene.Queue.AgentLoadAsync(id));
        Assert.Equal(0, (long)await redis.Connection.ExecuteAsync("EXISTS", [$"pool:{{{scene.Pool}}}", $"items:{{{scene.Pool}}}"]));
    }

    [Fact]
    public async Task An_index_older_than_the_caller_knows_asks_for_a_rebuild()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        scene.Queue.Epoch = 2;

        var result = await scene.Queue.EnqueueAsync(scene.Item());

        Assert.Equal((RoutingStatus.Rebuild, 1L), (result.Status, result.Epoch));
    }

    [Theory]
    [InlineData("HSET", "format", "1")]
    [InlineData("HDEL", "format", null)]
    public async Task An_index_that_another_build_wrote_is_not_believed_and_can_be_built_anew(string command, string field, string? value)
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        await redis.Connection.ExecuteAsync(command, value is null ? [$"pool:{{{scene.Pool}}}", field] : [$"pool:{{{scene.Pool}}}", field, value]);

        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.DueAsync()).Status);
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId)).Status);

        // What it says of offers is not understood either.
        Assert.Empty((await scene.Queue.BeginLoadAsync(2)).Decisions);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(2)).Status);
        await scene.ReadyAgentAsync();
        await scene.OfferAsync();
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_caller_learns_a_newer_epoch_from_the_answer()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var other = new RoutingQueue(redis.Connection, scene.Clock, scene.Pool);

        Assert.Equal(RoutingStatus.Ok, (await other.EnqueueAsync(scene.Item())).Status);

        Assert.Equal(1, other.Epoch);
    }

    [Fact]
    public async Task A_rebuild_brings_agents_owners_and_waiting_items_back()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = scene.Agent(weights: ("chat", 50));
        var owned = new OwnedItem(scene.Item(), agent.Id);
        var items = Enumerable.Range(0, 3).Select(i => scene.Item(dueIn: 10 * i)).ToList();

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.BeginLoadAsync(2)).Status);
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(items[0])).Status);
        Assert.Empty((await scene.Queue.LoadAsync(2, [agent], [], [])).Decisions);
        Assert.Empty((await scene.Queue.LoadAsync(2, [], [owned], [])).Decisions);
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(items[0])).Status);
        var loaded = await scene.Queue.LoadAsync(2, [], [], items);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(2)).Status);

        Assert.Equal(items[0].Id, Assert.IsType<OfferMade>(Assert.Single(loaded.Decisions)).ItemId);
        Assert.Equal(new LanePosition(2, 2), await scene.Queue.PositionAsync(items[2].Id));
        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        Assert.Equal(2, scene.Queue.Epoch);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Routing_begins_with_the_first_waiting_items()
    {
        var scene = new Scene(redis.Connection);
        await scene.Queue.BeginLoadAsync(1);
        await scene.Queue.LoadAsync(1, [scene.Agent(weights: ("chat", 100))], [], []);
        var loaded = await scene.Queue.LoadAsync(1, [], [], [scene.Item()]);

        var offer = Assert.IsType<OfferMade>(Assert.Single(loaded.Decisions));
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EnqueueAsync(scene.Item())).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(1)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_load_that_stands_still_for_ten_seconds_counts_as_abandoned()
    {
        var scene = new Scene(redis.Connection);
        await scene.Queue.BeginLoadAsync(1);
        await scene.Queue.LoadAsync(1, [], [], [scene.Item()]);

        scene.Time.Advance(10);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EnqueueAsync(scene.Item())).Status);
        scene.Time.Advance(0.001);
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(scene.Item())).Status);
        await scene.Queue.LoadAsync(1, [], [], [scene.Item()]);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EnqueueAsync(scene.Item())).Status);
    }

    [Fact]
    public async Task What_changed_while_loading_is_newer_than_what_was_read_before()
    {
        var scene = new Scene(redis.Connection);
        var item = scene.Item();
        var agent = scene.Agent();
        await scene.Queue.BeginLoadAsync(1);
        await scene.Queue.LoadAsync(1, [], [], [scene.Item(Scene.Lane(Scene.Bright))]);
        await scene.Queue.CancelAsync(item.Id, 2, "abandoned");
        await scene.Queue.AgentAsync(agent with { Version = 2, Ready = false });

        var loaded = await scene.Queue.LoadAsync(1, [agent], [], [item]);

        Assert.Empty(loaded.Decisions);
        Assert.Null(await scene.Queue.PositionAsync(item.Id));
        Assert.False((await scene.Queue.AgentLoadAsync(agent.Id))!.Ready);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Loading_is_idempotent_and_late_steps_of_it_change_nothing()
    {
        var scene = new Scene(redis.Connection);
        var item = scene.Item();
        await scene.Queue.BeginLoadAsync(3);
        await scene.Queue.LoadAsync(3, [scene.Agent(ready: false)], [], [item]);

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.BeginLoadAsync(3)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.LoadAsync(3, [], [], [item])).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(3)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(3)).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.BeginLoadAsync(3)).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.BeginLoadAsync(2)).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.LoadAsync(3, [], [], [scene.Item()])).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.EndLoadAsync(2)).Status);

        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_rebuild_withdraws_open_offers_and_leaves_no_key_behind()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync(Scene.Profile([Scene.Acme, Scene.Bright], ["chat", "voice"], ("english", 1)));
        var offer = await scene.OfferAsync();
        await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright, "voice", ("english", 1))));
        await scene.Queue.CancelAsync(scene.NextId(), 1, "abandoned");

        var begun = await scene.Queue.BeginLoadAsync(2);

        var ended = Assert.IsType<OfferEnded>(Assert.Single(begun.Decisions));
        Assert.Equal((offer.OfferId, "rebuild", "2-1"), (ended.OfferId, ended.Detail, ended.Id));
        var keys = (string[]?)await redis.Connection.ExecuteAsync("KEYS", [$"*{{{scene.Pool}}}*"]);
        Assert.Equal([$"decisions:{{{scene.Pool}}}", $"pool:{{{scene.Pool}}}"], keys!.Order());
        OfferHistory.AssertSound(await scene.HistoryAsync());
    }

    [Fact]
    public async Task An_owner_without_a_setting_keeps_his_work_and_gets_no_offers()
    {
        var scene = new Scene(redis.Connection);
        var owner = scene.NextId();
        await scene.Queue.BeginLoadAsync(1);
        await scene.Queue.LoadAsync(1, [], [new OwnedItem(scene.Item(), owner)], [scene.Item()]);
        await scene.Queue.EndLoadAsync(1);

        Assert.Equal(new AgentLoad(0, false, false, 33, null, null), await scene.Queue.AgentLoadAsync(owner));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Pools_do_not_know_of_each_other()
    {
        var one = await Scene.StartAsync(redis.Connection);
        var other = await Scene.StartAsync(redis.Connection);
        await one.ReadyAgentAsync();

        Assert.Empty((await other.Queue.EnqueueAsync(other.Item())).Decisions);
        await one.Queue.BeginLoadAsync(2);
        Assert.Equal(1, (await other.Queue.SnapshotAsync()).Lanes.Single().Waiting);
    }

    [Fact]
    public async Task Ten_thousand_items_load_in_batches_within_seconds()
    {
        var scene = new Scene(redis.Connection);
        var agents = Enumerable.Range(0, 200).Select(i => scene.Agent(Scene.Profile(skills: ("english", 1 + (i % 5))))).ToList();
        var waiting = Enumerable.Range(0, 10_000).Select(i => scene.Item(Scene.Lane(skills: ("english", 1 + (i % 5))), i)).ToList();
        var started = TimeProvider.System.GetTimestamp();

        await scene.Queue.BeginLoadAsync(1);
        foreach (var batch in agents.Chunk(100)) await scene.Queue.LoadAsync(1, batch, [], []);
        foreach (var batch in waiting.Chunk(500)) await scene.Queue.LoadAsync(1, [], [], batch);
        await scene.Queue.EndLoadAsync(1);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(10_000, (await scene.Queue.SnapshotAsync()).Clients.Single() is { } acme ? acme.Waiting + acme.Offered : 0);
        await scene.AuditAsync();
    }
}
