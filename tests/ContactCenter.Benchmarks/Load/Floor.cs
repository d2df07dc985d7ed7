using System.Diagnostics;
using System.Net.WebSockets;
using ContactCenter.Benchmarks.Rig;
using Npgsql;
using StackExchange.Redis;

namespace ContactCenter.Benchmarks.Load;

/// <summary>
/// The least that the walk of a message needs, one after the other: a commit of one row, a publish that reaches its
/// subscriber, an echo over a WebSocket. Nothing of the product is in it, but its drivers.
/// </summary>
sealed class Floor : IAsyncDisposable
{
    const string Channel = "floor";
    readonly NpgsqlConnection postgres;
    readonly ConnectionMultiplexer redis;
    readonly ClientWebSocket socket = new();
    readonly Node echo;
    readonly NpgsqlCommand insert;
    readonly byte[] payload = new byte[300];
    TaskCompletionSource heard = new();
    long number;

    Floor(NpgsqlConnection postgres, ConnectionMultiplexer redis, Node echo)
    {
        (this.postgres, this.redis, this.echo) = (postgres, redis, echo);
        insert = new NpgsqlCommand("INSERT INTO floor (id, text) VALUES ($1, $2)", postgres);
    }

    public Samples Commit { get; private set; } = new();
    public Samples Publish { get; private set; } = new();
    public Samples Echo { get; private set; } = new();
    public Samples All { get; private set; } = new();

    /// <summary>Forgets what the warm-up took.</summary>
    public void Clear() => (Commit, Publish, Echo, All) = (new(), new(), new(), new());

    public static async Task<Floor> Open(Installation installation, CancellationToken cancel)
    {
        var database = new NpgsqlConnection(installation.Owner);
        await database.OpenAsync(cancel);
        await using (var table = new NpgsqlCommand("CREATE TABLE floor (id bigint PRIMARY KEY, text text NOT NULL)", database)) await table.ExecuteNonQueryAsync(cancel);
        var bus = await ConnectionMultiplexer.ConnectAsync(installation.Redis.Configuration);
        var mirror = new Node("echo", installation.Folder("echo"), new Dictionary<string, string?>(), BareHost.CommandLine());
        await mirror.Start(cancel);
        var floor = new Floor(database, bus, mirror);
        floor.insert.Parameters.Add(new NpgsqlParameter<long>());
        floor.insert.Parameters.Add(new NpgsqlParameter<string>());
        floor.insert.Parameters[0].Value = 0L;
        floor.insert.Parameters[1].Value = new string('x', 60);
        await floor.insert.PrepareAsync(cancel);
        await bus.GetSubscriber().SubscribeAsync(new RedisChannel(Channel, RedisChannel.PatternMode.Literal), (_, _) => floor.heard.TrySetResult());
        await floor.socket.ConnectAsync(new UriBuilder(mirror.Address) { Scheme = "ws", Path = "/echo" }.Uri, cancel);
        return floor;
    }

    public async Task Once(CancellationToken cancel)
    {
        var all = Stopwatch.GetTimestamp();
        insert.Parameters[0].Value = ++number;
        await insert.ExecuteNonQueryAsync(cancel);
        Commit.Add(all);

        var published = Stopwatch.GetTimestamp();
        heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var send = redis.GetSubscriber().PublishAsync(new RedisChannel(Channel, RedisChannel.PatternMode.Literal), payload);
        await heard.Task.WaitAsync(cancel);
        Publish.Add(published);
        await send;

        var said = Stopwatch.GetTimestamp();
        await socket.SendAsync(payload, WebSocketMessageType.Binary, true, cancel);
        await socket.ReceiveAsync(payload, cancel);
        Echo.Add(said);
        All.Add(all);
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        await insert.DisposeAsync();
        await postgres.DisposeAsync();
        await redis.CloseAsync();
        await echo.DisposeAsync();
    }
}
