namespace ContactCenter.Server.Features.Access;

/// <summary>Wants to know at once that a user's rights or sessions have changed. Must not block or throw.</summary>
public interface IAccessObserver
{
    void AccessChanged(Guid userId);
}

/// <summary>Said right after the commit: cached permissions are dropped and sockets end, here within milliseconds.</summary>
public sealed class AccessChanges(IEnumerable<IAccessObserver> observers)
{
    readonly IAccessObserver[] all = [.. observers];

    public void Publish(params IEnumerable<Guid> users)
    {
        foreach (var user in users)
        {
            foreach (var observer in all) observer.AccessChanged(user);
        }
    }
}
