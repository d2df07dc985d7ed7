using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ContactCenter.Benchmarks.Load;
using ContactCenter.Benchmarks.Rig;
using ContactCenter.Server.Platform;
using Npgsql;

namespace ContactCenter.Benchmarks;

/// <summary>
/// An item for one user among many sockets: what it costs the server's processor and how long it is on its way, beside a
/// SignalR application that has nothing but a hub and sends the same item to the same groups. Rounds take turns.
/// </summary>
static class Push
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (seconds, rounds, rate, sockets) = (options.Seconds(6), options.Rounds(5), options.Rate(3000), options.Agents(1000));
        await using var installation = await Installation.Start(cancel);
        await new Population(installation).Add(1, sockets, cancel);
        await using var product = new Node("product", installation.Folder("product"), ProductHost.Settings(installation), ProductHost.CommandLine());
        await using var bare = new Node("bare", installation.Folder("bare"), new Dictionary<string, string?>(), BareHost.CommandLine());
        await product.Start(cancel);
        await bare.Start(cancel);
        using var http = Visitors.Http();

        await using var ours = await Crowd.OfAgents(product, http, await Users(installation, cancel), cancel);
        await using var theirs = await Crowd.OfGuests(bare, http, ours.Users, cancel);
        await ours.Round(rate, 3, cancel);
        await theirs.Round(rate, 3, cancel);
        var (our, their) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < rounds; round++)
        {
            our.Add(await ours.Round(rate, seconds, cancel));
            their.Add(await theirs.Round(rate, seconds, cancel));
        }

        return new Report()
            .Line("load", $"{rate} items/s to {sockets} sockets, {rounds} rounds of {seconds} s each, {Environment.ProcessorCount} processors")
            .Line("CPU an item", $"{Samples.Median(our.Select(r => r.Micros)):0.0} µs, bare {Samples.Median(their.Select(r => r.Micros)):0.0} µs")
            .Line("p95", $"{Samples.Median(our.Select(r => r.P95)):0.00} ms, bare {Samples.Median(their.Select(r => r.P95)):0.00} ms")
            .Line("lost", $"{our.Sum(r => r.Lost)}, bare {their.Sum(r => r.Lost)}")
            .Line("bare connection", $"{theirs.KibPerConnection:0.0} KiB")
            .Figure("cpuOverBareSignalR", Samples.Median(our.Zip(their, (o, t) => o.Micros / t.Micros)), "")
            .Figure("p95OverBare", Samples.Median(our.Zip(their, (o, t) => o.P95 / t.P95)), "")
            .Figure("kibPerConnection", ours.KibPerConnection, "KiB");
    }

    static async Task<Guid[]> Users(Installation installation, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(installation.Owner);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT array_agg(id ORDER BY substr(name, 7)::int) FROM access.users", connection);
        return (Guid[])(await command.ExecuteScalarAsync(cancel))!;
    }
}

/// <summary>What one round found.</summary>
sealed record Round(double Micros, double P95, int Lost);

/// <summary>Many sockets at one host, and what reaches them.</summary>
sealed class Crowd(Node host, HttpClient http, Guid[] users) : IAsyncDisposable
{
    readonly ConcurrentBag<IAsyncDisposable> sockets = [];
    Samples arrived = new();

    public Guid[] Users => users;

    /// <summary>What the host's memory grew by, for each socket.</summary>
    public double KibPerConnection { get; private set; }

    /// <summary>Agents of the product, signed in.</summary>
    public static async Task<Crowd> OfAgents(Node host, HttpClient http, Guid[] users, CancellationToken cancel)
    {
        var crowd = new Crowd(host, http, users);
        var cookies = new string[users.Length];
        await Each(users.Length, async (i, stop) => cookies[i] = await AgentScreen.CookiesOf(i, host.Address, http, stop), cancel);
        await crowd.Connect(i => cookies[i], cancel);
        return crowd;
    }

    /// <summary>The same users at the bare host, which believes whoever says who he is.</summary>
    public static async Task<Crowd> OfGuests(Node host, HttpClient http, Guid[] users, CancellationToken cancel)
    {
        var crowd = new Crowd(host, http, users);
        await crowd.Connect(i => users[i].ToString(), cancel);
        return crowd;
    }

    public async Task<Round> Round(int rate, int seconds, CancellationToken cancel)
    {
        arrived = new Samples();
        var processor = host.ProcessorTime;
        await Pushes.Order(http, host, new PushOrder(users, rate * seconds, rate), cancel);
        for (var waited = Stopwatch.GetTimestamp(); arrived.Count < rate * seconds && Stopwatch.GetElapsedTime(waited) < TimeSpan.FromSeconds(5);) await Task.Delay(10, cancel);
        var used = host.ProcessorTime - processor;
        return new Round(used.TotalMicroseconds / (rate * seconds), arrived.Percentile(95), rate * seconds - arrived.Count);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    async Task Connect(Func<int, string> cookies, CancellationToken cancel)
    {
        // Whatever the first ones make the host load is no connection's memory.
        await Each(Math.Min(20, users.Length), async (i, stop) => sockets.Add(await ScreenSocket.Open(host.Address, "/hubs/agent", cookies(i), Take, stop)), cancel);
        var before = await Pushes.Memory(http, host, cancel);
        await Each(users.Length - 20, async (i, stop) => sockets.Add(await ScreenSocket.Open(host.Address, "/hubs/agent", cookies(i + 20), Take, stop)), cancel);
        KibPerConnection = (await Pushes.Memory(http, host, cancel) - before) / 1024.0 / (users.Length - 20);
    }

    void Take(ReadOnlyMemory<byte> record)
    {
        var now = Stopwatch.GetTimestamp();
        if (record.Span.IndexOf("\"typing\""u8) < 0) return;
        using var item = JsonDocument.Parse(record);
        arrived.Add(Stopwatch.GetElapsedTime(item.RootElement.GetProperty("arguments")[0].GetProperty("version").GetInt64(), now));
    }

    static Task Each(int count, Func<int, CancellationToken, ValueTask> work, CancellationToken cancel) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, work);
}
