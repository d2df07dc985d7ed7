using System.Collections.Concurrent;
using ContactCenter.Routing;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Routing;

/// <summary>The pools of this process: one queue object each over one connection and one clock.</summary>
public sealed class RoutingQueues(RedisConnection redis, RoutingClock clock)
{
    public const string DefaultPool = "main";

    readonly ConcurrentDictionary<string, RoutingQueue> queues = new(StringComparer.Ordinal);

    public RoutingClock Clock => clock;

    public RoutingQueue Of(string pool) => queues.GetOrAdd(pool, name => new RoutingQueue(redis, clock, name) { Recorded = true });
}

/// <summary>
/// Wakes what follows a call to the index: the relay has decisions to read, the due worker an earlier timer, or the index
/// is gone. In-process; other nodes look each second, and the one that relays is told of decisions made elsewhere.
/// </summary>
public sealed class RoutingSignal(NodeWire wire) : INodeListener, IDisposable
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

    public string Channel => "decisions";

    public void Heard(bool own, ReadOnlyMemory<byte> message)
    {
        if (!own) Release(relay);
    }

    public void Back()
    {
        Release(relay);
        Release(timers);
    }

    /// <summary>This node has made decisions and does not relay.</summary>
    public void TellRelay() => wire.Send(Channel, default);

    /// <summary>True when there are decisions, false when the time is over.</summary>
    public Task<bool> WaitForDecisions(TimeSpan atMost, CancellationToken cancellationToken) => relay.WaitAsync(atMost, cancellationToken);

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
