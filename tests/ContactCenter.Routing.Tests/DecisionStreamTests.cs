using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class DecisionStreamTests(RedisFixture redis)
{
    [Fact]
    public async Task The_stream_holds_the_same_decisions_as_the_answers()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var told = new List<Decision>();
        var agent = scene.Agent(weights: ("chat", 100));
        told.AddRange((await scene.Queue.AgentAsync(agent)).Decisions);
        told.AddRange((await scene.Queue.EnqueueAsync(scene.Item() with { AutoAccept = true, Version = (1L << 53) - 2 })).Decisions);
        for (var i = 0; i < 2; i++)
        {
            scene.Time.Advance(20);
            told.AddRange((await scene.Queue.DueAsync()).Decisions);
        }

        told.AddRange((await scene.Queue.AgentAsync(agent with { Version = 2 })).Decisions);
        var offer = (OfferMade)told[^1];
        told.AddRange((await scene.Queue.ReserveAsync(offer.ItemId, offer.ItemVersion, agent.Id, offer.OfferId)).Decisions);
        scene.Time.Advance(5);
        told.AddRange((await scene.Queue.DueAsync()).Decisions);

        Assert.Equal(told, await scene.HistoryAsync());
        Assert.Equal(
            [typeof(AgentNotResponding), typeof(LeaseEnded), typeof(OfferEnded), typeof(OfferMade)],
            told.Select(d => d.GetType()).Distinct().OrderBy(t => t.Name));
        Assert.All(told.OfType<OfferMade>(), made => Assert.Equal((1L << 53) - 2, made.ItemVersion));
    }

    [Fact]
    public async Task It_is_read_in_pages_and_trimmed_up_to_what_was_handled()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        for (var i = 0; i < 5; i++)
        {
            await scene.ReadyAgentAsync();
            await scene.OfferAsync();
        }

        var first = await scene.Queue.ReadDecisionsAsync(null, 2);
        var second = await scene.Queue.ReadDecisionsAsync(first[^1].Id, 2);
        await scene.Queue.TrimDecisionsAsync(second[^1].Id);

        Assert.Equal(["1-1", "1-2"], first.Select(d => d.Id));
        Assert.Equal(["1-3", "1-4"], second.Select(d => d.Id));
        Assert.Equal(["1-5"], (await scene.Queue.ReadDecisionsAsync(null, 10)).Select(d => d.Id));
        Assert.Empty(await scene.Queue.ReadDecisionsAsync("1-5", 10));
        Assert.Equal(1, (await scene.Queue.SnapshotAsync()).DecisionsInStream);
    }

    [Fact]
    public async Task Its_order_goes_on_after_a_rebuild()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        await scene.OfferAsync();
        await scene.Queue.BeginLoadAsync(4);
        await scene.Queue.LoadAsync(4, [scene.Agent()], [], [scene.Item()]);

        var history = await scene.HistoryAsync();

        Assert.Equal(["1-1", "4-1", "4-2"], history.Select(d => d.Id));
        OfferHistory.AssertSound(history);
    }
}
