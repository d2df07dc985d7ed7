namespace ContactCenter.History;

/// <summary>A fact of the journal, with the members of its payload that rules look at.</summary>
public sealed record EventRow(string StreamKind, Guid Stream, long Sequence, string Type, DateTimeOffset Instant)
{
    public Guid? Agent { get; init; }

    public Guid? From { get; init; }

    public Guid? Queue { get; init; }

    public string? Pool { get; init; }

    public Guid? Message { get; init; }

    public long? MessageSequence { get; init; }

    public bool Front { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    public string? State { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A decision of the scripts, as the relay kept it.</summary>
public sealed record DecisionRow(long Epoch, long Number, DateTimeOffset At, string Type)
{
    public string Pool { get; init; } = "main";

    public Guid? Ticket { get; init; }

    public Guid? Agent { get; init; }

    public Guid? Offer { get; init; }

    public long Version { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public string? Reason { get; init; }

    public string Profile { get; init; } = "";
}

public sealed record TicketRow(
    Guid Id, string Channel, string Status, Guid? Agent, Guid Queue, long Version, long ClaimVersion, long MessageSequence);

public sealed record MessageRow(Guid Id, Guid Ticket, long Sequence, string Kind, Guid? Author, string Text, string? Code);

/// <summary>What the index says when all is quiet: agents' loads, with the item that is being offered to them, and what waits.</summary>
public sealed record IndexState(IReadOnlyDictionary<Guid, (int Load, Guid? Offered)> Loads, IReadOnlySet<Guid> Waiting);

/// <summary>Everything a verdict is made from: the actors' log joined with what PostgreSQL and the index hold.</summary>
public sealed record Evidence
{
    public IReadOnlyList<Act> Acts { get; init; } = [];

    public IReadOnlyList<Sighting> Sightings { get; init; } = [];

    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    public IReadOnlyList<Rough> Rough { get; init; } = [];

    public IReadOnlyList<TicketRow> Tickets { get; init; } = [];

    public IReadOnlyList<MessageRow> Messages { get; init; } = [];

    public IReadOnlyList<EventRow> Events { get; init; } = [];

    public IReadOnlyList<DecisionRow> Decisions { get; init; } = [];

    /// <summary>An agent's own weights by channel.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, int>> Weights { get; init; } = new Dictionary<Guid, IReadOnlyDictionary<string, int>>();

    /// <summary>Answer target of each queue.</summary>
    public IReadOnlyDictionary<Guid, TimeSpan> Targets { get; init; } = new Dictionary<Guid, TimeSpan>();

    /// <summary>Rows that nobody has dealt with, by subscriber; parked ones too.</summary>
    public IReadOnlyList<string> Outbox { get; init; } = [];

    public IndexState? Index { get; init; }

    /// <summary>When it was gathered.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How late a decision or an enqueue may come on a busy machine where nothing is broken.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Two clocks of one machine, and an instant that is taken a moment before its commit.</summary>
    public static TimeSpan Skew => TimeSpan.FromMilliseconds(250);

    /// <summary>Pool after pool, with its decisions alone: each decides by itself and numbers what it decides.</summary>
    public IEnumerable<(string Pool, Evidence Evidence)> ByPool() =>
        Decisions.GroupBy(d => d.Pool, StringComparer.Ordinal).Select(g => (g.Key, this with { Decisions = [.. g] }));

    public bool IsRough(DateTimeOffset from, DateTimeOffset to) => Rough.Any(r => r.From <= to && from <= r.To);

    /// <summary>What an agent's work of that channel weighs.</summary>
    public int Weight(Guid agent, string channel) =>
        Weights.TryGetValue(agent, out var own) && own.TryGetValue(channel, out var weight) ? weight : Standard.GetValueOrDefault(channel, 100);

    private static readonly Dictionary<string, int> Standard = new(StringComparer.Ordinal)
    {
        ["voice"] = 100, ["chat"] = 33, ["social"] = 33, ["email"] = 25, ["task"] = 20,
    };
}
