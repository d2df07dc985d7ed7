namespace ContactCenter.Routing;

/// <summary>
/// The instant that every script gets as <c>now</c>: the Redis server's clock, sampled each second, carried on between
/// samples by the local monotonic clock. So all nodes agree although their own clocks do not.
/// </summary>
public sealed class RoutingClock : IAsyncDisposable
{
    /// <summary>A clock that follows Redis; falls back to <paramref name="time"/> until the first sample.</summary>
    public RoutingClock(RedisConnection redis, TimeProvider time) => throw new NotSupportedException();

    /// <summary>A clock that follows <paramref name="time"/> alone, for simulation and tests.</summary>
    public RoutingClock(TimeProvider time) => throw new NotSupportedException();

    /// <summary>The routing clock, to the millisecond. Steps back of less than a second are waited out.</summary>
    public DateTimeOffset Now => throw new NotSupportedException();

    /// <summary>Redis minus local wall clock at the last sample; null before the first. A health figure.</summary>
    public TimeSpan? Skew => throw new NotSupportedException();

    /// <summary>Stops sampling.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
