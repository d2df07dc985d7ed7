using ContactCenter.Routing.Tests.Support;
using Xunit.Abstractions;

namespace ContactCenter.Routing.Tests;

/// <summary>Clients who share agents: what is guaranteed to one, and where another is capped.</summary>
[Collection(RedisTests.Name)]
public sealed class ShareTests(RedisFixture redis, ITestOutputHelper output)
{
    private static readonly Profile Both = Scene.Profile([Scene.Acme, Scene.Bright]);

    [Fact]
    public async Task Without_shares_the_earliest_deadline_goes_first_whoever_has_how_much()
    {
        var (scene, working) = await CrowdedAsync();
        await scene.EnqueueAsync();
        var quiet = scene.Item(Scene.Lane(Scene.Bright), dueIn: 600);
        await scene.EnqueueAsync(quiet);

        var offer = await FreeAsync(scene, working[0]);

        Assert.Equal((Scene.Acme, null), (offer.ClientId, offer.Turn));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_client_under_its_guaranteed_share_goes_before_earlier_deadlines()
    {
        var (scene, working) = await CrowdedAsync();
        await scene.Queue.SharesAsync(new(1, [new(Scene.Bright, 50, null)]));
        await scene.EnqueueAsync();
        for (var i = 0; i < 3; i++) await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright), dueIn: 600));

        var offers = new[] { await FreeAsync(scene, working[0]), await FreeAsync(scene, working[1]), await FreeAsync(scene, working[2]) };

        // Two of four agents are its half; from then on the deadline decides.
        Assert.Equal([Scene.Bright, Scene.Bright, Scene.Acme], offers.Select(o => o.ClientId));
        Assert.Equal([ShareTurn.UnderGuaranteed, ShareTurn.UnderGuaranteed, ShareTurn.Equal], offers.Select(o => o.Turn!.Value));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_client_at_its_cap_waits_unless_nobody_else_does()
    {
        var (scene, working) = await CrowdedAsync();
        await scene.Queue.SharesAsync(new(1, [new(Scene.Acme, null, 50)]));
        await scene.EnqueueAsync();
        await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright), dueIn: 600));

        var first = await FreeAsync(scene, working[0]);
        var second = await FreeAsync(scene, working[1]);

        Assert.Equal((Scene.Bright, ShareTurn.Equal), (first.ClientId, first.Turn));
        Assert.Equal((Scene.Acme, ShareTurn.AboveCap), (second.ClientId, second.Turn));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Several_agents_who_come_at_once_serve_by_turn()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.Queue.SharesAsync(new(1, [new(Scene.Bright, 50, null)]));
        var late = await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright), dueIn: 600));
        await scene.EnqueueAsync();
        var agents = Enumerable.Range(0, 2).Select(_ => scene.Agent(Both, weights: ("chat", 100))).ToList();

        var loaded = await scene.Queue.AgentAsync(agents[0]);

        Assert.Equal(late.Id, Assert.IsType<OfferMade>(Assert.Single(loaded.Decisions)).ItemId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Shares_change_by_version_and_stay_through_a_rebuild_that_brings_them()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var shares = new PoolShares(2, [new(Scene.Bright, 50, 80)]);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.SharesAsync(shares)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.SharesAsync(shares)).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.SharesAsync(new(1, []))).Status);

        await scene.Queue.BeginLoadAsync(2, shares);
        await scene.Queue.EndLoadAsync(2);

        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.SharesAsync(new(1, []))).Status);
        var agent = scene.Agent(Both, weights: ("chat", 100));
        await scene.EnqueueAsync();
        await scene.EnqueueAsync(scene.Item(Scene.Lane(Scene.Bright), dueIn: 600));
        var offer = Assert.IsType<OfferMade>(Assert.Single((await scene.Queue.AgentAsync(agent)).Decisions));
        Assert.Equal((Scene.Bright, ShareTurn.UnderGuaranteed), (offer.ClientId, offer.Turn));
    }

    [Fact]
    public async Task Shares_that_make_no_sense_are_refused()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Queue.SharesAsync(new(1, [new(Scene.Acme, 60, null), new(Scene.Bright, 50, null)])));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.Queue.SharesAsync(new(1, [new(Scene.Acme, null, 101)])));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.Queue.SharesAsync(new(1, [new(Scene.Acme, 0, null)])));
    }

    /// <summary>
    /// One client sends far more than all can do. The quiet one with half of the pool guaranteed waits hardly longer than if
    /// half of the agents were its own.
    /// </summary>
    [Fact]
    [Trait("Category", "Soak")]
    public async Task A_flood_of_one_client_does_not_drown_the_other()
    {
        var alone = await MeanWaitAsync(agents: 5, floodOf: 0, null);
        var shared = await MeanWaitAsync(agents: 10, floodOf: Scale.Full ? 50_000 : 4000, new(1, [new(Scene.Acme, 50, null), new(Scene.Bright, 50, null)]));

        output.WriteLine($"the quiet client waits {shared:0.00} s, with half the agents alone {alone:0.00} s: {shared / alone:0.000}");
        Assert.True(alone > 1, $"a mean wait of {alone:0.0} s shows little");
        Assert.True(shared <= 1.2 * alone, $"the quiet client waits {shared:0.0} s, with half the agents alone {alone:0.0} s");
    }

    private async Task<double> MeanWaitAsync(int agents, int floodOf, PoolShares? shares)
    {
        var scene = await Scene.StartAsync(redis.Connection);
        if (shares is not null) await scene.Queue.SharesAsync(shares);
        var traffic = new Traffic(scene, seed: 7);
        for (var i = 0; i < agents; i++) await traffic.AgentAsync(Both, weight: 100, handleSeconds: 60);
        await traffic.FloodAsync(Scene.Lane(), floodOf);
        // Five agents are 86 % busy with that.
        traffic.Arrivals(Scene.Lane(Scene.Bright), count: 600, _ => 14);
        await traffic.RunAsync();
        return traffic.Waits.Where(w => w.Lane.ClientId == Scene.Bright).Average(w => w.Seconds);
    }

    /// <summary>Four agents who take one chat at a time, all with work of acme.</summary>
    private async Task<(Scene Scene, List<OfferMade> Working)> CrowdedAsync()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        for (var i = 0; i < 4; i++) await scene.ReadyAgentAsync(Both);
        List<OfferMade> working = [];
        for (var i = 0; i < 4; i++) working.Add(await scene.OwnAsync());
        return (scene, working);
    }

    private static async Task<OfferMade> FreeAsync(Scene scene, OfferMade work) =>
        Assert.IsType<OfferMade>(Assert.Single((await scene.Queue.CompleteAsync(work.ItemId, work.ItemVersion + 2, work.AgentId)).Decisions));
}
