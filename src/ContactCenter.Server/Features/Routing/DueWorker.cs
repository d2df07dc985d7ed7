using ContactCenter.Routing;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Runs the timers (offers, leases) of every pool's index when they are due and builds an index again when it is gone. Sleeps
/// until the next timer. On many nodes at once each timer acts once, inside Redis; one rebuild runs at a time under a lock.
/// </summary>
sealed partial class DueWorker(
    RoutingQueues queues, RoutingSignal signal, OfferNews offers, RebuildPool rebuild, ILogger<DueWorker> log) : BackgroundService
{
    const int Limit = 200;
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);

    readonly Dictionary<string, Task> rebuilds = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Work(stoppingToken);
        await Task.WhenAll(rebuilds.Values);
    }

    async Task Work(CancellationToken stoppingToken)
    {
        var away = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            DateTimeOffset? next = null;
            try
            {
                await queues.Each(async pool => next = Earlier(next, await Run(queues.Of(pool), stoppingToken)), stoppingToken);
                if (away) Back();
                away = false;
            }
            catch (RedisUnavailableException e)
            {
                if (!away) Away(e);
                away = true;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // a timer or a rebuild that failed is tried again in a moment
            catch (Exception e)
#pragma warning restore CA1031
            {
                TimersWait(e);
            }
            await signal.WaitForTimer(next, queues.Clock.Now, away ? Retry : Poll, stoppingToken);
        }
    }

    async Task<DateTimeOffset?> Run(RoutingQueue queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await queue.DueAsync(Limit, cancellationToken);
            if (result.Status == RoutingStatus.Rebuild)
            {
                // Beside the others' timers: a large pool takes seconds.
                if (!rebuilds.TryGetValue(queue.Pool, out var running) || running.IsCompleted) rebuilds[queue.Pool] = Rebuild(queue, cancellationToken);
                return queues.Clock.Now + Retry;
            }
            signal.After(result);
            offers.Push(result.Decisions);
            if (result.NextTimer is not { } next || next > queues.Clock.Now) return result.NextTimer;
        }
    }

    async Task Rebuild(RoutingQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            await rebuild.Run(queue, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next node that looks finds it missing.
        }
        catch (RedisUnavailableException)
        {
            // The timers say so, and find it missing when Redis is back.
        }
#pragma warning disable CA1031 // found missing again in a moment
        catch (Exception e)
#pragma warning restore CA1031
        {
            TimersWait(e);
        }
    }

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    [LoggerMessage(1, LogLevel.Warning, "Redis is away: work is stored and will be routed when it is back")]
    partial void Away(Exception e);

    [LoggerMessage(2, LogLevel.Information, "Redis is back")]
    partial void Back();

    [LoggerMessage(3, LogLevel.Error, "The index's timers or its rebuild failed and are tried again")]
    partial void TimersWait(Exception e);
}
