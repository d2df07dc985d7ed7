using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ContactCenter.Routing;
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

/// <summary>To which pool its work goes that has waited so long and is not being offered.</summary>
public sealed record QueueOverflow(string Pool, int AfterSeconds);

/// <summary>All that is decided of a queue.</summary>
public record QueueRules
{
    [Required, MaxLength(100)]
    public required string Name { get; init; }
    public required IReadOnlyList<QueueSkill> Skills { get; init; }

    [Range(1, 86_400)]
    public required int AnswerTargetSeconds { get; init; }

    [Range(5, 300)]
    public required int OfferSeconds { get; init; }

    [Range(0, 3_600)]
    public required int WrapUpSeconds { get; init; }

    [Range(0, 8_760)]
    public required int ReopenHours { get; init; }
    public required bool AutoAccept { get; init; }

    [Range(1, WorkItem.MostRinging), Description("To how many agents its work is offered at once; the first who accepts has it. With autoAccept one is asked all the same.")]
    public int RingAgents { get; init; } = 1;
    public required bool Active { get; init; }

    /// <summary>When it is open: what comes while it is closed is offered when it opens. None: always.</summary>
    public Guid? CalendarId { get; init; }

    /// <summary>The best skilled is asked, and only among equals the longest idle.</summary>
    public bool BestSkilled { get; init; }

    /// <summary>How long a customer who comes back waits for the agent who wrote to him last, while that one is on duty; 0: not at all.</summary>
    [Range(0, 3_600)]
    public int LastAgentSeconds { get; init; }

    /// <summary>Bounded priority: its work goes as if it had come so much earlier.</summary>
    [Range(0, 3_600)]
    public int HeadStartSeconds { get; init; }
    public IReadOnlyList<QueueRelaxation>? Relaxations { get; init; }

    /// <summary>Whose agents its new work waits for. What waits already stays where it is until it ends or is moved.</summary>
    public string Pool { get; init; } = RoutingQueues.DefaultPool;
    public QueueOverflow? Overflow { get; init; }
}

/// <summary>A client's named entry: what its work asks for and how long its clocks run.</summary>
public sealed class Queue : StreamOwner
{
    public Guid ClientId { get; private init; }
    public string Pool { get; private set; } = RoutingQueues.DefaultPool;
    public string Name { get; private set; } = "";
    public IReadOnlyList<QueueSkill> Skills { get; private set; } = [];
    public int AnswerTargetSeconds { get; private set; }
    public int OfferSeconds { get; private set; }
    public int WrapUpSeconds { get; private set; }
    public int ReopenHours { get; private set; }
    public bool AutoAccept { get; private set; }
    public int RingAgents { get; private set; }
    public Guid? CalendarId { get; private set; }
    public bool Active { get; private set; }
    public bool BestSkilled { get; private set; }
    public int LastAgentSeconds { get; private set; }
    public int HeadStartSeconds { get; private set; }
    public IReadOnlyList<QueueRelaxation> Relaxations { get; private set; } = [];
    public string? OverflowPool { get; private set; }
    public int? OverflowAfterSeconds { get; private set; }
    public QueueOverflow? Overflow => OverflowPool is { } pool ? new(pool, OverflowAfterSeconds!.Value) : null;

    public override string StreamKind => "queue";
    public override Guid? StreamClient => ClientId;

    public static Queue Add(Guid id, Guid client, QueueRules rules, DateTimeOffset now)
    {
        var queue = new Queue { Id = id, ClientId = client };
        queue.Change(rules, now);
        return queue;
    }

    public void Change(QueueRules rules, DateTimeOffset now)
    {
        (Name, Skills, AnswerTargetSeconds, OfferSeconds, WrapUpSeconds, ReopenHours, AutoAccept, Active, CalendarId) =
            (rules.Name.Trim(), rules.Skills, rules.AnswerTargetSeconds, rules.OfferSeconds, rules.WrapUpSeconds, rules.ReopenHours, rules.AutoAccept, rules.Active, rules.CalendarId);
        (RingAgents, BestSkilled, LastAgentSeconds, HeadStartSeconds, Relaxations) =
            (rules.RingAgents, rules.BestSkilled, rules.LastAgentSeconds, rules.HeadStartSeconds, [.. (rules.Relaxations ?? []).OrderBy(r => r.AfterSeconds)]);
        (Pool, OverflowPool, OverflowAfterSeconds) = (rules.Pool, rules.Overflow?.Pool, rules.Overflow?.AfterSeconds);
        Raise(now, new QueueChanged(Id, Active));
    }

    public QueueRules Rules() => new()
    {
        Name = Name, Skills = Skills, AnswerTargetSeconds = AnswerTargetSeconds, OfferSeconds = OfferSeconds, WrapUpSeconds = WrapUpSeconds, ReopenHours = ReopenHours,
        AutoAccept = AutoAccept, RingAgents = RingAgents, Active = Active, CalendarId = CalendarId, BestSkilled = BestSkilled, LastAgentSeconds = LastAgentSeconds,
        HeadStartSeconds = HeadStartSeconds, Relaxations = Relaxations, Pool = Pool, Overflow = Overflow,
    };
}
