using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>How a case ended, in the client's own words.</summary>
public sealed class Disposition : StreamOwner
{
    public Guid ClientId { get; private init; }
    public string Key { get; private set; } = "";
    public string Label { get; private set; } = "";
    public bool Active { get; private set; }

    public override string StreamKind => "disposition";
    public override Guid? StreamClient => ClientId;

    public static Disposition Add(Guid client, string key, string label, DateTimeOffset now)
    {
        var disposition = new Disposition { Id = Ids.New(now), ClientId = client };
        disposition.Change(key, label, true, now);
        return disposition;
    }

    public void Change(string key, string label, bool active, DateTimeOffset now)
    {
        (Key, Label, Active) = (key, label, active);
        Raise(now, new DispositionChanged(Id, active));
    }
}
