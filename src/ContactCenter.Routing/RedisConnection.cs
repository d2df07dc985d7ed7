using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>Whether Redis answers.</summary>
public enum RedisState
{
    /// <summary>Not reached, or it stopped answering; calls fail at once.</summary>
    Away,

    /// <summary>Calls go through.</summary>
    Connected,
}

/// <summary>Redis did not answer: it is away, too slow, or too many calls are in flight. The call may still run later.</summary>
public sealed class RedisUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RedisUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Settings of <see cref="RedisConnection"/>.</summary>
public sealed record RedisConnectionOptions
{
    /// <summary>Where and how, in StackExchange.Redis's form: <c>127.0.0.1:6379,password=…</c>.</summary>
    public required string Configuration { get; init; }

    /// <summary>Longest wait for one answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most calls in flight; one more fails at once.</summary>
    public int MaxInFlight { get; init; } = 2000;
}

/// <summary>
/// The one door to Redis. It connects in the background and retries for ever, so it can be made while Redis is away;
/// calls then fail at once with <see cref="RedisUnavailableException"/>.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>Starts connecting in the background.</summary>
    public RedisConnection(RedisConnectionOptions options, TimeProvider time, ILogger<RedisConnection> logger) => throw new NotSupportedException();

    /// <summary>Whether Redis answers now.</summary>
    public RedisState State => throw new NotSupportedException();

    /// <summary>Raised after <see cref="State"/> changed (read it there), on a thread of the pool; handlers must not block or throw.</summary>
    public event EventHandler? StateChanged { add { } remove { } }

    /// <summary>Completes as soon as Redis answers.</summary>
    public Task WhenConnectedAsync(CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Sends one command.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time; the command may still run.</exception>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public Task<RedisResult> ExecuteAsync(string command, IReadOnlyList<object> arguments, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Runs one script; its text is sent once per connection, then only its digest.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time; the script may still run.</exception>
    /// <exception cref="RedisServerException">The script failed.</exception>
    public Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Publishes to every subscriber of every node.</summary>
    /// <returns>How many connections got it.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; it may still be published.</exception>
    public Task<long> PublishAsync(string channel, ReadOnlyMemory<byte> message, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>
    /// Subscribes for good, also while Redis is away and across reconnects; messages published meanwhile are lost, so
    /// refetch when <see cref="StateChanged"/> says Connected.
    /// </summary>
    /// <param name="channel">Exact name, no pattern.</param>
    /// <param name="handler">Gets each message in order, on a thread of the pool; must not block or throw.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IAsyncDisposable Subscribe(string channel, Action<ReadOnlyMemory<byte>> handler) => throw new NotSupportedException();

    /// <summary>Closes without waiting for open calls.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
