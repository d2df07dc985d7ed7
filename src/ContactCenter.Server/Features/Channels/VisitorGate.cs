using System.Threading.RateLimiting;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Visitors come in any number, and all at once after the database was away. At one time they have at most a quarter of this node's
/// connections, so that agents and the work behind them always find one; some more wait their turn, and who comes then is told
/// to come again before he costs anything.
/// </summary>
sealed partial class VisitorGate : IDisposable
{
    const int WaitingForEach = 20;

    // Longer than when the database is away for a moment: here each question is a part of the trouble.
    const int AskAgainSeconds = 5;
    static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(10);
    readonly ConcurrencyLimiter limiter;
    readonly TimeProvider time;
    readonly ILogger log;
    long turnedAway;
    long saidAt;

    public VisitorGate([FromKeyedServices(DataSources.Web)] NpgsqlDataSource database, TimeProvider time, ILogger<VisitorGate> log)
    {
        (this.time, this.log) = (time, log);
        var atOnce = Math.Max(1, new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize / 4);
        limiter = new(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = atOnce * WaitingForEach, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    }

    public static Problem Busy => Problem.DatabaseUnavailable(AskAgainSeconds);

    /// <summary>Null when too many wait already.</summary>
    public async ValueTask<RateLimitLease?> Enter(CancellationToken cancellationToken)
    {
        var lease = await limiter.AcquireAsync(1, cancellationToken);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        Say(Interlocked.Increment(ref turnedAway));
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

/// <summary>
/// What a visitor's route does once his words have arrived: a slow line waits outside. Not for what goes on as long as he
/// likes, streams and files.
/// </summary>
sealed class TakesTurn(VisitorGate gate) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var turn = await gate.Enter(context.HttpContext.RequestAborted);
        return turn is null ? VisitorGate.Busy : await next(context);
    }
}
