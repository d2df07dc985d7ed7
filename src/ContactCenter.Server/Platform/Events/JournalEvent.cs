using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Platform.Events;

/// <summary>One immutable row of the journal.</summary>
public sealed class JournalEvent
{
    public required Guid Id { get; init; }
    public required DateTimeOffset Instant { get; init; }
    public required Guid? ClientId { get; init; }
    public required string StreamKind { get; init; }
    public required Guid Stream { get; init; }
    public required long Sequence { get; init; }
    public required string Type { get; init; }
    public required string ActorKind { get; init; }
    public required Guid? ActorId { get; init; }
    public required Guid? Cause { get; init; }
    public required string Payload { get; init; }
}

/// <summary>An event that one subscriber has not dealt with yet.</summary>
public sealed class OutboxRow
{
    public required Guid Id { get; init; }
    public required string Subscriber { get; init; }
    public required Guid Stream { get; init; }
    public required long Sequence { get; init; }
    public required Guid? ClientId { get; init; }
    public required DateTimeOffset Instant { get; init; }
    public required string Type { get; init; }
    public required DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? ParkedAt { get; set; }
    public string? Error { get; set; }
}

sealed class JournalData : IEntityTypeConfiguration<JournalEvent>, IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<JournalEvent> builder)
    {
        builder.ToTable("events", "journal").HasKey(e => new { e.Instant, e.Id });
        builder.Property(e => e.Payload).HasColumnType("jsonb");
    }

    public void Configure(EntityTypeBuilder<OutboxRow> builder) =>
        builder.ToTable("outbox", "journal").HasKey(r => new { r.Id, r.Subscriber });
}
