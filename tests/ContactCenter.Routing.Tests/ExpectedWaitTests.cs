using ContactCenter.Routing.Tests.Support;
using Xunit.Abstractions;

namespace ContactCenter.Routing.Tests;

/// <summary>How long who stands in line will wait, by how fast the line moved of late.</summary>
[Collection(RedisTests.Name)]
public sealed class ExpectedWaitTests(RedisFixture redis, ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_is_announced_before_the_line_has_moved_a_few_times()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        await scene.OwnAsync();
        var waiting = await scene.EnqueueAsync();

        var place = await scene.Queue.PositionAsync(waiting.Id);

        Assert.Equal(new LanePosition(1, 1), place);
        Assert.Null(Assert.Single((await scene.Queue.SnapshotAsync()).Lanes).Wait);
    }

    [Fact]
    public async Task A_line_that_moves_once_a_minute_makes_the_third_wait_about_three()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync();
        var working = await scene.OwnAsync();
        List<WorkItem> line = [];
        for (var i = 0; i < 12; i++) line.Add(await scene.EnqueueAsync());
        for (var i = 0; i < 9; i++)
        {
            scene.Time.Advance(60);
            var offer = (await scene.Queue.CompleteAsync(working.ItemId, 3, agent.Id)).Decisions.OfType<OfferMade>().Single();
            var reserved = await scene.Queue.ReserveAsync(offer.ItemId, 1, agent.Id, offer.OfferId);
            await scene.Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, agent.Id, 2);
            working = offer;
        }

        var third = (await scene.Queue.PositionAsync(line[11].Id))!;

        Assert.Equal(3, third.Place);
        Assert.InRange(third.Wait!.Shortest.TotalSeconds, 45, 180);
        Assert.InRange(third.Wait.Longest.TotalSeconds, 180, 400);
        var fourth = Assert.Single((await scene.Queue.SnapshotAsync()).Lanes).Wait!;
        Assert.True(fourth.Longest > third.Wait.Longest);
        // Nobody leaves for a quarter of an hour: what is said grows with it.
        scene.Time.Advance(900);
        Assert.True((await scene.Queue.PositionAsync(line[11].Id))!.Wait!.Shortest > third.Wait.Shortest);
        await scene.AuditAsync();
    }

    /// <summary>Traffic that swells and ebbs, with a rush and a time when half of the agents are missing.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Four_of_five_waits_are_in_the_announced_band_however_the_traffic_changes(int seed)
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var traffic = new Traffic(scene, seed);
        for (var i = 0; i < 8; i++) await traffic.AgentAsync(Scene.Profile(), weight: 100, handleSeconds: 150);
        const double day = 8 * 3600;
        traffic.Arrivals(Scene.Lane(), count: 5000, at => 21 - (5 * Math.Sin(at / day * 2 * Math.PI)) - (at % day < 2400 ? 6 : 0));

        await traffic.RunAsync();

        var announced = traffic.Waits.Where(w => w.Announced?.Wait is not null).ToList();
        var below = announced.Count(w => w.Seconds < w.Announced!.Wait!.Shortest.TotalSeconds);
        var above = announced.Count(w => w.Seconds > w.Announced!.Wait!.Longest.TotalSeconds);
        var inside = 1 - ((below + above) / (double)announced.Count);
        output.WriteLine($"{announced.Count} of {traffic.Waits.Count} waited with an announcement; inside {inside:P1}, below {below}, above {above}; longest {traffic.Waits.Max(w => w.Seconds):0} s");
        Assert.True(announced.Count > 1000, $"only {announced.Count} had to wait: the run shows little");
        Assert.InRange(inside, 0.75, 0.85);
    }
}
