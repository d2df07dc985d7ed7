using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Routing;

/// <summary>A skill that a queue asks for, at least at that level.</summary>
public sealed record QueueSkill(Guid SkillId, int Level);

/// <summary>What a ticket that has waited so long asks for instead of the queue's skills.</summary>
public sealed record QueueRelaxation(int AfterSeconds, IReadOnlyList<QueueSkill> Skills)
{
    public bool Equals(QueueRelaxation? other) => other is not null && AfterSeconds == other.AfterSeconds && Skills.SequenceEqual(other.Skills);
    public override int GetHashCode() => HashCode.Combine(AfterSeconds, Skills.Count);
}

public sealed record QueueSettings(
    string Name, IReadOnlyList<QueueSkill> Skills, int AnswerTargetSeconds, int OfferSeconds, int WrapUpSeconds, int ReopenHours, bool AutoAccept, bool Active,
    Guid? CalendarId = null)
{
    /// <summary>The best skilled is asked, and only among equals the longest idle.</summary>
    public bool BestSkilled { get; init; }

    /// <summary>How long a customer who comes back waits for the agent who wrote to him last, while that one is on duty; 0: not at all.</summary>
    public int LastAgentSeconds { get; init; }

    /// <summary>Bounded priority: its work goes as if it had come so much earlier.</summary>
    public int HeadStartSeconds { get; init; }

    public IReadOnlyList<QueueRelaxation> Relaxations { get; init; } = [];
}

/// <summary>A client's named entry: what its work asks for and how long its clocks run.</summary>
public sealed class Queue : StreamOwner
{
    public Guid ClientId { get; private init; }
    public string Pool { get; private init; } = RoutingQueues.DefaultPool;
    public string Name { get; private set; } = "";
    public IReadOnlyList<QueueSkill> Skills { get; private set; } = [];
    public int AnswerTargetSeconds { get; private set; }
    public int OfferSeconds { get; private set; }
    public int WrapUpSeconds { get; private set; }
    public int ReopenHours { get; private set; }
    public bool AutoAccept { get; private set; }

    /// <summary>When it is open: what comes while it is closed is offered when it opens. None: always.</summary>
    public Guid? CalendarId { get; private set; }
    public bool Active { get; private set; }
    public bool BestSkilled { get; private set; }
    public int LastAgentSeconds { get; private set; }
    public int HeadStartSeconds { get; private set; }
    public IReadOnlyList<QueueRelaxation> Relaxations { get; private set; } = [];

    public override string StreamKind => "queue";
    public override Guid? StreamClient => ClientId;

    public static Queue Add(Guid id, Guid client, QueueSettings settings, DateTimeOffset now)
    {
        var queue = new Queue { Id = id, ClientId = client };
        queue.Change(settings, now);
        return queue;
    }

    public void Change(QueueSettings s, DateTimeOffset now)
    {
        (Name, Skills, AnswerTargetSeconds, OfferSeconds, WrapUpSeconds, ReopenHours, AutoAccept, Active, CalendarId) =
            (s.Name, s.Skills, s.AnswerTargetSeconds, s.OfferSeconds, s.WrapUpSeconds, s.ReopenHours, s.AutoAccept, s.Active, s.CalendarId);
        (BestSkilled, LastAgentSeconds, HeadStartSeconds, Relaxations) = (s.BestSkilled, s.LastAgentSeconds, s.HeadStartSeconds, [.. s.Relaxations.OrderBy(r => r.AfterSeconds)]);
        Raise(now, new QueueChanged(Id, Active));
    }
}
