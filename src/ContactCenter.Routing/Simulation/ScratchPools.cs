using System.Globalization;
using StackExchange.Redis;

namespace ContactCenter.Routing.Simulation;

/// <summary>
/// The pools of runs and replays. Each is written down with the time at which its run was last seen: a process that dies cannot
/// clear its pool away, so the next run does.
/// </summary>
internal static class ScratchPools
{
    private const string Register = "simulations";

    // Above every epoch: with it an index is thrown away.
    private const long EndOfEpochs = 1L << 52;
    private static readonly TimeSpan Dead = TimeSpan.FromMinutes(15);

    public static async Task<RoutingKeys> OpenAsync(RedisConnection redis, string kind)
    {
        var now = TimeProvider.System.GetUtcNow();
        var dead = (string[]?)await redis.ExecuteAsync("ZRANGEBYSCORE", [Register, "-inf", (now - Dead).ToUnixTimeMilliseconds()], CancellationToken.None);
        foreach (var left in dead ?? []) await DropAsync(redis, new RoutingKeys(left));
        var keys = new RoutingKeys(string.Create(CultureInfo.InvariantCulture, $"{kind}-{Guid.CreateVersion7(now):N}"));
        await SeenAsync(redis, keys);
        return keys;
    }

    /// <summary>A run that was not seen for a quarter of an hour is taken for dead; if it is not, it finds its pool gone and fails.</summary>
    public static Task SeenAsync(RedisConnection redis, RoutingKeys keys) =>
        redis.ExecuteAsync("ZADD", [Register, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), keys.Name], CancellationToken.None);

    /// <summary>Empties a pool. A new load throws the index away; what it leaves are the keys that have names.</summary>
    public static async Task ClearAsync(RedisConnection redis, RoutingKeys keys)
    {
        RedisValue[] arguments = [0, 0, redis.ServerIdFor(keys.Pool[0]), Guid.Empty.ToString("D"), EndOfEpochs, 0, "", "0"];
        await redis.EvaluateAsync(RoutingScripts.BeginLoad, keys.Pool, arguments, CancellationToken.None);
        await redis.ExecuteAsync("UNLINK", [.. keys.All], CancellationToken.None);
    }

    /// <summary>At the end of a run, however it ends.</summary>
    public static async Task LeaveAsync(RedisConnection redis, RoutingKeys keys)
    {
        try
        {
            await DropAsync(redis, keys);
        }
        catch (RedisUnavailableException)
        {
            // Why the run ended is told by the run; what it could not clear away a later one does.
        }
    }

    private static async Task DropAsync(RedisConnection redis, RoutingKeys keys)
    {
        await ClearAsync(redis, keys);
        await redis.ExecuteAsync("ZREM", [Register, keys.Name], CancellationToken.None);
    }
}
