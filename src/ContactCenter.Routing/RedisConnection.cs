using System.Threading.Channels;
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

    /// <summary>Tests that must see a broken script found out break it here.</summary>
    internal Func<string, string>? EditScript { get; init; }

    /// <summary>Longest wait for one answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most calls in flight; one more fails at once.</summary>
    public int MaxInFlight { get; init; } = 2000;
}

/// <summary>
/// The one door to Redis. It connects in the background and retries for ever, so it can be made while Redis is away;
/// calls then fail at once with <see cref="RedisUnavailableException"/>.
/// </summary>
/// <remarks>
/// StackExchange.Redis 1.2.6 leaves asynchronous calls hanging while Redis hangs and keeps them to run them later. So:
/// asynchronous calls only; a deadline on each; a bound on how many are in flight; a watchdog that builds a new
/// multiplexer after three unanswered pings; and every script that changes something carries versions, so that a call
/// which runs late changes nothing. The watchdog is also the only one that reconnects: each connection is made anew
/// and learns which life of the server it talks to.
/// </remarks>
public sealed partial class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PingDeadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);
    private const int MissesAllowed = 3;

    private readonly RedisConnectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly Task _watching;
    private volatile RedisLink? _link;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts connecting in the background.</summary>
    /// <exception cref="ArgumentException">The configuration cannot be read.</exception>
    public RedisConnection(RedisConnectionOptions options, TimeProvider time, ILogger<RedisConnection> logger)
    {
        _ = ConfigurationOptions.Parse(options.Configuration); // A typing error is the operator's to hear at once.
        _options = options;
        _time = time;
        _logger = logger;
        _watching = Task.Run(WatchForEverAsync);
    }

    /// <summary>Raised after <see cref="State"/> changed (read it there), on a thread of the pool; handlers must not block or throw.</summary>
    public event EventHandler? StateChanged;

    /// <summary>Whether Redis answers now.</summary>
    public RedisState State => _link is null ? RedisState.Away : RedisState.Connected;

    /// <summary>Run id of the server behind the connection, another after each start of it; empty while Redis is away.</summary>
    public string ServerId => _link?.ServerId ?? "";

    /// <summary>The same of who has the key; in a cluster with the node's id before it. A node that is new to the connection ends it.</summary>
    internal string ServerIdFor(RedisKey key) => _link?.ServerIdFor(key) ?? "";

    /// <summary>Completes as soon as Redis answers.</summary>
    public Task WhenConnectedAsync(CancellationToken ct = default)
    {
        lock (_gate) return _connected.Task.WaitAsync(ct);
    }

    /// <summary>Sends one command.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time; the command may still run.</exception>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public Task<RedisResult> ExecuteAsync(string command, IReadOnlyList<object> arguments, CancellationToken ct = default) =>
        CallAsync(link => link.Database.ExecuteAsync(command, [.. arguments]), ct);

    /// <summary>Runs one script; its text is sent once per connection, then only its digest.</summary>
    /// <exception cref="RedisUnavailableException">No answer in time; the script may still run.</exception>
    /// <exception cref="RedisServerException">The script failed.</exception>
    public async Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken ct = default)
    {
        script = _options.EditScript?.Invoke(script) ?? script;
        try
        {
            return await CallAsync(link => link.Database.ScriptEvaluateAsync(script, keys, arguments), ct);
        }
        catch (RedisServerException failure) when (failure.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The server forgot its scripts under a live connection. Nothing ran; the library has noticed and sends the text again.
            return await CallAsync(link => link.Database.ScriptEvaluateAsync(script, keys, arguments), ct);
        }
    }

    /// <summary>Publishes to every subscriber of every node.</summary>
    /// <returns>How many connections got it.</returns>
    /// <exception cref="RedisUnavailableException">No answer in time; it may still be published.</exception>
    public Task<long> PublishAsync(string channel, ReadOnlyMemory<byte> message, CancellationToken ct = default) =>
        CallAsync(link => link.Subscriber.PublishAsync(RedisLink.Exactly(channel), message.ToArray()), ct);

    /// <summary>
    /// Subscribes for good, also across reconnects. Messages published while Redis is away are lost, so refetch when
    /// <see cref="StateChanged"/> says Connected.
    /// </summary>
    /// <param name="channel">Exact name, no pattern.</param>
    /// <param name="handler">Gets each message in order, on a thread of the pool; must not throw, and not block for long.</param>
    /// <param name="ct">Ends the waiting, not the subscription.</param>
    /// <returns>Completes when Redis has it, or at once while Redis is away: it then takes hold with the connection. Disposing it ends it.</returns>
    public async Task<IAsyncDisposable> SubscribeAsync(string channel, Action<ReadOnlyMemory<byte>> handler, CancellationToken ct = default)
    {
        var subscription = new Subscription(this, channel, handler);
        RedisLink? link;
        lock (_gate)
        {
            _subscriptions.Add(subscription);
            link = _link;
        }

        if (link is not null && !await AttachAsync(link, subscription, ct)) link.Break("a subscription was not answered");
        return subscription;
    }

    /// <summary>Closes without waiting for open calls.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _watching;
        lock (_gate) _connected.TrySetCanceled();
        _stop.Dispose();
    }

    private async Task<T> CallAsync<T>(Func<RedisLink, Task<T>> call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var link = _link ?? throw new RedisUnavailableException("Redis is away.");
        if (!link.TryEnter(_options.MaxInFlight))
            throw new RedisUnavailableException($"{_options.MaxInFlight} calls to Redis are in flight.");

        // The library completes calls one after another on one thread; whoever waits here must not hold that up.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ForwardAsync(link, call, answer);
        try
        {
            return await answer.Task.WaitAsync(_options.Deadline, _time, ct);
        }
        catch (TimeoutException late)
        {
            throw new RedisUnavailableException($"Redis did not answer within {_options.Deadline}.", late);
        }
        catch (Exception failure) when (failure is RedisConnectionException or ObjectDisposedException)
        {
            throw new RedisUnavailableException("The connection to Redis broke.", failure);
        }
        catch (OperationCanceledException closed) when (!ct.IsCancellationRequested)
        {
            throw new RedisUnavailableException("The connection to Redis was closed.", closed);
        }
    }

    // A call counts as in flight until Redis answers it, also when nobody waits for it any more.
    private static async Task ForwardAsync<T>(RedisLink link, Func<RedisLink, Task<T>> call, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(await call(link));
        }
        catch (Exception failure) when (answer.TrySetException(failure))
        {
            _ = answer.Task.Exception; // Seen, in case that the caller has given up.
        }
        finally
        {
            link.Leave();
        }
    }

    private async Task WatchForEverAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var link = await RedisLink.ConnectAsync(_options.Configuration, _time, ConnectDeadline, _stop.Token);
                try
                {
                    await ServeAsync(link);
                }
                finally
                {
                    link.Close();
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, without this loop there would be no Redis until the process ends.
                LogUnreached(failure.Message);
            }

            await Task.Delay(RetryPause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // From the first answer of a connection to its end.
    private async Task ServeAsync(RedisLink link)
    {
        List<Subscription> wanted;
        lock (_gate) wanted = [.. _subscriptions];
        foreach (var subscription in wanted)
        {
            if (!await AttachAsync(link, subscription, _stop.Token)) return;
        }

        lock (_gate)
        {
            _link = link;
            _connected.TrySetResult();
            wanted = [.. _subscriptions.Except(wanted)];
        }

        foreach (var subscription in wanted)
        {
            if (!await AttachAsync(link, subscription, _stop.Token)) link.Break("a subscription was not answered");
        }

        LogConnected(link.ServerId);
        StateChanged?.Invoke(this, EventArgs.Empty);
        try
        {
            LogLost(await WatchAsync(link));
        }
        finally
        {
            lock (_gate)
            {
                _link = null;
                _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            StateChanged?.Invoke(this, EventArgs.Empty);
        }
    }

    // Answers why the connection is to be given up.
    private async Task<string> WatchAsync(RedisLink link)
    {
        var misses = 0;
        while (misses < MissesAllowed)
        {
            var pause = misses == 0 ? PingPeriod : TimeSpan.Zero;
            await Task.WhenAny(link.Broken, Task.Delay(pause, _time, _stop.Token));
            _stop.Token.ThrowIfCancellationRequested();
            if (link.Broken.IsCompleted) return await link.Broken;
            try
            {
                await link.Database.ExecuteAsync("PING").WaitAsync(PingDeadline, _time, _stop.Token);
                misses = 0;
            }
            catch (TimeoutException)
            {
                misses++;
            }
            catch (RedisException failure)
            {
                return failure.Message;
            }
        }

        return $"{misses} pings in a row were not answered";
    }

    private async Task<bool> AttachAsync(RedisLink link, Subscription subscription, CancellationToken ct)
    {
        try
        {
            await link.Subscriber.SubscribeAsync(RedisLink.Exactly(subscription.Channel), subscription.Receive)
                .WaitAsync(_options.Deadline, _time, ct);
            return true;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogUnreached(failure.Message);
            return false;
        }
    }

    private async Task DetachAsync(Subscription subscription)
    {
        RedisLink? link;
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
            link = _link;
        }

        if (link is null) return;
        try
        {
            await link.Subscriber.UnsubscribeAsync(RedisLink.Exactly(subscription.Channel), subscription.Receive)
                .WaitAsync(_options.Deadline, _time);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogUnreached(failure.Message); // The connection is about to be given up, and the subscription with it.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis connected, server {ServerId}")]
    private partial void LogConnected(string serverId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis lost: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis not reached: {Reason}")]
    private partial void LogUnreached(string reason);

    // Messages pass through a queue of their own, so a handler neither holds up the connection nor sees them out of order.
    private sealed class Subscription : IAsyncDisposable
    {
        private readonly RedisConnection _connection;
        private readonly Channel<byte[]> _messages = System.Threading.Channels.Channel.CreateUnbounded<byte[]>(
            new UnboundedChannelOptions { SingleReader = true });

        private readonly Task _delivering;

        public Subscription(RedisConnection connection, string channel, Action<ReadOnlyMemory<byte>> handler)
        {
            _connection = connection;
            Channel = channel;
            Receive = (_, message) => _messages.Writer.TryWrite((byte[]?)message ?? []);
            _delivering = DeliverAsync(handler);
        }

        public string Channel { get; }

        // One delegate for its whole life, so that it can be unsubscribed.
        public Action<RedisChannel, RedisValue> Receive { get; }

        public async ValueTask DisposeAsync()
        {
            _messages.Writer.TryComplete();
            await _connection.DetachAsync(this);
            await _delivering;
        }

        private async Task DeliverAsync(Action<ReadOnlyMemory<byte>> handler)
        {
            await foreach (var message in _messages.Reader.ReadAllAsync()) handler(message);
        }
    }
}
