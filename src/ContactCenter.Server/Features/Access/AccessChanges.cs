using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Access;

/// <summary>Wants to know at once that a user's rights or sessions have changed. Must not block or throw.</summary>
public interface IAccessObserver
{
    void AccessChanged(Guid userId);

    /// <summary>Other nodes may have changed anybody's.</summary>
    void AccessUnknown();
}

/// <summary>
/// Said right after the commit: cached permissions are dropped and sockets end, here and on the other nodes within
/// milliseconds. What could not be heard while Redis was away is made good when it is back.
/// </summary>
public sealed class AccessChanges(IEnumerable<IAccessObserver> observers, NodeWire wire) : INodeListener
{
    const int IdLength = 16;

    readonly IAccessObserver[] all = [.. observers];

    public string Channel => "access";

    public void Publish(params IEnumerable<Guid> users)
    {
        Guid[] changed = [.. users];
        Tell(changed);
        if (changed.Length > 0) wire.Send(Channel, changed.SelectMany(u => u.ToByteArray()).ToArray());
    }

    public void Heard(bool own, ReadOnlyMemory<byte> message)
    {
        if (own) return;
        for (; message.Length >= IdLength; message = message[IdLength..]) Tell([new Guid(message.Span[..IdLength])]);
    }

    public void Back()
    {
        foreach (var observer in all) observer.AccessUnknown();
    }

    void Tell(IEnumerable<Guid> users)
    {
        foreach (var user in users)
        {
            foreach (var observer in all) observer.AccessChanged(user);
        }
    }
}
