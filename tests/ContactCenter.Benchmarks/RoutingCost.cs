using System.Diagnostics;
using System.Globalization;
using ContactCenter.Benchmarks.Queues;
using ContactCenter.Routing;

namespace ContactCenter.Benchmarks;

/// <summary>
/// Scripts a second through RoutingQueue beside redis-benchmark with the same scripts and as many clients; and Redis'
/// processor time for a whole life (enqueue, offer, reserve, confirm, complete) beside a job's of BullMQ (add, process).
/// All on one Redis, rounds take turns. As the
/// server does it, with each call recorded, a life costs a little more.
/// </summary>
static class RoutingCost
{
    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (rounds, count, clients) = (options.Rounds(7), options.Rate(20_000), options.Clients(50));
        await using var redis = await RedisMeter.Start(cancel);
        await using var clock = new RoutingClock(redis.Connection, TimeProvider.System);
        var scripts = await ScriptFloor.Find(redis, cancel);
        var recorded = new Pool(new RoutingQueue(redis.Connection, clock, "recorded") { Recorded = true }, clock, Staff.Of(1_000, 64, clock.Now));
        await recorded.Load(0, cancel);
        await using var bullmq = await BullMq.Start(redis, clients, cancel);
        var lives = new Pool(new RoutingQueue(redis.Connection, clock, "lives"), clock, Staff.Of(1_000, 64, clock.Now));
        await lives.Load(0, cancel);
        await lives.Match(count / 4, clients, cancel);
        await recorded.Match(count / 4, clients, cancel);
        await bullmq.Run(count / 4, cancel);

        var (rates, floors, ours, kept, theirs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            floors.Add(2 * count / (await Floor(redis, clock, scripts, round, count, clients, cancel)).TotalSeconds);
            rates.Add(2 * count / (await Calls(redis, clock, round, count, clients, cancel)).TotalSeconds);
            ours.Add(await Micros(redis, count / 4, () => lives.Match(count / 4, clients, cancel), cancel));
            kept.Add(await Micros(redis, count / 4, () => recorded.Match(count / 4, clients, cancel), cancel));
            theirs.Add(await Micros(redis, count / 4, () => bullmq.Run(count / 4, cancel), cancel));
        }

        return new Report()
            .Line("load", $"{clients} clients, {rounds} rounds of {2 * count} scripts and {count / 4} lives each, {Environment.ProcessorCount} processors")
            .Line("redis-benchmark", $"{Samples.Median(floors):0} scripts/s  ({Text(floors)})")
            .Line("RoutingQueue", $"{Samples.Median(rates):0} scripts/s  ({Text(rates)})")
            .Figure("scriptsOverFloor", Samples.Median(rates.Zip(floors, (rate, floor) => rate / floor)), "")
            .Figure("lifeRedisMicros", Samples.Median(ours), "µs", $"({Text(ours)})")
            .Figure("recordedLifeRedisMicros", Samples.Median(kept), "µs", $"({Text(kept)})")
            .Figure("bullmqLifeRedisMicros", Samples.Median(theirs), "µs", $"({Text(theirs)})")
            .Figure("lifeOverBullmq", Samples.Median(ours.Zip(theirs, (our, their) => our / their)), "");
    }

    // So many items that nobody can take come, and go again.
    static async Task<TimeSpan> Floor(RedisMeter redis, RoutingClock clock, ScriptFloor scripts, int round, int count, int clients, CancellationToken cancel)
    {
        var (queue, lane) = await Empty(redis, clock, $"floor-{round}", cancel);
        return await scripts.Enqueue(queue.Pool, lane, clock.Now, count, clients, cancel) + await scripts.Cancel(queue.Pool, clock.Now, count, clients, cancel);
    }

    static async Task<TimeSpan> Calls(RedisMeter redis, RoutingClock clock, int round, int count, int clients, CancellationToken cancel)
    {
        var (queue, lane) = await Empty(redis, clock, $"calls-{round}", cancel);
        var (due, started) = (clock.Now.AddMinutes(5), Stopwatch.GetTimestamp());
        await Callers(random => queue.EnqueueAsync(
            new WorkItem { Id = Staff.Id(3, random.Next(count)), Version = 1, Lane = lane, EnqueuedAt = clock.Now, Deadline = due }, cancel));
        await Callers(random => queue.CancelAsync(Staff.Id(3, random.Next(count)), 2, "abandoned", cancel));
        return Stopwatch.GetElapsedTime(started);

        async Task Callers(Func<Random, Task<RoutingResult>> call)
        {
            var left = count;
            await Task.WhenAll(Enumerable.Range(0, clients).Select(caller => Task.Run(async () =>
            {
                var random = new Random((round * 1000) + caller);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    if ((await call(random)).Status == RoutingStatus.Rebuild) throw new InvalidOperationException("The index has gone.");
                }
            }, cancel)));
        }
    }

    static async Task<(RoutingQueue Queue, Lane Lane)> Empty(RedisMeter redis, RoutingClock clock, string pool, CancellationToken cancel)
    {
        var queue = new RoutingQueue(redis.Connection, clock, pool);
        await queue.BeginLoadAsync(1, ct: cancel);
        await queue.EndLoadAsync(1, cancel);
        return (queue, new Lane(Staff.Id(1, 1), "chat", [new SkillLevel("english", 1)]));
    }

    static async Task<double> Micros(RedisMeter redis, int lives, Func<Task> run, CancellationToken cancel)
    {
        var before = await redis.ProcessorTime(cancel);
        await run();
        return (await redis.ProcessorTime(cancel) - before).TotalMicroseconds / lives;
    }

    static string Text(IEnumerable<double> values) => string.Join(", ", values.Select(v => v.ToString("0", CultureInfo.InvariantCulture)));
}
