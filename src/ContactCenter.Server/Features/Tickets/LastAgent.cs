using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>Who of ours wrote last to a ticket's customer, in this or an earlier ticket of his with the same client.</summary>
public static class LastAgent
{
    public static Task<Guid?> Of(AppDb db, Guid ticketId, CancellationToken cancellationToken) => (
        from ticket in db.Set<Ticket>()
        where ticket.Id == ticketId
        from other in db.Set<Ticket>()
        where other.ClientId == ticket.ClientId && other.ContactId == ticket.ContactId
        join message in db.Set<Message>() on other.Id equals message.TicketId
        where message.Kind == MessageKind.Reply && message.AuthorKind == AuthorKind.Agent
        orderby message.At descending
        select message.AuthorId).FirstOrDefaultAsync(cancellationToken);
}
