using System.Globalization;

namespace ContactCenter.Routing.Simulation;

/// <summary>
/// The pools of runs. Each is written down with the time at which its run was last seen: a process that dies cannot clear its
/// pool away, so the next run does.
/// </summary>
internal static class ScratchPools
{
    private const string Register = "simulations";
    private static readonly TimeSpan Dead = TimeSpan.FromMinutes(15);

    public static async Task<string> OpenAsync(RedisConnection redis, RoutingClock clock)
    {
        var now = TimeProvider.System.GetUtcNow();
        var dead = (string[]?)await redis.ExecuteAsync("ZRANGEBYSCORE", [Register, "-inf", (now - Dead).ToUnixTimeMilliseconds()], CancellationToken.None);
        foreach (var left in dead ?? []) await DropAsync(redis, new RoutingQueue(redis, clock, left));
        var pool = string.Create(CultureInfo.InvariantCulture, $"simulation-{Guid.CreateVersion7(now):N}");
        await SeenAsync(redis, pool);
        return pool;
    }

    /// <summary>A run that was not seen for a quarter of an hour is taken for dead; if it is not, it finds its pool gone and fails.</summary>
    public static Task SeenAsync(RedisConnection redis, string pool) =>
        redis.ExecuteAsync("ZADD", [Register, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), pool], CancellationToken.None);

    // A new load throws the index away; what it leaves are the keys that have names.
    public static async Task DropAsync(RedisConnection redis, RoutingQueue queue)
    {
        await queue.BeginLoadAsync(Simulator.Epoch + 1, null, CancellationToken.None);
        await redis.ExecuteAsync("UNLINK", [.. new RoutingKeys(queue.Pool).All], CancellationToken.None);
        await redis.ExecuteAsync("ZREM", [Register, queue.Pool], CancellationToken.None);
    }
}
