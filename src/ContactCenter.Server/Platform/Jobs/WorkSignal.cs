using System.Threading.Channels;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>
/// Wakes the outbox and timer workers of this process after a commit. Many wakes before a look are one. Other nodes see
/// the rows with their poll.
/// </summary>
public sealed class WorkSignal
{
    readonly List<Channel<bool>> listeners = [];
    readonly Lock gate = new();

    public void Wake()
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
        /// <summary>Returns when woken or when the time is over, whichever is first.</summary>
        public async Task Wait(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
        {
            if (reader.TryRead(out _)) return;
            if (atMost <= TimeSpan.Zero) return;
            using var limit = new CancellationTokenSource(atMost, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await reader.ReadAsync(both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over: the caller looks anyway.
            }
        }
    }
}
