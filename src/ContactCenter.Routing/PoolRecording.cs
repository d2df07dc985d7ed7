using System.Globalization;
using ContactCenter.Routing.Simulation;
using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>One recorded call of a pool, as the script was given it.</summary>
/// <param name="Epoch">Epoch of the index that answered it.</param>
/// <param name="Number">Its place in the epoch, from 1 without gaps.</param>
/// <param name="Command">The script.</param>
/// <param name="Arguments">All arguments, packed by the script.</param>
/// <param name="Decided">Number of the epoch's last decision after it.</param>
public sealed record RecordedCall(long Epoch, long Number, string Command, byte[] Arguments, long Decided)
{
    /// <summary>The routing clock when it was called.</summary>
    public DateTimeOffset At =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ReplayArguments.Read(Arguments)[0], CultureInfo.InvariantCulture));
}

/// <summary>The whole index at one moment, from which a replay can begin.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Number">The last call before it.</param>
/// <param name="Decided">The last decision before it.</param>
/// <param name="Keys">Each key, without what all keys of the pool have in common, and its dump.</param>
public sealed record PoolAnchor(long Epoch, long Number, long Decided, IReadOnlyList<(string Before, string After, byte[] Dump)> Keys);

/// <summary>
/// What was called, in the order in which Redis ran it: the scripts append it to a stream as they append decisions. Read, keep
/// and trim it; its bound is 200,000 calls. An epoch begins with call 1, its <c>begin-load</c>.
/// </summary>
public sealed class PoolRecording
{
    // Nothing else runs in Redis meanwhile, and the answer has its deadline: benchmark explain says what it takes.
    private const int LargestAnchor = 50_000;

    private readonly RoutingQueue _queue;
    private readonly RedisConnection _redis;
    private readonly RoutingKeys _keys;

    internal PoolRecording(RoutingQueue queue, RedisConnection redis, RoutingKeys keys) => (_queue, _redis, _keys) = (queue, redis, keys);

    /// <summary>The oldest calls in the stream, in order.</summary>
    /// <param name="count">At most so many, 1 or more.</param>
    /// <param name="ct">Ends the waiting, not the call.</param>
    /// <exception cref="RedisUnavailableException">No answer in time.</exception>
    public async Task<IReadOnlyList<RecordedCall>> ReadAsync(int count, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var stream = await _redis.ExecuteAsync("XRANGE", [_keys.Calls, "-", "+", "COUNT", count], ct);
        return [.. ((RedisResult[]?)stream ?? []).Select(entry => ToCall((RedisResult[])entry!))];
    }

    /// <summary>Drops the stream up to and including that call, once it is kept elsewhere.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time; repeat it or leave it to the next trim.</exception>
    public Task TrimAsync(long epoch, long number, CancellationToken ct = default) =>
        _redis.ExecuteAsync("XTRIM", [_keys.Calls, "MINID", string.Create(CultureInfo.InvariantCulture, $"{epoch}-{number + 1}")], ct);

    /// <summary>
    /// Copies the index in one step, in which nothing else runs; begins to record it if it was not recorded. Costs time of Redis in
    /// proportion to all that it holds.
    /// </summary>
    /// <returns>Null if the index is missing or being loaded, or holds more than is worth it: try later.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; try later.</exception>
    public async Task<PoolAnchor?> AnchorAsync(CancellationToken ct = default)
    {
        var parts = (RedisResult[])(await _queue.EvaluateAsync(RoutingScripts.Anchor, [LargestAnchor], ct))!;
        if ((string?)parts[0] != "ok") return null;
        return new PoolAnchor((long)parts[1], (long)parts[2], (long)parts[3], [.. ((RedisResult[])parts[4]!).Select(pair => ToKey((RedisResult[])pair!))]);
    }

    private (string Before, string After, byte[] Dump) ToKey(RedisResult[] pair)
    {
        var key = (string)pair[0]!;
        var at = key.IndexOf(_keys.Tag, StringComparison.Ordinal);
        return (key[..at], key[(at + _keys.Tag.Length)..], (byte[])pair[1]!);
    }

    private static RecordedCall ToCall(RedisResult[] entry)
    {
        var id = ((string)entry[0]!).Split('-');
        var fields = (RedisResult[])entry[1]!;
        return new RecordedCall(Number(id[0]), Number(id[1]), (string)fields[1]!, (byte[])fields[3]!, (long)fields[5]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
