using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>A customer's message from any channel. Its id is the channel's idempotency key.</summary>
public sealed record InboundMessage(
    Guid Id, Guid ClientId, Guid ContactId, string Channel, string Text, string Subject, Guid? TicketId, TicketEntry Entry)
{
    /// <summary>Already held for this message, in the transaction that records it.</summary>
    public IReadOnlyList<FileView> Files { get; init; } = [];
}

public sealed record InboundResult(Guid TicketId, MessageView Message, bool Duplicate, bool Opened);

/// <summary>Contact's message -> ticket, message and facts in one transaction (the caller's, if it has one).</summary>
public static class RecordInbound
{
    /// <summary>Null when the message's id is already that of another ticket's message.</summary>
    public static Task<InboundResult?> Run(AppDb db, InboundMessage inbound, TimeProvider time, CancellationToken cancellationToken) =>
        db.Transact(async () =>
        {
            var now = time.GetUtcNow();
            var ticket = inbound.TicketId is { } known ? await TicketRows.Lock(db, known, cancellationToken) : null;
            // Under the lock: whoever sent the same message at the same time has committed it or waits behind us.
            if (await db.Set<Message>().SingleOrDefaultAsync(m => m.ClientId == inbound.ClientId && m.Id == inbound.Id, cancellationToken) is { } before)
                return before.TicketId == ticket?.Id ? new InboundResult(before.TicketId, before.ToView(NoNames), true, false) : null;

            var opens = ticket is null || !ticket.TakesMessages(now);
            if (opens)
            {
                var number = await TicketRows.NextNumber(db, inbound.ClientId, cancellationToken);
                ticket = Ticket.Open(inbound.ClientId, number, inbound.ContactId, inbound.Channel, inbound.Subject, inbound.Entry, now);
                db.Add(ticket);
            }
            var resumed = ticket!.Status == TicketStatus.WrapUp;
            var message = ticket.Receive(inbound.Id, inbound.Text, inbound.Files, now);
            db.Add(message);
            if (resumed) db.CancelTimer(WrapUpJob.Kind, ticket.Id);
            await db.SaveChangesAsync(cancellationToken);
            return new InboundResult(ticket.Id, message.ToView(NoNames), false, opens);
        }, cancellationToken);

    static readonly Dictionary<Guid, string> NoNames = [];
}
