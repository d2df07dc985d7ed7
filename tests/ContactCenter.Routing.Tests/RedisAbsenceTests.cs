using ContactCenter.AppHost.Servers;
using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Redis hangs, stops, restarts and forgets, on a server of each test's own.</summary>
public sealed class RedisAbsenceTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PrivateRedis _server = null!;
    private RedisConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _server = await PrivateRedis.StartTemporaryAsync();
        _connection = RedisFixture.Connect(_server, TimeSpan.FromSeconds(2), maxInFlight: 20);
        await _connection.WhenConnectedAsync().WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_hanging_Redis_fails_calls_at_their_deadline_and_late_calls_change_nothing_newer()
    {
        var scene = await Scene.StartAsync(_connection);
        var agent = await scene.ReadyAgentAsync();
        var closed = scene.Item();
        var moved = await scene.EnqueueAsync(scene.Item() with { Declined = [agent.Id] });

        await _server.FreezeAsync();
        var started = TimeProvider.System.GetTimestamp();
        var late = Enumerable.Range(0, 5).SelectMany(_ => (Task[])
        [
            scene.Queue.EnqueueAsync(closed),
            scene.Queue.EnqueueAsync(moved with { Version = 2 }),
            scene.Queue.AgentAsync(agent with { Version = 2, Ready = false }),
        ]).ToList();
        foreach (var call in late) await Assert.ThrowsAsync<RedisUnavailableException>(() => call);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromMilliseconds(400), Patience);

        // Meanwhile PostgreSQL went on; this connection says so before or after the late calls run, which must not matter.
        await using var other = RedisFixture.Connect(_server);
        await _server.ThawAsync();
        await other.WhenConnectedAsync().WaitAsync(Patience);
        var queue = new RoutingQueue(other, scene.Clock, scene.Pool);
        await queue.CancelAsync(closed.Id, 3, "abandoned");
        await queue.EnqueueAsync(moved with { Version = 5, Lane = Scene.Lane(Scene.Bright) });
        await queue.AgentAsync(agent with { Version = 3 });
        await _connection.WhenConnectedAsync().WaitAsync(Patience);
        await UntilAsync(async () => (await scene.Queue.SnapshotAsync()).Status == RoutingStatus.Ok);

        var items = await IndexAudit.ItemsAsync(other, scene.Pool);
        Assert.Equal(("gone", 3L, null), items[closed.Id]);
        Assert.Equal(("waiting", 5L, null), items[moved.Id]);
        Assert.Equal((3L, true), await queue.AgentLoadAsync(agent.Id) is { } load ? (load.Version, load.Ready) : default);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_watchdog_notices_a_hanging_Redis_and_its_return()
    {
        await using var patient = RedisFixture.Connect(_server, TimeSpan.FromMinutes(1));
        await patient.WhenConnectedAsync().WaitAsync(Patience);
        await _server.FreezeAsync();
        await UntilAsync(() => Task.FromResult(_connection.State == RedisState.Away && patient.State == RedisState.Away));

        // At once, long before its deadline.
        await Assert.ThrowsAsync<RedisUnavailableException>(() => patient.ExecuteAsync("PING", []).WaitAsync(Patience));

        await _server.ThawAsync();
        await _connection.WhenConnectedAsync().WaitAsync(Patience);
        Assert.Equal("PONG", (string?)await _connection.ExecuteAsync("PING", []));
    }

    [Fact]
    public async Task No_more_calls_are_in_flight_than_allowed()
    {
        await _server.FreezeAsync();
        var inFlight = Enumerable.Range(0, 20).Select(_ => _connection.ExecuteAsync("PING", [])).ToList();

        var refused = _connection.ExecuteAsync("PING", []);

        Assert.True(refused.IsFaulted);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => refused);
        foreach (var call in inFlight) await Assert.ThrowsAsync<RedisUnavailableException>(() => call);
        await _server.ThawAsync();
        await UntilAsync(async () => (string?)await _connection.ExecuteAsync("PING", []) == "PONG");
    }

    [Fact]
    public async Task A_restarted_Redis_asks_for_a_rebuild_and_routes_after_it()
    {
        var scene = await Scene.StartAsync(_connection);
        var agent = await scene.ReadyAgentAsync();
        var item = await scene.EnqueueAsync();
        var changes = 0;
        _connection.StateChanged += (_, _) => Interlocked.Increment(ref changes);

        await _server.StopAsync();
        await UntilAsync(() => Task.FromResult(_connection.State == RedisState.Away));
        await Assert.ThrowsAsync<RedisUnavailableException>(() => scene.Queue.EnqueueAsync(item));
        await _server.StartAsync();
        await _connection.WhenConnectedAsync().WaitAsync(Patience);
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(item)).Status);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref changes) == 2));

        await scene.Queue.BeginLoadAsync(2);
        await scene.Queue.LoadAsync(2, [agent], [], []);
        var loaded = await scene.Queue.LoadAsync(2, [], [], [item]);
        await scene.Queue.EndLoadAsync(2);
        Assert.Equal(agent.Id, Assert.IsType<OfferMade>(Assert.Single(loaded.Decisions)).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_Redis_that_comes_back_with_an_old_file_is_not_believed()
    {
        var scene = await Scene.StartAsync(_connection);
        await scene.EnqueueAsync();
        await _connection.ExecuteAsync("SAVE", []);

        await _server.RestartAsync();
        await UntilAsync(async () => (await scene.Queue.SnapshotAsync()).Status == RoutingStatus.Rebuild);

        Assert.Equal(1, (long)await _connection.ExecuteAsync("EXISTS", [$"items:{{{scene.Pool}}}"]));
        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(scene.Item())).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.BeginLoadAsync(2)).Status);
    }

    [Fact]
    public async Task A_wipe_under_open_connections_asks_for_a_rebuild()
    {
        await using var patient = RedisFixture.Connect(_server);
        await patient.WhenConnectedAsync().WaitAsync(Patience);
        var scene = await Scene.StartAsync(patient);
        var item = await scene.EnqueueAsync();

        await _server.WipeAsync();

        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(item)).Status);
        await scene.Queue.BeginLoadAsync(2);
        await scene.Queue.LoadAsync(2, [], [], [item]);
        await scene.Queue.EndLoadAsync(2);
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
    }

    [Fact]
    public async Task A_connection_made_while_Redis_is_away_takes_hold_when_it_comes()
    {
        await _server.StopAsync();
        await using var early = RedisFixture.Connect(_server);
        var heard = new TaskCompletionSource<string>();
        await using var subscription = await early.SubscribeAsync("news", message => heard.TrySetResult(System.Text.Encoding.UTF8.GetString(message.Span)));
        Assert.Equal(RedisState.Away, early.State);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => early.ExecuteAsync("PING", []));

        await _server.StartAsync();
        await early.WhenConnectedAsync().WaitAsync(Patience);

        Assert.Equal(1, await early.PublishAsync("news", "hello"u8.ToArray()));
        Assert.Equal("hello", await heard.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Subscriptions_outlive_a_restart()
    {
        var heard = System.Threading.Channels.Channel.CreateUnbounded<byte>();
        await using var subscription = await _connection.SubscribeAsync("news", message => heard.Writer.TryWrite(message.Span[0]));
        await _connection.PublishAsync("news", new byte[] { 1 });
        Assert.Equal(1, await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience));

        await _server.RestartAsync();
        await UntilAsync(async () => await _connection.PublishAsync("news", new byte[] { 2 }) == 1);

        Assert.Equal(2, await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience));
    }

    // Polls a fact about another process; each round waits for it, the whole for no longer than our patience.
    private static async Task UntilAsync(Func<Task<bool>> fact)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                if (await fact()) return;
            }
            catch (RedisUnavailableException)
            {
                // Not yet back.
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
