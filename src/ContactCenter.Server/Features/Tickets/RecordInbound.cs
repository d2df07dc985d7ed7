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

    /// <summary>The caller has asked (<see cref="RecordInbound.IsStored"/>) under a lock of his own that this customer's messages all take.</summary>
    public bool KnownToBeNew { get; init; }
}

public sealed record InboundResult(Guid TicketId, MessageView Message, bool Duplicate, bool Opened);

/// <summary>Contact's message -> ticket, message and facts in one transaction (the caller's, if it has one).</summary>
public sealed class RecordInbound(AppDb db, TicketNumbers numbers, TimeProvider time)
{
    /// <summary>Null when the message's id is already that of another ticket's message.</summary>
    public Task<InboundResult?> Run(InboundMessage inbound, CancellationToken cancellationToken) =>
        db.Transact(async () =>
        {
            var result = await Add(inbound, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return result;
        }, cancellationToken);

    /// <summary>The same without the save, for a caller who has more to save in his transaction.</summary>
    public async Task<InboundResult?> Add(InboundMessage inbound, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ticket = inbound.TicketId is { } known ? await TicketRows.Lock(db, known, cancellationToken) : null;
        // Under the lock: whoever sent the same message at the same time has committed it or waits behind us.
        if (!inbound.KnownToBeNew
            && await db.Set<Message>().SingleOrDefaultAsync(m => m.ClientId == inbound.ClientId && m.Id == inbound.Id, cancellationToken) is { } before)
            return before.TicketId == ticket?.Id ? new InboundResult(before.TicketId, before.ToView(NoNames), true, false) : null;

        var opens = ticket is null || !ticket.TakesMessages(now);
        if (opens)
        {
            var number = await numbers.Next(inbound.ClientId, cancellationToken);
            ticket = Ticket.Open(inbound.ClientId, number, inbound.ContactId, inbound.Channel, inbound.Subject, inbound.Entry, now);
            db.Add(ticket);
        }
        var resumed = ticket!.Status == TicketStatus.WrapUp;
        var message = ticket.Receive(inbound.Id, inbound.Text, inbound.Files, now);
        db.Add(message);
        if (resumed) db.CancelTimer(WrapUpJob.Kind, ticket.Id);
        return new InboundResult(ticket.Id, message.ToView(NoNames), false, opens);
    }

    /// <summary>Whether a message of that id is stored, as part of a batch.</summary>
    public static Answer<bool> IsStored(ReadBatch batch, Guid clientId, Guid id) =>
        batch.Ask("SELECT true FROM tickets.messages WHERE client_id = $1 AND id = $2", r => r.GetBoolean(0), clientId, id);

    static readonly Dictionary<Guid, string> NoNames = [];
}
