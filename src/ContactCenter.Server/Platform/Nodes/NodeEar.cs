using System.Text;
using ContactCenter.Routing;

namespace ContactCenter.Server.Platform.Nodes;

/// <summary>Hears what nodes say on one channel. Its methods neither throw nor wait for long.</summary>
public interface INodeListener
{
    string Channel { get; }

    /// <summary>In the order of sending, one at a time; this node's own messages too.</summary>
    void Heard(bool own, ReadOnlyMemory<byte> message);

    /// <summary>Redis does not answer.</summary>
    void Gone()
    {
    }

    /// <summary>Redis answers (again): what was said meanwhile has been lost.</summary>
    void Back();
}

/// <summary>Subscribes the listeners of this process before it serves anybody.</summary>
sealed class NodeEar(RedisConnection redis, ThisNode node, IEnumerable<INodeListener> listeners) : IHostedService
{
    readonly INodeListener[] all = [.. listeners];
    readonly Lock telling = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        redis.StateChanged += Changed;
        Changed(this, EventArgs.Empty);
        // Ends with the connection to Redis, which ends with the host.
        await Task.WhenAll(all.Select(l => redis.SubscribeAsync(l.Channel, message => Deliver(l, message), cancellationToken)));
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        redis.StateChanged -= Changed;
        return Task.CompletedTask;
    }

    void Changed(object? sender, EventArgs e)
    {
        // Read and told as one: two at once might tell the older state last.
        lock (telling)
        {
            var here = redis.State == RedisState.Connected;
            foreach (var listener in all)
            {
                if (here) listener.Back();
                else listener.Gone();
            }
        }
    }

    void Deliver(INodeListener listener, ReadOnlyMemory<byte> message)
    {
        // Whoever else publishes on this Redis is none of us.
        if (message.Length < NodeWire.SenderLength || !Guid.TryParseExact(Encoding.ASCII.GetString(message.Span[..NodeWire.SenderLength]), "N", out var sender)) return;
        listener.Heard(sender == node.Id, message[NodeWire.SenderLength..]);
    }
}
