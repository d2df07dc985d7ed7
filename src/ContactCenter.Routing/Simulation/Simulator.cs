namespace ContactCenter.Routing.Simulation;

/// <summary>
/// Runs a scenario through the scripts that route, on a pool of its own with a clock of its own. Keep it on a Redis of its
/// own, too: it takes what it can get.
/// </summary>
public static class Simulator
{
    private const long Epoch = 1;
    private const int Batch = 200;

    /// <summary>Runs the scenario to its end. Runs at the same time do not meet; the keys go at the end, however it ends.</summary>
    /// <param name="redis">Where.</param>
    /// <param name="scenario">What.</param>
    /// <param name="progress">Told two hundred times in a run.</param>
    /// <param name="ct">Ends the run within a moment.</param>
    /// <exception cref="ScenarioException">The scenario has errors.</exception>
    /// <exception cref="RedisUnavailableException">Redis is away, or has lost the run.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<SimulationResult> RunAsync(
        RedisConnection redis, Scenario scenario, IProgress<SimulationProgress>? progress = null, CancellationToken ct = default) =>
        RunAsync(redis, scenario, progress, null, ct);

    // The last one is told of each contact that was answered or gave up, and when.
    internal static async Task<SimulationResult> RunAsync(
        RedisConnection redis, Scenario scenario, IProgress<SimulationProgress>? progress, Action<SimulatedItem, long>? ended, CancellationToken ct)
    {
        if (scenario.Errors() is { Count: > 0 } errors) throw new ScenarioException(errors);
        ct.ThrowIfCancellationRequested();
        var time = new VirtualTime(scenario.Start.ToUnixTimeMilliseconds());
        await using var clock = new RoutingClock(time);
        var keys = await ScratchPools.OpenAsync(redis, "simulation");
        var calls = 0L;
        var queue = new RoutingQueue(redis, clock, keys.Name, () => SimulatedIds.OfCall(++calls));
        var world = new World(scenario);
        try
        {
            await LoadAsync(queue, scenario, world);
            var run = new SimulationRun(queue, scenario, world, time, progress, ended, () => SimulatedIds.OfCall(calls), () => ScratchPools.SeenAsync(redis, keys));
            await run.ToEndAsync(ct);
            return world.ToResult(run.Digest(), run.Contacts, run.Decisions, calls);
        }
        finally
        {
            await ScratchPools.LeaveAsync(redis, keys);
        }
    }

    private static async Task LoadAsync(RoutingQueue queue, Scenario scenario, World world)
    {
        var start = scenario.Start.ToUnixTimeMilliseconds();
        var shares = new PoolShares(1, [.. scenario.Shares.Select(s => new ClientShare(SimulatedIds.Of("client", s.Client), s.Guaranteed, s.Cap))]);
        Check(await queue.BeginLoadAsync(Epoch, shares, CancellationToken.None));
        foreach (var crew in world.Crews)
        {
            var on = crew.Duty is [var first, ..] && first.From <= start;
            foreach (var agent in crew.Agents)
            {
                (agent.Version, agent.OnDuty, agent.Ready) = (1, on, on);
                crew.Note(agent, start);
            }
        }

        foreach (var batch in world.Crews.SelectMany(c => c.Agents).Chunk(Batch))
            Check(await queue.LoadAsync(Epoch, [.. batch.Select(a => a.ToSetting(start))], [], [], CancellationToken.None));

        Check(await queue.EndLoadAsync(Epoch, CancellationToken.None));
    }

    internal static RoutingResult Check(RoutingResult result) => result.Status switch
    {
        RoutingStatus.Ok => result,
        RoutingStatus.Rebuild => throw new RedisUnavailableException("Redis has lost the run."),
        var status => throw new InvalidOperationException($"The scripts answered {status} to a call of a simulation."),
    };
}
