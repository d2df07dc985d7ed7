using System.Threading.Channels;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>Wakes the outbox and timer workers of this process after a commit. Many wakes before a look are one.</summary>
public sealed class WorkSignal
{
    readonly List<Channel<bool>> listeners = [];
    readonly Lock gate = new();

    /// <summary>There is work; the workers of this process have been woken.</summary>
    public event EventHandler? Woken;

    public void Wake()
    {
        WakeHere();
        Woken?.Invoke(this, EventArgs.Empty);
    }

    public void WakeHere()
    {
        lock (gate)
        {
            foreach (var listener in listeners) listener.Writer.TryWrite(true);
        }
    }

    public Listener Listen()
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (gate) listeners.Add(channel);
        return new Listener(channel.Reader);
    }

    public sealed class Listener(ChannelReader<bool> reader)
    {
        /// <summary>Returns when woken (true) or when the time is over, whichever is first.</summary>
        public async Task<bool> Wait(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
        {
            if (reader.TryRead(out _)) return true;
            if (atMost <= TimeSpan.Zero) return false;
            using var limit = new CancellationTokenSource(atMost, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await reader.ReadAsync(both.Token);
                return true;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}

/// <summary>
/// Wakes the workers of the other nodes too, at most ten times a second; a lost wake is made good by their poll. And tells this
/// node's outbox whether Redis is here.
/// </summary>
sealed class WorkWire : INodeListener, IDisposable
{
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    readonly WorkSignal signal;
    readonly NodeWire wire;
    readonly OutboxFeed feed;
    readonly Lock gate = new();
    readonly ITimer pause;
    bool pausing;
    bool again;

    public WorkWire(WorkSignal signal, NodeWire wire, OutboxFeed feed, TimeProvider time)
    {
        (this.signal, this.wire, this.feed) = (signal, wire, feed);
        pause = time.CreateTimer(_ => PauseOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        signal.Woken += Tell;
    }

    public string Channel => "work";

    public void Heard(bool own, ReadOnlyMemory<byte> message)
    {
        if (!own) signal.WakeHere();
    }

    public void Gone() => feed.RedisAway = true;

    public void Back()
    {
        feed.RedisAway = false;
        signal.WakeHere();
    }

    public void Dispose()
    {
        signal.Woken -= Tell;
        pause.Dispose();
    }

    void Tell(object? sender, EventArgs e)
    {
        lock (gate)
        {
            again = pausing;
            if (pausing) return;
            pausing = true;
        }
        Send();
    }

    void PauseOver()
    {
        lock (gate)
        {
            (pausing, again) = (again, false);
            if (!pausing) return;
        }
        Send();
    }

    void Send()
    {
        wire.Send(Channel, default);
        pause.Change(Pace, Timeout.InfiniteTimeSpan);
    }
}
