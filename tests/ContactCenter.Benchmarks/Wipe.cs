using System.Diagnostics;
using System.Globalization;
using ContactCenter.Benchmarks.Queues;
using ContactCenter.Benchmarks.Rig;
using ContactCenter.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Benchmarks;

/// <summary>
/// Redis loses everything while very many items wait: how long until the first of them is offered again, and until all are
/// back in their lanes. First the queue alone, then a server that notices it and reads them from PostgreSQL.
/// </summary>
static class Wipe
{
    const int Waiting = 100_000;
    const int Batch = 200; // As the server loads.

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (rounds, agents) = (options.Rounds(5), options.Agents(500));
        await using var redis = await RedisMeter.Start(cancel);
        await using var clock = new RoutingClock(redis.Connection, TimeProvider.System);
        var queue = new RoutingQueue(redis.Connection, clock, "main");
        var staff = Staff.Of(agents, 64, clock.Now);
        var random = new Random(5);
        var items = Enumerable.Range(0, Waiting).Select(n => new WorkItem
        {
            Id = Staff.Id(3, n),
            Version = 1,
            Lane = staff.Lanes[random.Next(staff.Lanes.Length)],
            EnqueuedAt = clock.Now,
            Deadline = clock.Now.AddMilliseconds(n),
        }).ToArray();
        await Load(queue, 1, staff, items, cancel);

        var (first, all, micros) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await redis.Server.WipeAsync(cancel);
            var processor = await redis.ProcessorTime(cancel);
            var (offered, loaded) = await Load(queue, queue.Epoch + 1, staff, items, cancel);
            micros.Add((await redis.ProcessorTime(cancel) - processor).TotalMicroseconds / Waiting);
            first.Add(offered);
            all.Add(loaded);
        }

        var (served, whole, serverMicros) = await OfServer(rounds, cancel);
        return new Report()
            .Line("load", $"{Waiting} waiting, {agents} ready agents, {rounds} rounds, {Environment.ProcessorCount} processors")
            .Line("Redis", $"{Samples.Median(micros):0} µs of processor time an item")
            .Figure("firstRoutedSeconds", Samples.Median(first), "s", $"({Text(first)})")
            .Figure("allRoutedSeconds", Samples.Median(all), "s", $"({Text(all)})")
            .Line("server", $"{Samples.Median(serverMicros):0} µs of processor time an item")
            .Figure("serverFirstRoutedSeconds", Samples.Median(served), "s", $"({Text(served)})")
            .Figure("serverAllRoutedSeconds", Samples.Median(whole), "s", $"({Text(whole)})");
    }

    static async Task<(List<double> First, List<double> All, List<double> Micros)> OfServer(int rounds, CancellationToken cancel)
    {
        await using var installation = await Installation.Start(cancel);
        await new Population(installation).Add(20, 0, cancel);
        await WaitingTickets.Add(installation, Waiting, cancel);
        var node = await installation.StartNode(cancel);
        var options = new RedisConnectionOptions { Configuration = installation.Redis.Configuration, Deadline = TimeSpan.FromSeconds(60) };
        await using var connection = new RedisConnection(options, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.WhenConnectedAsync(cancel);
        await using var clock = new RoutingClock(connection, TimeProvider.System);
        var queue = new RoutingQueue(connection, clock, "main");
        await Until(Waiting);

        var (first, all, micros) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var (processor, started) = (node.ProcessorTime, Stopwatch.GetTimestamp());
            await installation.Redis.WipeAsync(cancel);
            await Until(0);
            first.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            await Until(Waiting);
            all.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            micros.Add((node.ProcessorTime - processor).TotalMicroseconds / Waiting);
        }
        return (first, all, micros);

        // The index answers as soon as the first items are in it.
        async Task Until(int waiting)
        {
            while (await queue.SnapshotAsync(cancel) is var board && (board.Status != RoutingStatus.Ok || board.Lanes.Sum(l => l.Waiting) < waiting)) await Task.Delay(5, cancel);
        }
    }

    static async Task<(double First, double All)> Load(RoutingQueue queue, long epoch, Staff staff, WorkItem[] items, CancellationToken cancel)
    {
        var (started, first) = (Stopwatch.GetTimestamp(), 0.0);
        Check(await queue.BeginLoadAsync(epoch, ct: cancel));
        foreach (var batch in staff.Agents.Chunk(Batch)) Check(await queue.LoadAsync(epoch, batch, [], [], cancel));
        foreach (var batch in items.Chunk(Batch))
        {
            var loaded = Check(await queue.LoadAsync(epoch, [], [], batch, cancel));
            if (first == 0 && loaded.Decisions.OfType<OfferMade>().Any()) first = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        Check(await queue.EndLoadAsync(epoch, cancel));
        return (first, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    static RoutingResult Check(RoutingResult result) =>
        result.Status == RoutingStatus.Ok ? result : throw new InvalidOperationException($"The queue answered {result.Status}.");

    static string Text(IEnumerable<double> values) => string.Join(", ", values.Select(v => v.ToString("0.00", CultureInfo.InvariantCulture)));
}
