using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Agents;

/// <summary>Why somebody is on a break. Those of the system are given by the product only and stay as they are.</summary>
public sealed class BreakReason : StreamOwner
{
    public const string NotResponding = "not-responding";

    BreakReason() { }

    public string Key { get; private init; } = "";
    public string Label { get; private set; } = "";
    public bool Active { get; private set; }
    public bool System { get; private init; }

    public override string StreamKind => "break-reason";
    public override Guid? StreamClient => null;

    public static BreakReason Add(Guid id, string key, string label, DateTimeOffset now)
    {
        var reason = new BreakReason { Id = id, Key = key, Label = label, Active = true };
        reason.Raise(now, new BreakReasonAdded(id));
        return reason;
    }

    public void Change(string label, bool active, DateTimeOffset now)
    {
        (Label, Active) = (label, active);
        Raise(now, new BreakReasonChanged(Id, active));
    }
}
