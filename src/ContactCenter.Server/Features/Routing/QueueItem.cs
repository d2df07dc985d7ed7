using ContactCenter.Routing;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// What the index must know again after a loss: the lane and the deadline that were fixed when the ticket began to wait.
/// One row a ticket, written under the outbox's order of its facts.
/// </summary>
public sealed class QueueItem
{
    public required Guid TicketId { get; init; }
    public required Guid ClientId { get; init; }
    public required string Pool { get; set; }
    public required string Channel { get; init; }
    public required IReadOnlyList<SkillLevel> Skills { get; set; }
    public required DateTimeOffset EnqueuedAt { get; set; }
    public required DateTimeOffset Deadline { get; set; }
    public required int OfferSeconds { get; set; }
    public required bool AutoAccept { get; set; }

    public WorkItem ToWorkItem(long claimVersion) => new()
    {
        Id = TicketId, Version = claimVersion, Lane = new Lane(ClientId, Channel, Skills), EnqueuedAt = EnqueuedAt, Deadline = Deadline,
        OfferTimeout = TimeSpan.FromSeconds(OfferSeconds), AutoAccept = AutoAccept,
    };
}
