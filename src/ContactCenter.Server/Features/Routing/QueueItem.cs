using ContactCenter.Routing;

namespace ContactCenter.Server.Features.Routing;

/// <summary>What the item asks for from then on.</summary>
public sealed record ItemRelaxation(DateTimeOffset At, IReadOnlyList<SkillLevel> Skills)
{
    public bool Equals(ItemRelaxation? other) => other is not null && At == other.At && Skills.SequenceEqual(other.Skills);
    public override int GetHashCode() => HashCode.Combine(At, Skills.Count);
}

/// <summary>
/// What the index must know again after a loss: the lane and the deadline that were fixed when the ticket began to wait.
/// One row a ticket, written under the outbox's order of its facts.
/// </summary>
public sealed class QueueItem
{
    public required Guid TicketId { get; init; }
    public required Guid ClientId { get; init; }

    /// <summary>
    /// The ticket's when this wait began. While it is behind the ticket's, the next wait's place is still in the outbox. It only rises:
    /// a handler that stood still and goes on writes over no newer place.
    /// </summary>
    public required long ClaimVersion { get; set; }
    public required string Pool { get; set; }
    public required Guid QueueId { get; set; }

    /// <summary>The version of the queue by whose rules it waits.</summary>
    public long? RulesVersion { get; set; }
    public required string Channel { get; init; }
    public required IReadOnlyList<SkillLevel> Skills { get; set; }
    public required DateTimeOffset EnqueuedAt { get; set; }
    public required DateTimeOffset Deadline { get; set; }
    public required int OfferSeconds { get; set; }
    public required bool AutoAccept { get; set; }
    public int RingAgents { get; set; } = 1;
    public bool BestSkilled { get; set; }
    public int HeadStartSeconds { get; set; }
    public DateTimeOffset? OpensAt { get; set; }
    public Guid? PreferredAgentId { get; private set; }
    public DateTimeOffset? PreferredUntil { get; private set; }
    public IReadOnlyList<ItemRelaxation> Relaxations { get; set; } = [];

    public void Prefer(Guid? agentId, DateTimeOffset until) =>
        (PreferredAgentId, PreferredUntil) = (agentId, agentId is null ? null : until);

    /// <summary>Whether a ticket's claim may be told by this place. What an agent has needs no place, only its weight.</summary>
    public static bool Tells(long placed, long claimVersion, Guid? owner) => owner is not null || placed == claimVersion;

    public WorkItem ToWorkItem(long claimVersion) => new()
    {
        Id = TicketId, QueueId = QueueId, RulesVersion = RulesVersion, Version = claimVersion, Lane = new Lane(ClientId, Channel, Skills), EnqueuedAt = EnqueuedAt, Deadline = Deadline.AddSeconds(-HeadStartSeconds),
        OfferTimeout = TimeSpan.FromSeconds(OfferSeconds), AutoAccept = AutoAccept, RingAgents = RingAgents, NotBefore = OpensAt, BestSkilled = BestSkilled,
        Preferred = PreferredAgentId is { } agent ? new(agent, PreferredUntil!.Value) : null,
        Relaxations = [.. Relaxations.Select(r => new Relaxation(r.At, new Lane(ClientId, Channel, r.Skills)))],
    };
}
