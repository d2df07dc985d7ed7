using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// The pools of this process: one queue object each over one connection and one clock. Which there are PostgreSQL says, and is
/// asked anew after a second; nobody waits for that answer but whoever knows that this node changed them. While it is away,
/// those are served that were there.
/// </summary>
public sealed class RoutingQueues(RedisConnection redis, RoutingClock clock, IServiceScopeFactory scopes, TimeProvider time)
{
    public const string DefaultPool = Agent.DefaultPool;
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<string, RoutingQueue> queues = new(StringComparer.Ordinal);
    readonly Lock gate = new();
    volatile Known? known;
    Task? looking;
    volatile int changes;

    sealed record Known(DateTimeOffset At, IReadOnlyList<string> Names);

    public RoutingClock Clock => clock;

    public RoutingQueue Of(string pool) => queues.GetOrAdd(pool, name => new RoutingQueue(redis, clock, name) { Recorded = true });

    public async Task<IReadOnlyList<string>> Pools(CancellationToken cancellationToken)
    {
        if (known is { } there && there.At != default)
        {
            if (time.GetUtcNow() - there.At >= Fresh) _ = Looked();
            return there.Names;
        }
        try
        {
            await Looked().WaitAsync(Fresh, TimeProvider.System, cancellationToken);
        }
        catch (Exception e) when (known is not null && e is not OperationCanceledException)
        {
            // Timers run without PostgreSQL too.
        }
        return known!.Names;
    }

    Task Looked()
    {
        lock (gate) return looking is { IsCompleted: false } ? looking : looking = Look();
    }

    async Task Look()
    {
        var (now, before) = (time.GetUtcNow(), changes);
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var there = await Routing.Pools.Epochs(db, CancellationToken.None);
        // An index that is older, of a pool of that name that was there before, say, is thrown away.
        foreach (var (name, epoch) in there) Raise(name, epoch);
        known = new(before == changes ? now : default, [.. there.Select(p => p.Pool)]);
    }

    /// <summary>This node has made it. What Redis still has of one of that name that was there before offers nothing any more.</summary>
    public void Begin(string pool, long epoch)
    {
        Raise(pool, epoch);
        LookAgain();
    }

    void Raise(string pool, long epoch)
    {
        if (Of(pool).Epoch < epoch) Of(pool).Epoch = epoch;
    }

    /// <summary>This node has made one or taken one away.</summary>
    public void LookAgain()
    {
        lock (gate)
        {
            changes++;
            looking = null;
            if (known is { } old) known = old with { At = default };
        }
    }

    /// <summary>Pool after pool. What fails in one of them does not keep the others waiting; its failure is told when they are done.</summary>
    public async Task Each(Func<string, Task> serve, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var pool in await Pools(cancellationToken))
        {
            try
            {
                await serve(pool);
            }
#pragma warning disable CA1031 // thrown below
            catch (Exception e)
#pragma warning restore CA1031
            {
                cancellationToken.ThrowIfCancellationRequested();
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }
        failure?.Throw();
    }
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
