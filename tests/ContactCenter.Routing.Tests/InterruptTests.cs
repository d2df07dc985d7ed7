using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>A call interrupts lighter work where nobody has room for it and an agent lets it.</summary>
[Collection(RedisTests.Name)]
public sealed class InterruptTests(RedisFixture redis)
{
    private static readonly Profile Mixed = Scene.Profile(channels: ["chat", "voice"]);
    private static readonly Lane Calls = Scene.Lane(channel: "voice");

    [Fact]
    public async Task Its_weight_alone_counts_until_it_ends_and_then_the_others_again()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await AgentAsync(scene);
        await scene.OwnAsync();
        await scene.OwnAsync();

        var call = await scene.OwnAsync(scene.Item(Calls));

        Assert.True(call.Interrupts);
        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        Assert.Empty((await scene.Queue.EnqueueAsync(scene.Item())).Decisions); // Nothing else meanwhile, a second call neither.
        var second = scene.Item(Calls, dueIn: 10);
        Assert.Empty((await scene.Queue.EnqueueAsync(second)).Decisions);
        await scene.AuditAsync();

        // The second call is the more urgent of what waits, and it may interrupt as the first did.
        var ended = await scene.Queue.CompleteAsync(call.ItemId, 3, agent.Id);

        var next = Assert.IsType<OfferMade>(Assert.Single(ended.Decisions));
        Assert.Equal((true, 100), (next.Interrupts, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load));
        await scene.AuditAsync();
        await scene.Queue.CancelAsync(next.ItemId, 2, "abandoned");
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Work_that_ends_during_the_call_is_not_counted_afterwards()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await AgentAsync(scene);
        var chat = await scene.OwnAsync();
        await scene.OwnAsync();
        var call = await scene.OwnAsync(scene.Item(Calls));

        await scene.Queue.CompleteAsync(chat.ItemId, 3, agent.Id);
        await scene.AuditAsync();
        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.Queue.CompleteAsync(call.ItemId, 3, agent.Id);

        Assert.Equal(33, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Who_has_room_is_asked_first_and_a_call_that_was_not_taken_leaves_all_as_it_was()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var busy = await AgentAsync(scene);
        await scene.OwnAsync();
        var free = await AgentAsync(scene);

        var first = await scene.OfferAsync(scene.Item(Calls));
        Assert.Equal((free.Id, false), (first.AgentId, first.Interrupts));
        var second = await scene.OfferAsync(scene.Item(Calls));
        Assert.Equal((busy.Id, true), (second.AgentId, second.Interrupts));
        await scene.AuditAsync();

        await scene.Queue.DeclineAsync(second.OfferId, busy.Id, TimeSpan.FromSeconds(30));
        Assert.Equal(33, (await scene.Queue.AgentLoadAsync(busy.Id))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task What_is_forced_on_him_during_the_call_weighs_on()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await AgentAsync(scene);
        await scene.OwnAsync();
        var call = await scene.OwnAsync(scene.Item(Calls));
        var extra = await scene.EnqueueAsync();
        var forced = await scene.Queue.ReserveAsync(extra.Id, 1, agent.Id, force: true);
        await scene.Queue.ConfirmAsync(extra.Id, forced.Reservation!.LeaseId, agent.Id, 2);
        Assert.Equal(133, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.AuditAsync(overloadAllowed: true);

        await scene.Queue.CompleteAsync(call.ItemId, 3, agent.Id);
        Assert.Equal(66, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.Queue.CompleteAsync(extra.Id, 3, agent.Id);
        Assert.Equal(33, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Who_does_not_let_it_is_not_interrupted()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.Queue.AgentAsync(scene.Agent(Mixed, weights: [("chat", 33), ("voice", 100)]));
        await scene.OwnAsync();

        Assert.Empty((await scene.Queue.EnqueueAsync(scene.Item(Calls))).Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Owned_work_is_loaded_lightest_first_and_the_call_interrupts_again()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = scene.Agent(Mixed, weights: [("chat", 33), ("voice", 100)]) with { Interruptible = true };
        await scene.Queue.BeginLoadAsync(2);
        await scene.Queue.LoadAsync(2, [agent], [], []);
        await scene.Queue.LoadAsync(2, [], [new(scene.Item(), agent.Id), new(scene.Item(Calls), agent.Id)], []);
        await scene.Queue.EndLoadAsync(2);

        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.AuditAsync();
    }

    private static async Task<AgentSetting> AgentAsync(Scene scene)
    {
        var agent = scene.Agent(Mixed, weights: [("chat", 33), ("voice", 100)]) with { Interruptible = true };
        await scene.Queue.AgentAsync(agent);
        scene.Time.Advance(1);
        return agent;
    }
}
