using System.Threading.RateLimiting;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Visitors come in any number, and all at once after the database was away. At one time they have at most a quarter of this node's
/// connections, so that agents and the work behind them find one; some more wait their turn, and who comes then, or has waited
/// too long, is told to come again.
/// </summary>
sealed partial class VisitorGate : IDisposable
{
    const int WaitingForEach = 20;

    // Longer than when the database is away for a moment, and the more of them come the longer: here each question is a part of
    // the trouble, and thousands who come again at once are more of it than all who are served.
    const int Soonest = 5;
    const int Latest = 60;
    const int ForASecondMore = 20;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(10);
    readonly ConcurrencyLimiter limiter;
    readonly Crowd crowd;
    readonly TimeProvider time;
    readonly ILogger log;
    long turnedAway;
    long saidAt;

    public VisitorGate([FromKeyedServices(DataSources.Web)] NpgsqlDataSource database, TimeProvider time, ILogger<VisitorGate> log)
    {
        (this.time, this.log, crowd) = (time, log, new Crowd(time));
        var atOnce = Math.Max(1, new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize / 4);
        limiter = new(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = atOnce * WaitingForEach, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    }

    /// <summary>For who got no lease; not for all of them the same, or they would come together again.</summary>
    public Problem Busy
    {
        get
        {
            var atMost = Math.Clamp(crowd.Count / ForASecondMore, Soonest, Latest);
            return Problem.DatabaseUnavailable(Random.Shared.Next(Math.Max(Soonest, atMost / 2), atMost + 1));
        }
    }

    /// <summary>Null when too many wait already, or the line does not move.</summary>
    public async ValueTask<RateLimitLease?> Enter(CancellationToken cancellationToken)
    {
        if (limiter.AttemptAcquire() is { IsAcquired: true } atOnce) return atOnce;
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var lease = await limiter.AcquireAsync(1, both.Token);
            if (lease.IsAcquired) return lease;
            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // He has waited long enough.
        }
        Say(Interlocked.Increment(ref turnedAway));
        crowd.Add();
        return null;
    }

    /// <summary>At most once in a while: a line for each of them would be work as well.</summary>
    void Say(long soFar)
    {
        var (now, last) = (time.GetUtcNow().Ticks, Interlocked.Read(ref saidAt));
        if (now - last >= SaidEvery.Ticks && Interlocked.CompareExchange(ref saidAt, now, last) == last) Full(soFar);
    }

    public void Dispose() => limiter.Dispose();

    [LoggerMessage(1, LogLevel.Warning, "More visitors wait for the database than it can serve soon: {SoFar} calls were told to come again since this node began")]
    partial void Full(long soFar);
}

/// <summary>How many were turned away lately, within some ten seconds.</summary>
sealed class Crowd(TimeProvider time)
{
    static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    readonly Lock counting = new();
    long window;
    int within;
    int before;

    public int Count => Look(0);

    public void Add() => Look(1);

    int Look(int more)
    {
        lock (counting)
        {
            var now = time.GetUtcNow().Ticks / Window.Ticks;
            if (now != window) (window, before, within) = (now, now == window + 1 ? within : 0, 0);
            within += more;
            return Math.Max(within, before);
        }
    }
}

/// <summary>
/// What a visitor's route does once his words have arrived: a slow line waits outside.
/// </summary>
sealed class TakesTurn(VisitorGate gate) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var turn = await gate.Enter(context.HttpContext.RequestAborted);
        return turn is null ? gate.Busy : await next(context);
    }
}
