using System.Diagnostics;
using System.Net.WebSockets;
using ContactCenter.Benchmarks.Load;
using ContactCenter.Benchmarks.Rig;

namespace ContactCenter.Benchmarks;

/// <summary>
/// Very many agents' sockets at one node, which restarts: all of them come back at once. How long until the last has heard
/// `connected` again, and what the chats at another node feel of it.
/// </summary>
static class Reconnect
{
    const int Clients = 5;
    const int Others = 20;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (agents, rate, seconds) = (options.Agents(2000), options.Rate(20), options.Seconds(15));
        await using var installation = await Installation.Start(cancel);
        await new Population(installation).Add(Clients, Others + agents, cancel);
        var calm = await installation.StartNode(cancel);
        var restarting = await installation.StartNode(cancel);
        await using var talks = await Talks.Begin(calm.Address, calm.Address, Others, Others * 3, Clients, cancel);

        using var http = Visitors.Http();
        var cookies = new string[agents];
        var sockets = new ScreenSocket[agents];
        await Each(agents, async (i, stop) => cookies[i] = await AgentScreen.CookiesOf(Others + i, restarting.Address, http, stop), cancel);
        var first = Stopwatch.GetTimestamp();
        await Each(agents, async (i, stop) => sockets[i] = await Open(restarting, cookies[i], stop), cancel);
        var firstTook = Stopwatch.GetElapsedTime(first);

        var (before, during) = (new Samples(), new Samples());
        await talks.Speak(rate, TimeSpan.FromSeconds(5), null, 1, new Samples(), new Samples(), cancel);
        await talks.Speak(rate, TimeSpan.FromSeconds(seconds), null, 1, new Samples(), before, cancel);
        var storm = Storm(restarting, sockets, cookies, cancel);
        var lost = 0;
        while (!storm.IsCompleted) lost += await talks.Speak(rate, TimeSpan.FromSeconds(2), null, 1, new Samples(), during, cancel);
        var (restart, back) = await storm;
        foreach (var socket in sockets) await socket.DisposeAsync();

        return new Report()
            .Line("load", $"{agents} sockets at one node; {rate} messages/s of {Others} agents at another; {Environment.ProcessorCount} processors")
            .Line("connecting 16 at a time", $"{firstTook.TotalSeconds:0.0} s")
            .Line("others' p95", $"{before.Percentile(95):0.0} ms before, {during.Percentile(95):0.0} ms during; lost {lost}")
            .Figure("restartSeconds", restart.TotalSeconds, "s", "from the node's end until it answers again")
            .Figure("allBackSeconds", back.TotalSeconds, "s", "from then until the last socket is open")
            .Figure("othersP95Ms", during.Percentile(95), "ms")
            .Figure("othersP95OverBefore", during.Percentile(95) / before.Percentile(95), "");
    }

    static async Task<(TimeSpan Restart, TimeSpan Back)> Storm(Node node, ScreenSocket[] sockets, string[] cookies, CancellationToken cancel)
    {
        var ended = Stopwatch.GetTimestamp();
        await node.Stop();
        await Task.WhenAll(sockets.Select(s => s.Ended));
        // Every screen tries by itself and without end, as a browser does.
        var coming = Task.WhenAll(Enumerable.Range(0, sockets.Length).Select(async i => sockets[i] = await UntilOpen(node, cookies[i], cancel)));
        await node.Start(cancel);
        var ready = Stopwatch.GetTimestamp();
        await coming;
        return (Stopwatch.GetElapsedTime(ended, ready), Stopwatch.GetElapsedTime(ready));
    }

    static async Task<ScreenSocket> UntilOpen(Node node, string cookies, CancellationToken cancel)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await Open(node, cookies, cancel);
            }
            catch (WebSocketException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Again, cancel);
            }
        }
    }

    static Task<ScreenSocket> Open(Node node, string cookies, CancellationToken cancel) => ScreenSocket.Open(node.Address, "/hubs/agent", cookies, _ => { }, cancel);

    static Task Each(int count, Func<int, CancellationToken, ValueTask> work, CancellationToken cancel) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, work);
}
