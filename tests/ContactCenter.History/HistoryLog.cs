using System.Collections.Concurrent;

namespace ContactCenter.History;

/// <summary>What an actor asked for and what he was told.</summary>
public enum Operation
{
    Send,
    Accept,
    Assign,
    Reply,
    Close,
}

/// <summary>One call of one actor, as he saw it: no status means that he never heard how it ended.</summary>
public sealed record Act(Operation Operation, string Node, string Actor, DateTimeOffset Start, DateTimeOffset End)
{
    public int? Status { get; init; }

    /// <summary>The code of a refusal.</summary>
    public string? Code { get; init; }

    public Guid? Ticket { get; init; }

    public Guid? Agent { get; init; }

    /// <summary>The ticket's version in the answer.</summary>
    public long? Version { get; init; }

    public Guid? Message { get; init; }

    public string? Text { get; init; }

    /// <summary>A supervisor knowingly gave more than there was room for.</summary>
    public bool Forced { get; init; }

    public bool Done => Status is >= 200 and < 300;
}

/// <summary>One numbered item that a screen got; where it stood when the connection began; or that it fetched everything anew.</summary>
public sealed record Sighting(string Screen, int Connection, string Topic, long Seq, Seen Kind, DateTimeOffset At);

public enum Seen
{
    Begin,
    Item,
    Refetch,
}

/// <summary>What a screen showed when all was quiet, and what the server said then.</summary>
public sealed record Picture(string Screen, string Shown, string True);

/// <summary>A time in which something was broken on purpose, until the system has had its seconds to recover.</summary>
public sealed record Rough(DateTimeOffset From, DateTimeOffset To, string What);

/// <summary>Everything that was seen from outside; actors write to it at the same time.</summary>
public sealed class HistoryLog
{
    private readonly ConcurrentQueue<Act> acts = new();
    private readonly ConcurrentQueue<Sighting> sightings = new();
    private readonly ConcurrentQueue<Picture> pictures = new();
    private readonly ConcurrentQueue<Rough> rough = new();

    public IReadOnlyList<Act> Acts => [.. acts];

    /// <summary>Calls so far.</summary>
    public int Count => acts.Count;

    public IReadOnlyList<Sighting> Sightings => [.. sightings];

    public IReadOnlyList<Picture> Pictures => [.. pictures];

    public IReadOnlyList<Rough> Rough => [.. rough];

    public void Add(Act act) => acts.Enqueue(act);

    public void Add(Sighting sighting) => sightings.Enqueue(sighting);

    public void Add(Picture picture) => pictures.Enqueue(picture);

    public void Add(Rough time) => rough.Enqueue(time);
}
