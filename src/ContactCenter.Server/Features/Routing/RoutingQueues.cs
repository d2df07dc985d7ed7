using System.Collections.Concurrent;
using ContactCenter.Routing;

namespace ContactCenter.Server.Features.Routing;

/// <summary>The pools of this process: one queue object each over one connection and one clock.</summary>
public sealed class RoutingQueues(RedisConnection redis, RoutingClock clock)
{
    public const string DefaultPool = "main";

    readonly ConcurrentDictionary<string, RoutingQueue> queues = new(StringComparer.Ordinal);

    public RoutingClock Clock => clock;

    public RoutingQueue Of(string pool) => queues.GetOrAdd(pool, name => new RoutingQueue(redis, clock, name));
}

/// <summary>
/// Wakes what follows a call to the index: the relay has decisions to read, the due worker an earlier timer, or the index
/// is gone. In-process; other nodes look each second.
/// </summary>
public sealed class RoutingSignal : IDisposable
{
    readonly SemaphoreSlim relay = new(0, 1);
    readonly SemaphoreSlim timers = new(0, 1);
    readonly Lock gate = new();
    DateTimeOffset? next;

    public void After(RoutingResult result)
    {
        if (result.Decisions.Count > 0) Release(relay);
        lock (gate)
        {
            if (result.NextTimer is not { } timer || timer >= next) return;
            next = timer;
        }
        Release(timers);
    }

    public void NeedsRebuild() => Release(timers);

    public Task WaitForDecisions(TimeSpan atMost, CancellationToken cancellationToken) => relay.WaitAsync(atMost, cancellationToken);

    public async Task WaitForTimer(DateTimeOffset? due, DateTimeOffset now, TimeSpan atMost, CancellationToken cancellationToken)
    {
        lock (gate) next = due;
        var wait = due is { } at && at - now < atMost ? at - now : atMost;
        if (wait > TimeSpan.Zero) await timers.WaitAsync(wait, cancellationToken);
    }

    public void Dispose()
    {
        relay.Dispose();
        timers.Dispose();
    }

    static void Release(SemaphoreSlim gate)
    {
        try
        {
            if (gate.CurrentCount == 0) gate.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it at the same moment: one wake is enough.
        }
    }
}
