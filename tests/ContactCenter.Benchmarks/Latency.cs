using System.Collections.Concurrent;
using System.Diagnostics;
using ContactCenter.Benchmarks.Load;
using ContactCenter.Benchmarks.Rig;
using ContactCenter.Server.Platform;

namespace ContactCenter.Benchmarks;

/// <summary>
/// From a visitor's POST to the moment his agent's socket shows the message, at a steady rate over many open chats. The
/// floor is measured in the same run, in between.
/// </summary>
static class Latency
{
    const int Clients = 10;
    const int ChatsPerAgent = 3;
    const int MessagesPerFloor = 10;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (seconds, rate, agents) = (options.Seconds(60), options.Rate(200), options.Agents(60));
        await using var installation = await Installation.Start(cancel);
        await new Population(installation).Add(Clients, agents, cancel);
        var node = await installation.StartNode(cancel);
        await using var talks = await Talks.Begin(node.Address, node.Address, agents, agents * ChatsPerAgent, Clients, cancel);
        await using var floor = await Floor.Open(installation, cancel);

        await talks.Speak(rate, WarmUp, floor, MessagesPerFloor, new Samples(), new Samples(), cancel);
        floor.Clear();
        await installation.Analyze(cancel);
        var (answered, shown) = (new Samples(), new Samples());
        var (processor, commits) = (node.ProcessorTime, await installation.Commits(cancel));
        var lost = await talks.Speak(rate, TimeSpan.FromSeconds(seconds), floor, MessagesPerFloor, answered, shown, cancel);
        var used = node.ProcessorTime - processor;
        commits = await installation.Commits(cancel) - commits;

        return new Report()
            .Line("load", $"{rate} messages/s for {seconds} s, {agents * ChatsPerAgent} chats of {agents} agents, {Environment.ProcessorCount} processors")
            .Line("messages shown", $"{shown.Count}, lost {lost}")
            .Line("HTTP answer", $"p50 {answered.Percentile(50):0.00} ms, p95 {answered.Percentile(95):0.00} ms")
            .Line("floor: commit", $"p50 {floor.Commit.Percentile(50):0.00} ms, p95 {floor.Commit.Percentile(95):0.00} ms")
            .Line("floor: publish", $"p50 {floor.Publish.Percentile(50):0.00} ms, p95 {floor.Publish.Percentile(95):0.00} ms")
            .Line("floor: echo", $"p50 {floor.Echo.Percentile(50):0.00} ms, p95 {floor.Echo.Percentile(95):0.00} ms")
            .Line("server CPU a message", $"{used.TotalMicroseconds / Math.Max(1, shown.Count):0} µs, PostgreSQL commits {(double)commits / Math.Max(1, shown.Count):0.0}")
            .Figure("p50Ms", shown.Percentile(50), "ms", $"{shown.Percentile(50) / floor.All.Percentile(50):0.00} of the floor")
            .Figure("p95Ms", shown.Percentile(95), "ms", $"{shown.Percentile(95) / floor.All.Percentile(95):0.00} of the floor")
            .Figure("p99Ms", shown.Percentile(99), "ms")
            .Figure("floorP50Ms", floor.All.Percentile(50), "ms", $"{floor.All.Count} times")
            .Figure("floorP95Ms", floor.All.Percentile(95), "ms")
            .Figure("lost", lost, "messages");
    }
}

/// <summary>Chats that are going on: each visitor has written and has an agent with a socket.</summary>
sealed class Talks : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    readonly HttpClient http = Visitors.Http();
    readonly List<AgentScreen> screens = [];
    readonly ConcurrentDictionary<Guid, long> underway = new();
    Visitor[] visitors = [];
    Samples shown = new();
    int accepted;

    public static async Task<Talks> Begin(Uri visitorsAt, Uri agentsAt, int agents, int chats, int clients, CancellationToken cancel, int firstAgent = 0)
    {
        var talks = new Talks();
        for (var i = 0; i < agents; i++)
        {
            var screen = new AgentScreen(firstAgent + i, agentsAt, talks.http) { Arrived = talks.Shown, Accepted = () => Interlocked.Increment(ref talks.accepted) };
            talks.screens.Add(screen);
        }
        await Parallel.ForEachAsync(talks.screens, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel }, async (screen, stop) =>
        {
            await screen.SignIn(stop);
            await screen.Connect(stop);
            await screen.BecomeReady(stop);
        });
        talks.visitors = await Visitors.Open(visitorsAt, talks.http, chats, clients, cancel);
        await Parallel.ForEachAsync(talks.visitors, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel },
            async (visitor, stop) => await visitor.Write(NewId(), "Where is my bag?", stop));
        var waited = Stopwatch.GetTimestamp();
        while (talks.accepted < chats)
        {
            if (Stopwatch.GetElapsedTime(waited) > Patience) throw new InvalidOperationException($"Only {talks.accepted} of {chats} chats have an agent.");
            await Task.Delay(50, cancel);
        }
        return talks;
    }

    /// <summary>Writes at a steady rate, whatever becomes of the earlier ones; how many were never shown.</summary>
    public async Task<int> Speak(int rate, TimeSpan length, Floor? floor, int messagesPerFloor, Samples answered, Samples showing, CancellationToken cancel)
    {
        shown = showing;
        underway.Clear();
        var sending = new List<Task>();
        var (started, sent) = (Stopwatch.GetTimestamp(), 0);
        var flooring = Task.CompletedTask;
        while (Stopwatch.GetElapsedTime(started) < length)
        {
            for (var due = (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * rate); sent < due; sent++)
            {
                sending.Add(Send(visitors[sent % visitors.Length], answered, cancel));
                if (floor is not null && sent % messagesPerFloor == 0 && flooring.IsCompleted) flooring = Later(floor, 500 / rate, cancel);
            }
            await Task.Delay(1, cancel);
        }
        await Task.WhenAll(sending);
        await flooring;
        for (var waited = Stopwatch.GetTimestamp(); !underway.IsEmpty && Stopwatch.GetElapsedTime(waited) < TimeSpan.FromSeconds(5);) await Task.Delay(20, cancel);
        return underway.Count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in screens) await screen.DisposeAsync();
        http.Dispose();
    }

    /// <summary>Between two messages, not together with one.</summary>
    static async Task Later(Floor floor, int milliseconds, CancellationToken cancel)
    {
        await Task.Delay(milliseconds, cancel);
        await floor.Once(cancel);
    }

    async Task Send(Visitor visitor, Samples answered, CancellationToken cancel)
    {
        var id = NewId();
        var start = Stopwatch.GetTimestamp();
        underway[id] = start;
        if (await visitor.Write(id, "It was a blue suitcase with two stickers on it.", cancel)) answered.Add(start);
    }

    void Shown(Guid message)
    {
        if (underway.TryRemove(message, out var start)) shown.Add(start);
    }

    static Guid NewId() => Ids.New(TimeProvider.System.GetUtcNow());
}
