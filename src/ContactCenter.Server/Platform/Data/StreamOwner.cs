using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Platform.Data;

/// <summary>
/// A row whose history is in the journal. Its version is the sequence of its last event, raised under its row lock, so
/// events of one stream commit in order. It is the concurrency token too: a stale writer changes nothing.
/// </summary>
public abstract class StreamOwner
{
    readonly List<(long Sequence, DateTimeOffset At, Fact Fact)> raised = [];

    public Guid Id { get; protected init; }
    public long Version { get; private set; }
    public abstract string StreamKind { get; }

    /// <summary>Null for the operator's own streams (agents).</summary>
    public abstract Guid? StreamClient { get; }

    protected void Raise(DateTimeOffset at, Fact fact) => raised.Add((++Version, at, fact));

    internal List<(long Sequence, DateTimeOffset At, Fact Fact)> TakeRaised()
    {
        var taken = raised.ToList();
        raised.Clear();
        return taken;
    }
}
