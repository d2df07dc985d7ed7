using System.Net;
using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>One connection to one life of the Redis server, from the first answer until it breaks; never repaired, always replaced.</summary>
internal sealed class RedisLink
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClusterConfiguration? _cluster;
    private readonly Dictionary<EndPoint, string> _nodes = [];
    private int _inFlight;

    private RedisLink(ConnectionMultiplexer multiplexer)
    {
        _multiplexer = multiplexer;
        Database = multiplexer.GetDatabase();
        Subscriber = multiplexer.GetSubscriber();
        multiplexer.ConnectionFailed += (_, failed) => Break($"{failed.ConnectionType} connection failed: {failed.FailureType}");
        multiplexer.HashSlotMoved += (_, moved) => Break($"slot {moved.HashSlot} is on another node");
    }

    public IDatabase Database { get; }

    public ISubscriber Subscriber { get; }

    /// <summary>The server's run id: another one after each start.</summary>
    public string ServerId { get; private set; } = "";

    /// <summary>Completes with the reason when the connection is of no more use.</summary>
    public Task<string> Broken => _broken.Task;

    /// <exception cref="RedisException">Not reached, or refused.</exception>
    /// <exception cref="TimeoutException">Reached, and no answer.</exception>
    public static async Task<RedisLink> ConnectAsync(string configuration, TimeProvider time, TimeSpan deadline, CancellationToken ct)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = true; // The watchdog retries.
        options.ConnectRetry = 1;
        options.AllowAdmin = true; // INFO of one node of a cluster counts as that.
        options.TieBreaker = "";
        options.ConfigurationChannel = "";
        var connecting = ConnectionMultiplexer.ConnectAsync(options);
        ConnectionMultiplexer multiplexer;
        try
        {
            multiplexer = await connecting.WaitAsync(deadline, time, ct);
        }
        catch (Exception)
        {
            // Connected too late, nobody would ever close it.
            _ = connecting.ContinueWith(
                late => CloseWithoutWaiting(late.Result),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }

        var link = new RedisLink(multiplexer);
        try
        {
            var server = (string?)await link.Database.ExecuteAsync("INFO", "server").WaitAsync(deadline, time, ct) ?? "";
            link.ServerId = RunId(server);
            if (server.Contains("redis_mode:cluster", StringComparison.Ordinal)) await link.LearnNodesAsync().WaitAsync(deadline, time, ct);
            await link.Database.ExecuteAsync("PING").WaitAsync(deadline, time, ct); // Refused while the server loads its file.
            return link;
        }
        catch (Exception)
        {
            link.Close();
            throw;
        }
    }

    /// <summary>Run id of the server that has the key, in a cluster with its node's id before it.</summary>
    /// <exception cref="RedisUnavailableException">Its node was not there when the connection was made; it is given up for a new one.</exception>
    public string ServerIdFor(RedisKey key)
    {
        if (_cluster is null) return ServerId;
        if (_cluster.GetBySlot(key)?.EndPoint is { } owner && _nodes.TryGetValue(owner, out var id)) return id;
        Break("a slot is of a node that is not known");
        throw new RedisUnavailableException("The node that has the key is not known.");
    }

    public static RedisChannel Exactly(string channel) => new(channel, RedisChannel.PatternMode.Literal);

    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _inFlight) <= limit) return true;
        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);

    public void Break(string reason) => _broken.TrySetResult(reason);

    public void Close() => CloseWithoutWaiting(_multiplexer);

    // Closing may block while Redis hangs, even when told not to wait.
    private static void CloseWithoutWaiting(ConnectionMultiplexer multiplexer) =>
        _ = Task.Run(() => multiplexer.Close(allowCommandsToComplete: false));

    private async Task LearnNodesAsync()
    {
        foreach (var endPoint in _multiplexer.GetEndPoints())
        {
            var server = _multiplexer.GetServer(endPoint);
            if (!server.IsConnected) continue;
            var info = await server.InfoRawAsync("server") ?? "";
            _cluster = await server.ClusterNodesAsync();
            if (_cluster[endPoint] is { } node) _nodes[node.EndPoint] = $"{node.NodeId}/{RunId(info)}";
        }
    }

    private static string RunId(string info) =>
        info.Split('\n').First(line => line.StartsWith("run_id:", StringComparison.Ordinal))["run_id:".Length..].Trim();
}
