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
        builder.Ignore(q => q.Overflow);
    }

    public void Configure(EntityTypeBuilder<QueueItem> builder)
    {
        builder.ToTable("items", "routing").HasKey(i => i.TicketId);
        builder.Property(i => i.ClaimVersion).IsConcurrencyToken();
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

sealed record PoolEpoch(string Pool, long Epoch);

/// <summary>Locks and epochs of a pool in PostgreSQL.</summary>
static class Pools
{
    /// <summary>
    /// Held by every claim's commit; a rebuild takes it alone, so that no claim is half way when the epoch rises, and so does who
    /// takes an agent out of the pool. Null when the claimer has left it.
    /// </summary>
    public static async Task<long?> EpochForClaim(AppDb db, string pool, Guid agentId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared(hashtextextended('claims of ' || {pool}, 0))", cancellationToken);
        return (await db.Database.SqlQuery<long?>($"""
            SELECT p.epoch AS "Value" FROM routing.pools p JOIN agents.agents a ON a.pool = p.pool WHERE p.pool = {pool} AND a.id = {agentId}
            """).ToListAsync(cancellationToken)).SingleOrDefault();
    }

    /// <summary>No claim in that pool commits until the transaction ends.</summary>
    public static Task HoldClaims(AppDb db, string pool, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('claims of ' || {pool}, 0))", cancellationToken);

    public static async Task<IReadOnlyList<PoolEpoch>> Epochs(AppDb db, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<PoolEpoch>($"SELECT pool, epoch FROM routing.pools ORDER BY pool").ToListAsync(cancellationToken);

    /// <summary>Whether it is there; in a transaction it then stays until that ends.</summary>
    public static async Task<bool> Exists(AppDb db, string pool, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<string>($"SELECT pool AS \"Value\" FROM routing.pools WHERE pool = {pool} FOR KEY SHARE").ToListAsync(cancellationToken)).Count == 1;

    /// <summary>
    /// Its epoch; null when the name is taken. Epochs begin at the clock: above those of a pool of that name that was removed,
    /// whose index may be there still.
    /// </summary>
    public static async Task<long?> Add(AppDb db, string pool, Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<long?>($"""
            INSERT INTO routing.pools (pool, id, epoch) VALUES ({pool}, {id}, {now.ToUnixTimeMilliseconds()}) ON CONFLICT DO NOTHING RETURNING epoch AS "Value"
            """).ToListAsync(cancellationToken)).SingleOrDefault();

    /// <summary>Nobody enters it from now on, until the transaction ends.</summary>
    public static Task Shut(AppDb db, string pool, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT FROM routing.pools WHERE pool = {pool} FOR UPDATE", cancellationToken);

    public static Task Remove(AppDb db, string pool, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM routing.pools WHERE pool = {pool}", cancellationToken);

    /// <summary>Above every epoch seen, also above an index that is newer than a database restored from a backup. Null when the pool was removed.</summary>
    public static async Task<long?> RaiseEpoch(AppDb db, string pool, long seen, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await HoldClaims(db, pool, cancellationToken);
        var epoch = (await db.Database.SqlQuery<long?>($"UPDATE routing.pools SET epoch = greatest(epoch, {seen}) + 1 WHERE pool = {pool} RETURNING epoch AS \"Value\"").ToListAsync(cancellationToken)).SingleOrDefault();
        await transaction.CommitAsync(cancellationToken);
        return epoch;
    }
}
