using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Features.Tickets;

sealed class TicketsData : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<Disposition>,
    IEntityTypeConfiguration<Tag>, IEntityTypeConfiguration<TicketTag>, IEntityTypeConfiguration<Mention>
{
    public void Configure(EntityTypeBuilder<Ticket> builder) => builder.ToTable("tickets", "tickets").HasKey(t => t.Id);

    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages", "tickets").HasKey(m => new { m.ClientId, m.Id });
        // A new ticket is written before its first message.
        builder.Property(m => m.Attachments).AsJson();
        builder.HasOne<Ticket>().WithMany().HasForeignKey(m => m.TicketId);
    }

    public void Configure(EntityTypeBuilder<Disposition> builder) => builder.ToTable("dispositions", "tickets").HasKey(d => d.Id);

    public void Configure(EntityTypeBuilder<Tag> builder) => builder.ToTable("tags", "tickets").HasKey(g => g.Id);

    public void Configure(EntityTypeBuilder<Mention> builder)
    {
        builder.ToTable("mentions", "tickets").HasKey(m => m.Id);
        // Written after the note.
        builder.HasOne<Message>().WithMany().HasForeignKey(m => new { m.ClientId, m.MessageId });
    }

    public void Configure(EntityTypeBuilder<TicketTag> builder) =>
        builder.ToTable("ticket_tags", "tickets").HasKey(l => new { l.ClientId, l.TagId, l.TicketId });
}

static class TicketRows
{
    /// <summary>The ticket under its row lock, so that its facts commit in the order of their sequence. Null when the scope does not see it.</summary>
    public static async Task<Ticket?> Lock(AppDb db, Guid id, CancellationToken cancellationToken) =>
        (await db.Set<Ticket>().FromSql($"SELECT * FROM tickets.tickets WHERE id = {id} FOR UPDATE").ToListAsync(cancellationToken)).SingleOrDefault();
}
