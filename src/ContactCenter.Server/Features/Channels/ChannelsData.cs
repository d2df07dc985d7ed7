using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Channels;

sealed class ChannelsData : IEntityTypeConfiguration<Widget>, IEntityTypeConfiguration<VisitorSession>, IEntityTypeConfiguration<VisitorTicket>
{
    public void Configure(EntityTypeBuilder<Widget> builder) => builder.ToTable("widgets", "channels").HasKey(w => w.Id);

    public void Configure(EntityTypeBuilder<VisitorSession> builder) => builder.ToTable("visitor_sessions", "channels").HasKey(s => s.Id);

    public void Configure(EntityTypeBuilder<VisitorTicket> builder) =>
        builder.ToTable("visitor_tickets", "channels").HasKey(t => new { t.SessionId, t.TicketId });
}

static class VisitorRows
{
    /// <summary>
    /// The session under its row lock: two tabs that write their first message at once make one ticket, and coming and
    /// going are decided one after the other. Taken before the ticket's lock, always.
    /// </summary>
    public static async Task<VisitorSession?> Lock(AppDb db, Guid sessionId, CancellationToken cancellationToken) =>
        (await Lock(db, [sessionId], cancellationToken)).SingleOrDefault();

    /// <summary>In the order of ids, so that two callers never wait for each other.</summary>
    public static async Task<IReadOnlyList<VisitorSession>> Lock(AppDb db, Guid[] sessionIds, CancellationToken cancellationToken) =>
        await db.Set<VisitorSession>().FromSql($"SELECT * FROM channels.visitor_sessions WHERE id = ANY ({sessionIds}) ORDER BY id FOR NO KEY UPDATE")
            .ToListAsync(cancellationToken);

    /// <summary>His tickets in order; the last is the present one.</summary>
    public static Task<List<VisitorTicket>> Tickets(AppDb db, Guid sessionId, CancellationToken cancellationToken) =>
        db.Set<VisitorTicket>().AsNoTracking().Where(t => t.SessionId == sessionId).OrderBy(t => t.Before).ToListAsync(cancellationToken);
}
