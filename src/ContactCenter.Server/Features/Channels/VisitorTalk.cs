using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Channels;

/// <summary>What other rooms may ask about a visitor's talk.</summary>
static class VisitorTalk
{
    /// <summary>His present ticket, if the contact is over and he did not leave unanswered; null otherwise.</summary>
    public static async Task<TicketState?> Ended(AppDb db, Visitor visitor, CancellationToken cancellationToken)
    {
        var tickets = await VisitorRows.Tickets(db, visitor.Session.Id, cancellationToken);
        return tickets.Count > 0 && await TicketStates.Read(db, tickets[^1].TicketId, cancellationToken) is
            { Status: TicketStatus.WrapUp or TicketStatus.Closed, Abandoned: false } ended ? ended : null;
    }
}
