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
    public bool BestSkilled { get; set; }
    public int HeadStartSeconds { get; set; }
    public DateTimeOffset? OpensAt { get; set; }
    public Guid? PreferredAgentId { get; private set; }
    public DateTimeOffset? PreferredUntil { get; private set; }
    public IReadOnlyList<ItemRelaxation> Relaxations { get; set; } = [];

    public void Prefer(Guid? agentId, DateTimeOffset until) =>
        (PreferredAgentId, PreferredUntil) = (agentId, agentId is null ? null : until);

    public WorkItem ToWorkItem(long claimVersion) => new()
    {
        Id = TicketId, QueueId = QueueId, RulesVersion = RulesVersion, Version = claimVersion, Lane = new Lane(ClientId, Channel, Skills), EnqueuedAt = EnqueuedAt, Deadline = Deadline.AddSeconds(-HeadStartSeconds),
        OfferTimeout = TimeSpan.FromSeconds(OfferSeconds), AutoAccept = AutoAccept, NotBefore = OpensAt, BestSkilled = BestSkilled,
        Preferred = PreferredAgentId is { } agent ? new(agent, PreferredUntil!.Value) : null,
        Relaxations = [.. Relaxations.Select(r => new Relaxation(r.At, new Lane(ClientId, Channel, r.Skills)))],
    };
}
