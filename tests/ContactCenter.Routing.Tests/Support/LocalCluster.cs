using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContactCenter.AppHost.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>Three Redis of our own that share the slots of one cluster, without replicas.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    public const int Slots = 16384;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<PrivateRedis> _servers = [];
    private readonly List<ClusterNode> _nodes = [];

    public RedisConnection Connection { get; private set; } = null!;

    public static async Task<LocalCluster> StartAsync()
    {
        var cluster = new LocalCluster();
        for (var i = 0; i < 3; i++)
        {
            var server = await PrivateRedis.StartTemporaryAsync(inCluster: true);
            cluster._servers.Add(server);
            cluster._nodes.Add(await ClusterNode.ConnectAsync(server, ConfigurationOptions.Parse(cluster._servers[0].Configuration).Password));
        }

        foreach (var (node, i) in cluster._nodes.Select((node, i) => (node, i)))
        {
            await node.SayAsync($"CLUSTER ADDSLOTSRANGE {i * Slots / 3} {((i + 1) * Slots / 3) - 1}");
            if (i > 0) await node.SayAsync($"CLUSTER MEET 127.0.0.1 {cluster._nodes[0].Port} {cluster._nodes[0].BusPort}");
        }

        using var patience = new CancellationTokenSource(Patience);
        foreach (var node in cluster._nodes)
        {
            while (!(await node.SayAsync("CLUSTER INFO"))[0].Contains("cluster_state:ok", StringComparison.Ordinal)
                || (await node.SayAsync("CLUSTER NODES"))[0].Trim().Split('\n').Length < 3)
                await Task.Delay(50, patience.Token);
        }

        cluster.Connection = new RedisConnection(
            new RedisConnectionOptions
            {
                Configuration = string.Join(',', cluster._nodes.Select(node => $"127.0.0.1:{node.Port}")) + $",password={cluster._nodes[0].Password},abortConnect=false",
                Deadline = TimeSpan.FromSeconds(10),
            },
            TimeProvider.System,
            NullLogger<RedisConnection>.Instance);
        await cluster.Connection.WhenConnectedAsync().WaitAsync(Patience);
        return cluster;
    }

    /// <summary>Which of the three has the pool.</summary>
    public async Task<int> OwnerAsync(string pool)
    {
        var slot = await SlotAsync(pool);
        for (var i = 0; i < _nodes.Count; i++)
        {
            var line = (await _nodes[i].SayAsync("CLUSTER NODES"))[0].Split('\n').Single(l => l.Contains("myself", StringComparison.Ordinal));
            if (line.Split(' ')[8..].Select(Range).Any(range => range.First <= slot && slot <= range.Last)) return i;
        }

        throw new InvalidOperationException($"Nobody has slot {slot}.");
    }

    /// <summary>Moves the pool's slot, a few keys at a time; <paramref name="halfWay"/> runs while each side has some.</summary>
    public async Task MoveAsync(string pool, int to, Func<Task> halfWay)
    {
        var (slot, source, target) = (await SlotAsync(pool), _nodes[await OwnerAsync(pool)], _nodes[to]);
        await target.SayAsync($"CLUSTER SETSLOT {slot} IMPORTING {source.Id}");
        await source.SayAsync($"CLUSTER SETSLOT {slot} MIGRATING {target.Id}");
        var moved = 0;
        while (await source.SayAsync($"CLUSTER GETKEYSINSLOT {slot} 3") is { Count: > 0 } keys)
        {
            await source.SayAsync($"MIGRATE 127.0.0.1 {target.Port} \"\" 0 5000 AUTH {target.Password} KEYS {string.Join(' ', keys)}");
            if (moved++ == 2) await halfWay();
        }

        foreach (var node in (ClusterNode[])[target, source, .. _nodes]) await node.SayAsync($"CLUSTER SETSLOT {slot} NODE {target.Id}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null) await Connection.DisposeAsync();
        foreach (var node in _nodes) node.Dispose();
        foreach (var server in _servers) await server.DisposeAsync();
    }

    private async Task<int> SlotAsync(string pool) =>
        int.Parse((await _nodes[0].SayAsync($"CLUSTER KEYSLOT pool:{{{pool}}}"))[0], CultureInfo.InvariantCulture);

    // 0-5460, 7000, or one in between two nodes: [7000->-id].
    private static (int First, int Last) Range(string text)
    {
        if (text.StartsWith('[')) return (-1, -1);
        var ends = text.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return (ends[0], ends[^1]);
    }
}

/// <summary>One node, spoken to by its own connection, which is never sent on to another.</summary>
internal sealed class ClusterNode : IDisposable
{
    private readonly TcpClient _client = new();
    private StreamWriter _writer = null!;
    private StreamReader _reader = null!;

    public string Password { get; private set; } = "";

    public string Id { get; private set; } = "";

    public int Port { get; private set; }

    public int BusPort { get; private set; }

    public static async Task<ClusterNode> ConnectAsync(PrivateRedis server, string password)
    {
        var node = new ClusterNode { Password = password, Port = server.Port };
        await node._client.ConnectAsync(IPAddress.Loopback, server.Port);
        node._writer = new StreamWriter(node._client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        node._reader = new StreamReader(node._client.GetStream());
        await node.SayAsync($"AUTH {ConfigurationOptions.Parse(server.Configuration).Password}");
        await node.SayAsync($"CONFIG SET requirepass {password}");
        node.Id = (await node.SayAsync("CLUSTER MYID"))[0];
        node.BusPort = int.Parse((await node.SayAsync("CONFIG GET cluster-port"))[1], CultureInfo.InvariantCulture);
        return node;
    }

    /// <summary>The answer's parts; of a list each, of anything else the one.</summary>
    public async Task<IReadOnlyList<string>> SayAsync(string command)
    {
        await _writer.WriteLineAsync(command);
        var first = await LineAsync();
        if (first[0] == '-') throw new InvalidOperationException($"{command}: {first}");
        if (first[0] != '*') return [await PartAsync(first)];
        var parts = new string[int.Parse(first[1..], CultureInfo.InvariantCulture)];
        for (var i = 0; i < parts.Length; i++) parts[i] = await PartAsync(await LineAsync());
        return parts;
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> PartAsync(string line)
    {
        if (line[0] != '$') return line[1..];
        var text = new char[int.Parse(line[1..], CultureInfo.InvariantCulture)];
        await _reader.ReadBlockAsync(text);
        await LineAsync();
        return new string(text);
    }

    private async Task<string> LineAsync() => await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new IOException("The node has closed the connection.");
}
