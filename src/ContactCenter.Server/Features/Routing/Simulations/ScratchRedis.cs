using ContactCenter.Routing;
using Microsoft.Extensions.Options;

namespace ContactCenter.Server.Features.Routing.Simulations;

public sealed class SimulationSettings
{
    /// <summary>The Redis for replays and what-ifs, in the form of Redis:Configuration; empty: there are none.</summary>
    public string Redis { get; set; } = "";
}

/// <summary>
/// A Redis of its own for replays and what-ifs, so that a planner's million contacts never stand in the way of live work.
/// Connected when somebody needs it first.
/// </summary>
public sealed class ScratchRedis(IOptions<SimulationSettings> settings, TimeProvider time, ILogger<RedisConnection> log) : IAsyncDisposable
{
    // A whole batch of a large load may be in one call.
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    readonly Lazy<RedisConnection> connection = new(() => new RedisConnection(
        new RedisConnectionOptions { Configuration = settings.Value.Redis, Deadline = Deadline }, time, log));

    public bool IsConfigured => settings.Value.Redis.Length > 0;

    public RedisConnection Connection => connection.Value;

    public async ValueTask DisposeAsync()
    {
        if (connection.IsValueCreated) await connection.Value.DisposeAsync();
    }
}
