using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class ConcurrencyTests(RedisFixture redis)
{
    private const int EnoughClaims = 100;

    private static readonly Lane[] Lanes =
    [
        Scene.Lane(skills: ("english", 1)),
        Scene.Lane(skills: ("english", 3)),
        Scene.Lane(skills: [("english", 1), ("spanish", 2)]),
        Scene.Lane(Scene.Bright, skills: ("english", 2)),
        Scene.Lane(Scene.Bright, "voice"),
    ];

    private static readonly Profile[] Profiles =
    [
        Scene.Profile(skills: ("english", 2)),
        Scene.Profile([Scene.Acme, Scene.Bright], ["chat", "voice"], ("english", 5), ("spanish", 3)),
        Scene.Profile([Scene.Bright], ["chat", "voice"], ("english", 2)),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Many_callers_at_once_keep_every_promise(int seed)
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agents = Enumerable.Range(0, 12).Select(i => scene.Agent(Profiles[i % Profiles.Length], weights: [("chat", 33), ("voice", 100)])).ToList();
        foreach (var agent in agents) await scene.Queue.AgentAsync(agent);
        var desk = new PaperDesk(scene, agents, Lanes);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + caller);
            // How often a claim meets no other depends on the machine: they go on until there were enough.
            for (var i = 0; i < 600 || (desk.Claims <= EnoughClaims && i < 6000); i++) await desk.ActAsync(random);
        })));

        await scene.AuditAsync(overloadAllowed: true);
        await desk.SettleAsync();
        await scene.AuditAsync(overloadAllowed: true);
        Assert.True(desk.Claims > EnoughClaims, $"only {desk.Claims} claims were committed: the run shows little");
        await AssertSameAsPaperAsync(scene, desk);
        OfferHistory.AssertSound(await scene.HistoryAsync());
    }

    // Nothing lost, nothing doubled, every owner the one that was committed.
    private async Task AssertSameAsPaperAsync(Scene scene, PaperDesk desk)
    {
        var index = await IndexAudit.ItemsAsync(redis.Connection, scene.Pool);
        foreach (var ticket in desk.Tickets)
        {
            var item = index[ticket.Id];
            var facts = ticket.Facts;
            switch (facts.State)
            {
                case PaperDesk.State.Waiting:
                    Assert.Contains(item.State, (string[])["waiting", "offered"]);
                    break;
                case PaperDesk.State.Owned:
                    Assert.Equal(("owned", facts.Owner), (item.State, item.Agent));
                    break;
                default:
                    Assert.Equal("gone", item.State);
                    break;
            }

            Assert.Equal(facts.Version, item.Version);
        }

        var board = await scene.Queue.SnapshotAsync();
        Assert.Equal(desk.Tickets.Count(t => t.Facts.State == PaperDesk.State.Waiting), board.Lanes.Sum(l => l.Waiting + l.Offered));
        Assert.Equal(desk.Tickets.Count(t => t.Facts.State == PaperDesk.State.Owned), board.Lanes.Sum(l => l.InService));
    }
}
