using ContactCenter.AppHost.Servers;
using ContactCenter.Routing.Tests.Support;
using StackExchange.Redis;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class ReplayTests(RedisFixture redis)
{
    [Fact]
    public async Task The_same_calls_with_the_same_clock_decide_the_same_byte_for_byte()
    {
        await using var freshServer = await PrivateRedis.StartTemporaryAsync();
        await using var fresh = RedisFixture.Connect(freshServer);
        await fresh.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));

        var one = await RunAsync(redis.Connection);
        var other = await RunAsync(fresh);

        Assert.True(one.Length > 400, $"only {one.Length} decisions: the run shows little");
        Assert.Equal(one, other);
    }

    private static async Task<string[]> RunAsync(RedisConnection connection)
    {
        var scene = await Scene.StartAsync(connection, "replay");
        var random = new Random(42);
        Lane[] lanes = [Scene.Lane(skills: ("a", 1)), Scene.Lane(skills: [("a", 2), ("b", 1)]), Scene.Lane(Scene.Bright), Scene.Lane(channel: "voice")];
        var profiles = Enumerable.Range(1, 6).Select(i => Scene.Profile(
            i % 2 == 0 ? [Scene.Acme] : [Scene.Acme, Scene.Bright], i % 3 == 0 ? ["chat", "voice"] : ["chat"], ("a", i), ("b", 1))).ToList();
        var agents = Enumerable.Range(0, 20).Select(i => scene.Agent(profiles[i % profiles.Count])).ToList();
        foreach (var agent in agents) await scene.Queue.AgentAsync(agent);
        var desk = new PaperDesk(scene, agents, lanes);
        for (var i = 0; i < 1500; i++) await desk.ActAsync(random);
        return (string[])[.. Flatten(await connection.ExecuteAsync("XRANGE", [$"decisions:{{{scene.Pool}}}", "-", "+"]))];
    }

    private static IEnumerable<string> Flatten(RedisResult stream) =>
        ((RedisResult[]?)stream ?? []).Select(entry => (RedisResult[]?)entry).Select(entry =>
            $"{(string?)entry![0]} {string.Join(' ', (string?[]?)entry[1] ?? [])}");
}
