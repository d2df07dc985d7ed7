using ContactCenter.Server.Features.Routing.Drafts;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Routing;

sealed class RoutingData : IEntityTypeConfiguration<Queue>, IEntityTypeConfiguration<QueueItem>, IEntityTypeConfiguration<PoolSetting>, IEntityTypeConfiguration<RuleDraft>
{
    public void Configure(EntityTypeBuilder<Queue> builder)
    {
        builder.ToTable("queues", "routing").HasKey(q => q.Id);
        builder.Property(q => q.Skills).AsJson();
        builder.Property(q => q.Relaxations).AsJson();
    }

    public void Configure(EntityTypeBuilder<QueueItem> builder)
    {
        builder.ToTable("items", "routing").HasKey(i => i.TicketId);
        builder.Property(i => i.Skills).AsJson();
        builder.Property(i => i.Relaxations).AsJson();
    }

    public void Configure(EntityTypeBuilder<PoolSetting> builder)
    {
        builder.ToTable("shares", "routing").HasKey(p => p.Id);
        builder.Property(p => p.Clients).AsJson();
    }

    public void Configure(EntityTypeBuilder<RuleDraft> builder)
    {
        builder.ToTable("drafts", "routing").HasKey(d => d.Id);
        builder.Property(d => d.Rules).AsJson();
        builder.Property(d => d.Before).AsJson();
        builder.Property(d => d.PutLive!).AsJson();
    }
}

/// <summary>Locks and epochs of a pool in PostgreSQL.</summary>
static class Pools
{
    /// <summary>Held by every claim's commit; a rebuild takes it alone, so that no claim is half way when the epoch rises.</summary>
    public static async Task<long> EpochForClaim(AppDb db, string pool, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared(hashtextextended('claims of ' || {pool}, 0))", cancellationToken);
        return (await db.Database.SqlQuery<long>($"SELECT epoch AS \"Value\" FROM routing.pools WHERE pool = {pool}").ToListAsync(cancellationToken)).Single();
    }

    /// <summary>Above every epoch seen, also above an index that is newer than a database restored from a backup.</summary>
    public static async Task<long> RaiseEpoch(AppDb db, string pool, long seen, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('claims of ' || {pool}, 0))", cancellationToken);
        var epoch = (await db.Database.SqlQuery<long>($"UPDATE routing.pools SET epoch = greatest(epoch, {seen}) + 1 WHERE pool = {pool} RETURNING epoch AS \"Value\"").ToListAsync(cancellationToken)).Single();
        await transaction.CommitAsync(cancellationToken);
        return epoch;
    }
}
