using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

sealed class ChannelsData : IEntityTypeConfiguration<Widget>, IEntityTypeConfiguration<VisitorSession>, IEntityTypeConfiguration<VisitorTicket>
{
    public void Configure(EntityTypeBuilder<Widget> builder)
    {
        builder.ToTable("widgets", "channels").HasKey(w => w.Id);
        builder.Property(w => w.PreChat).AsJson();
        builder.Property(w => w.Theme).AsJson();
    }

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

    /// <summary>The same as part of a batch; what follows it there sees what it has waited for.</summary>
    public static Answer<VisitorSession> Lock(ReadBatch batch, Guid sessionId) => batch.Ask(
        "SELECT id, client_id, widget_id, name, email, language, topic, time_zone, created_at, gone_at FROM channels.visitor_sessions WHERE id = $1 FOR NO KEY UPDATE",
        r => new VisitorSession
        {
            Id = r.GetGuid(0), ClientId = r.GetGuid(1), WidgetId = r.GetGuid(2), Name = Text(r, 3), Email = Text(r, 4), Language = Text(r, 5), Topic = Text(r, 6),
            TimeZone = Text(r, 7), CreatedAt = r.GetFieldValue<DateTimeOffset>(8), GoneAt = r.IsDBNull(9) ? null : r.GetFieldValue<DateTimeOffset>(9),
        }, sessionId);

    /// <summary>His present ticket: the last one.</summary>
    public static Answer<VisitorTicket> Present(ReadBatch batch, Guid sessionId) => batch.Ask(
        "SELECT ticket_id, client_id, before FROM channels.visitor_tickets WHERE session_id = $1 ORDER BY before DESC LIMIT 1",
        r => new VisitorTicket { SessionId = sessionId, TicketId = r.GetGuid(0), ClientId = r.GetGuid(1), Before = r.GetInt64(2) }, sessionId);

    /// <summary>A further ticket of his; the ticket itself must be written before.</summary>
    public static NpgsqlBatchCommand Add(VisitorSession session, Guid ticketId, long before) =>
        new("INSERT INTO channels.visitor_tickets (session_id, ticket_id, client_id, before) VALUES ($1, $2, $3, $4)")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = session.Id }, new NpgsqlParameter<Guid> { TypedValue = ticketId },
                new NpgsqlParameter<Guid> { TypedValue = session.ClientId }, new NpgsqlParameter<long> { TypedValue = before },
            },
        };

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>His tickets in order; the last is the present one.</summary>
    public static Task<List<VisitorTicket>> Tickets(AppDb db, Guid sessionId, CancellationToken cancellationToken) =>
        db.Set<VisitorTicket>().AsNoTracking().Where(t => t.SessionId == sessionId).OrderBy(t => t.Before).ToListAsync(cancellationToken);
}
