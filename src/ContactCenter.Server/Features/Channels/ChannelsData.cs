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
        (await db.Set<VisitorSession>().FromSql($"SELECT * FROM channels.visitor_sessions WHERE id = {sessionId} FOR NO KEY UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();

    /// <summary>His tickets in order; the last is the present one.</summary>
    public static Task<List<VisitorTicket>> Tickets(AppDb db, Guid sessionId, CancellationToken cancellationToken) =>
        db.Set<VisitorTicket>().AsNoTracking().Where(t => t.SessionId == sessionId).OrderBy(t => t.Before).ToListAsync(cancellationToken);
}
