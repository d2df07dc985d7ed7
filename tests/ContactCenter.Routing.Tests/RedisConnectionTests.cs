using ContactCenter.Routing.Tests.Support;
using StackExchange.Redis;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class RedisConnectionTests(RedisFixture redis)
{
    [Fact]
    public async Task A_subscriber_gets_every_message_in_order()
    {
        var heard = System.Threading.Channels.Channel.CreateUnbounded<int>();
        await using var subscription = await redis.Connection.SubscribeAsync(
            "order", message => heard.Writer.TryWrite(BitConverter.ToInt32(message.Span)));

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => redis.Connection.PublishAsync("order", BitConverter.GetBytes(i))));

        for (var i = 0; i < 500; i++)
            Assert.Equal(i, await heard.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_disposed_subscription_hears_nothing_and_leaves_the_others_alone()
    {
        var one = 0;
        var other = new TaskCompletionSource();
        var ending = await redis.Connection.SubscribeAsync("shared", _ => Interlocked.Increment(ref one));
        await using var staying = await redis.Connection.SubscribeAsync("shared", _ => other.TrySetResult());

        await ending.DisposeAsync();
        await redis.Connection.PublishAsync("shared", new byte[] { 1 });

        await other.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, Volatile.Read(ref one));
    }

    [Fact]
    public async Task A_servers_error_is_not_taken_for_its_absence()
    {
        await Assert.ThrowsAsync<RedisServerException>(() => redis.Connection.ExecuteAsync("HGET", ["only-one-argument"]));
        await Assert.ThrowsAsync<RedisServerException>(() => redis.Connection.EvaluateAsync("return nothing.here", [], []));
        Assert.Equal(RedisState.Connected, redis.Connection.State);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => redis.Connection.ExecuteAsync("PING", [], given.Token));
    }

    [Fact]
    public async Task A_disposed_connection_is_away()
    {
        var connection = RedisFixture.Connect(redis.Server);
        await connection.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));

        await connection.DisposeAsync();

        Assert.Equal(RedisState.Away, connection.State);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => connection.ExecuteAsync("PING", []));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.WhenConnectedAsync());
    }
}
