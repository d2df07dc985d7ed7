using ContactCenter.AppHost.Servers;
using ContactCenter.Routing.Simulation;
using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>The same scenario is the same run, whatever else the server does, and leaves nothing behind.</summary>
[Collection(RedisTests.Name)]
public sealed class RepeatTests(RedisFixture redis)
{
    [Fact]
    [Trait("Category", "Soak")]
    public async Task The_same_scenario_decides_the_same_each_time_also_after_a_restart_and_beside_other_work()
    {
        await using var server = await PrivateRedis.StartTemporaryAsync();
        await using var connection = RedisFixture.Connect(server);
        await connection.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var first = await Simulator.RunAsync(redis.Connection, Crowd.Of(seed: 1));

        for (var i = 0; i < (Scale.Full ? 20 : 2); i++) Same(first, await Simulator.RunAsync(connection, Crowd.Of(seed: 1)));
        var both = await Task.WhenAll(Simulator.RunAsync(connection, Crowd.Of(seed: 1)), Simulator.RunAsync(connection, Crowd.Of(seed: 2)));
        await server.RestartAsync();
        await connection.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Same(first, both[0]);
        Assert.NotEqual(first.DecisionsDigest, both[1].DecisionsDigest);
        Same(first, await Simulator.RunAsync(connection, Crowd.Of(seed: 1)));
        Assert.True(first.Decisions > 1000, $"only {first.Decisions} decisions: the run shows little");
    }

    [Fact]
    public async Task Other_staffing_leaves_what_comes_as_it_was()
    {
        var scenario = Crowd.Of(seed: 1) with { Shares = [] };
        var (some, more) = (await HandledAsync(scenario), await HandledAsync(scenario.With([new StaffingChange("team", 9), new StaffingChange("all", 0)])));

        Assert.NotEqual(some.Digest, more.Digest);
        var both = some.Contacts.Keys.Intersect(more.Contacts.Keys).ToList();
        Assert.True(both.Count > 400);
        Assert.All(both, id => Assert.Equal(some.Contacts[id], more.Contacts[id]));
    }

    [Fact]
    public async Task A_run_leaves_no_keys_whether_it_ends_or_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        List<double> told = [];
        var progress = new Reports(p =>
        {
            told.Add(p.Fraction);
            if (p.Fraction > 0.5) stop.Cancel();
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => Simulator.RunAsync(redis.Connection, Crowd.Of(seed: 1), progress, stop.Token));

        Assert.True(told.Count > 50 && told.SequenceEqual(told.Order()) && told[^1] < 0.6);
        Assert.Equal(0, await KeysAsync());
        await Simulator.RunAsync(redis.Connection, Crowd.Of(seed: 1));
        Assert.Equal(0, await KeysAsync());
    }

    [Fact]
    public async Task A_run_clears_away_what_one_left_whose_process_died()
    {
        await using var clock = new RoutingClock(new ManualTime());
        var dead = new RoutingQueue(redis.Connection, clock, "simulation-dead");
        await dead.BeginLoadAsync(1);
        await dead.LoadAsync(1, [], [], [new WorkItem { Id = Scene.Acme, Version = 1, Lane = Scene.Lane(), EnqueuedAt = clock.Now, Deadline = clock.Now }]);
        await redis.Connection.ExecuteAsync("ZADD", ["simulations", 0, dead.Pool]);
        Assert.True(await KeysAsync() > 3);

        await Simulator.RunAsync(redis.Connection, Day.Of(60, [Day.Calls()]));

        Assert.Equal(0, await KeysAsync());
        Assert.Equal(0, (int)await redis.Connection.ExecuteAsync("EXISTS", ["simulations"]));
    }

    [Fact]
    public async Task Keys_are_there_while_it_runs()
    {
        Task<long>? counting = null;
        var progress = new Reports(p => counting ??= p.Fraction > 0.5 ? KeysAsync() : null);

        await Simulator.RunAsync(redis.Connection, Crowd.Of(seed: 1), progress);

        Assert.True(await counting! > 10, "the count of keys sees none");
    }

    private static void Same(SimulationResult expected, SimulationResult actual) => Assert.Equal(
        System.Text.Json.JsonSerializer.Serialize(expected, ScenarioJson.Options), System.Text.Json.JsonSerializer.Serialize(actual, ScenarioJson.Options));

    private async Task<(string Digest, Dictionary<Guid, (long, double, double?)> Contacts)> HandledAsync(Scenario scenario)
    {
        var contacts = new Dictionary<Guid, (long, double, double?)>();
        var result = await Simulator.RunAsync(
            redis.Connection, scenario, null, (item, _) => contacts[item.Id] = (item.Began, item.HandleSeconds, item.PatienceSeconds), CancellationToken.None);
        return (result.DecisionsDigest, contacts);
    }

    private async Task<long> KeysAsync() => ((StackExchange.Redis.RedisResult[]?)await redis.Connection.ExecuteAsync("KEYS", ["*{simulation-*"]))!.Length;

    private sealed class Reports(Action<SimulationProgress> tell) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => tell(value);
    }
}
