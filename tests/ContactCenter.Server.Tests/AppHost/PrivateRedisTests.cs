using System.Diagnostics;
using ContactCenter.AppHost.Servers;
using StackExchange.Redis;

namespace ContactCenter.Server.Tests.AppHost;

public sealed class PrivateRedisTests
{
    [Fact]
    public async Task It_takes_commands_only_with_the_password_and_leaves_nothing_behind()
    {
        string folder;
        await using (var redis = await PrivateRedis.StartTemporaryAsync())
        {
            folder = redis.Folder.Path;
            using var allowed = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
            Assert.True(await allowed.GetDatabase().StringSetAsync("key", "value"));
            using var stranger = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},abortConnect=false,connectTimeout=500");
            await Assert.ThrowsAnyAsync<RedisException>(() => stranger.GetDatabase().StringGetAsync("key"));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Wiped_or_restarted_it_has_forgotten_everything_on_the_same_port()
    {
        await using var redis = await PrivateRedis.StartTemporaryAsync();
        var port = redis.Port;
        await SetAsync(redis, "one");
        await redis.WipeAsync();
        Assert.True((await GetAsync(redis)).IsNull);
        await SetAsync(redis, "two");
        await redis.KillAsync();
        await redis.StartAsync();
        Assert.True((await GetAsync(redis)).IsNull);
        Assert.Equal(port, redis.Port);
    }

    [Fact]
    public async Task In_a_lasting_folder_it_keeps_its_data_over_an_orderly_second_start()
    {
        using var data = new DataFolder();
        await using (var first = await PrivateRedis.StartAsync(data.Path)) await SetAsync(first, "kept");
        await using var second = await PrivateRedis.StartAsync(data.Path);
        Assert.Equal("kept", (string?)await GetAsync(second));
    }

    [Fact]
    public async Task One_that_lost_its_wrapper_as_well_is_ended_by_the_next_start()
    {
        using var data = new DataFolder();
        var left = await PrivateRedis.StartAsync(data.Path);
        await SetAsync(left, "kept");
        var leftId = left.ProcessId;
        foreach (var wrapper in await WrappersAsync(leftId)) Process.GetProcessById(wrapper).Kill();
        await left.Exit.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("redis", await File.ReadAllTextAsync($"/proc/{leftId}/cmdline"), StringComparison.Ordinal);

        await using var next = await PrivateRedis.StartAsync(data.Path);
        Assert.NotEqual(leftId, next.ProcessId);
        Assert.Equal("kept", (string?)await GetAsync(next));
        Assert.False(File.Exists($"/proc/{leftId}/cmdline") && (await File.ReadAllTextAsync($"/proc/{leftId}/cmdline")).Length > 0);
    }

    [Fact]
    public async Task Frozen_it_answers_nobody_and_thawed_it_goes_on()
    {
        await using var redis = await PrivateRedis.StartTemporaryAsync();
        using var client = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await redis.FreezeAsync();
        var answer = client.GetDatabase().StringSetAsync("key", "value");
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(300)));
        await redis.ThawAsync();
        // The bare client may never hear of a call that it made meanwhile; the server must answer again.
        await SetAsync(redis, "thawed");
        Assert.Equal("thawed", (string?)await GetAsync(redis));
    }

    [Fact]
    public async Task A_frozen_one_can_be_disposed_of()
    {
        var redis = await PrivateRedis.StartTemporaryAsync();
        await redis.FreezeAsync();
        await redis.DisposeAsync();
        Assert.True(redis.Exit.IsCompleted);
    }

    /// <summary>The shell around a server and that shell's watcher.</summary>
    private static async Task<IReadOnlyList<int>> WrappersAsync(int server)
    {
        var status = await File.ReadAllLinesAsync($"/proc/{server}/status");
        var shell = status.Single(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
        var children = await File.ReadAllTextAsync($"/proc/{shell}/task/{shell}/children");
        return [.. children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(shell).Select(int.Parse).Where(id => id != server)];
    }

    private static async Task SetAsync(PrivateRedis redis, string value)
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await client.GetDatabase().StringSetAsync("key", value);
    }

    private static async Task<RedisValue> GetAsync(PrivateRedis redis)
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        return await client.GetDatabase().StringGetAsync("key");
    }
}
