using System.Globalization;
using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>
/// The instant that every script gets as <c>now</c>: the Redis server's clock, sampled each second, carried on between
/// samples by the local monotonic clock. So all nodes agree although their own clocks do not.
/// </summary>
public sealed class RoutingClock : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // An answer that took longer says too little about when Redis read its clock.
    private static readonly TimeSpan LongestRoundTrip = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sampling;
    private readonly Lock _gate = new();
    private Sample? _sample;
    private DateTimeOffset _latest;

    /// <summary>A clock that follows Redis; falls back to <paramref name="time"/> until the first sample.</summary>
    public RoutingClock(RedisConnection redis, TimeProvider time)
    {
        _time = time;
        _sampling = Task.Run(() => SampleForEverAsync(redis));
    }

    /// <summary>A clock that follows <paramref name="time"/> alone, for simulation and tests.</summary>
    public RoutingClock(TimeProvider time)
    {
        _time = time;
        _sampling = Task.CompletedTask;
    }

    /// <summary>The routing clock, to the millisecond. Steps back of less than a second are waited out.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var sample = Volatile.Read(ref _sample);
            var now = sample is null ? _time.GetUtcNow() : sample.Instant + _time.GetElapsedTime(sample.Timestamp);
            now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
            lock (_gate)
            {
                if (now < _latest && _latest - now < Period) return _latest;
                return _latest = now;
            }
        }
    }

    /// <summary>Redis minus local wall clock at the last sample; null before the first. A health figure.</summary>
    public TimeSpan? Skew => Volatile.Read(ref _sample)?.Skew;

    /// <summary>Stops sampling.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sampling;
        _stop.Dispose();
    }

    private async Task SampleForEverAsync(RedisConnection redis)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            do
            {
                await redis.WhenConnectedAsync(_stop.Token);
                await SampleAsync(redis);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task SampleAsync(RedisConnection redis)
    {
        var asked = _time.GetTimestamp();
        RedisResult[] answer;
        try
        {
            answer = (RedisResult[]?)await redis.ExecuteAsync("TIME", [], _stop.Token) ?? [];
        }
        catch (RedisUnavailableException)
        {
            return; // The monotonic clock carries on from the last sample.
        }

        // Read once: a process that stands still between two readings would take the instant for a later one.
        var answered = _time.GetTimestamp();
        var roundTrip = _time.GetElapsedTime(asked, answered);
        if (_sample is not null && roundTrip > LongestRoundTrip) return;
        var instant = DateTimeOffset.FromUnixTimeSeconds(Number(answer[0])).AddMicroseconds(Number(answer[1])) + (roundTrip / 2);
        Volatile.Write(ref _sample, new Sample(instant, answered, instant - _time.GetUtcNow()));
    }

    private static long Number(RedisResult value) => long.Parse((string?)value ?? "", CultureInfo.InvariantCulture);

    private sealed record Sample(DateTimeOffset Instant, long Timestamp, TimeSpan Skew);
}
