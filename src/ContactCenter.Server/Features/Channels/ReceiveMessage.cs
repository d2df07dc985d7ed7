using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Channels;

/// <summary>Id: made by the visitor's browser, so that sending again after a lost answer stores nothing twice.</summary>
sealed record MessageRequest(string Text, Guid? Id = null, IReadOnlyList<Guid>? Attachments = null);

/// <summary>
/// A visitor writes. Message, ticket and facts commit together and then it is acknowledged; routing takes it from the
/// outbox, so that Redis being away delays the agent and not the visitor.
/// </summary>
static class ReceiveMessage
{
    public const string Channel = "chat";
    const int MaxLength = 4000;
    const int SubjectLength = 80;

    public static async Task<Results<Created<VisitorMessage>, Ok<VisitorMessage>, Problem>> Handle(
        MessageRequest body, Visitor visitor, AppDb db, VisitorStreams streams, TimeProvider time, CancellationToken cancellationToken)
    {
        var text = body.Text.Trim();
        var files = body.Attachments ?? [];
        var shape = new Shape().Need(text.Length <= MaxLength && text.Length + files.Count > 0, "text", $"1 to {MaxLength} characters.").Named(files)
            .Need(!text.Contains('\0', StringComparison.Ordinal), "text", "Text only.")
            .Need(body.Id != Guid.Empty, "id", "A random UUID.");
        if (shape.Problem is { } bad) return bad;
        FaultPoints.Reach(FaultPoints.AfterVerify);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var answer = await Store(body.Id, text, files, visitor, db, streams, time, cancellationToken);
            if (answer.Result is not Problem) await transaction.CommitAsync(cancellationToken);
            FaultPoints.Reach(FaultPoints.AfterCommit);
            streams.WakeSession(visitor.Session.Id);
            return answer;
        }
        // Two visitors with the same id at the same instant: the loser hears what he would have heard a moment later.
        catch (DbUpdateException e) when (DatabaseFailures.IsDuplicate(e))
        {
            return Taken;
        }
    }

    /// <summary>An id that is some other message's answers nothing about that message.</summary>
    static Problem Taken => Problem.Conflict("id_taken", "Another message has this id. Make a new one.");

    static async Task<Results<Created<VisitorMessage>, Ok<VisitorMessage>, Problem>> Store(
        Guid? id, string text, IReadOnlyList<Guid> files, Visitor visitor, AppDb db, VisitorStreams streams, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await VisitorRows.Lock(db, visitor.Session.Id, cancellationToken) is not { } session) return new Problem(StatusCodes.Status401Unauthorized, "session_invalid");
        var tickets = await VisitorRows.Tickets(db, session.Id, cancellationToken);
        var present = tickets.Count == 0 ? null : tickets[^1];
        if (await Entry(db, visitor.Widget, present, cancellationToken) is not { } entry) return Problem.Conflict("chat_unavailable");
        var contact = await FindContact.OrCreate(
            db, session.ClientId, Channel, session.Id.ToString(), session.Name, session.Email, session.Language, now, cancellationToken);
        var messageId = id ?? Ids.New(now);
        var inbound = new InboundMessage(
            messageId, session.ClientId, contact, Channel, text, session.Topic ?? FirstWords(text), present?.TicketId, entry);
        if (files.Count > 0 && !await TicketMessages.Exists(db, session.ClientId, messageId, cancellationToken))
        {
            if (await FileStore.Hold(db, session.ClientId, files, messageId, cancellationToken) is not { } held) return TicketFiles.NotYours;
            inbound = inbound with { Files = held, Subject = text.Length > 0 ? inbound.Subject : session.Topic ?? held[0].Name };
        }
        if (await RecordInbound.Run(db, inbound, time, cancellationToken) is not { Message.Kind: MessageKind.Customer } result) return Taken;

        var before = present?.Before ?? 0;
        if (result.TicketId != present?.TicketId)
        {
            before += present is null ? 0 : await TicketMessages.LastSequence(db, present.TicketId, cancellationToken);
            db.Add(new VisitorTicket { SessionId = session.Id, TicketId = result.TicketId, ClientId = session.ClientId, Before = before });
        }
        // Whoever follows by no stream is heard of by his messages only.
        if (session.GoneAt is not null) VisitorPresence.Gone(db, session, now, now);
        await db.SaveChangesAsync(cancellationToken);
        var message = ReadChat.Own(result.Message, before);
        return result.Duplicate ? TypedResults.Ok(message) : TypedResults.Created((string?)null, message);
    }

    /// <summary>A queue that is no longer active takes no new tickets; a talk that goes on there goes on.</summary>
    static async Task<TicketEntry?> Entry(AppDb db, Widget widget, VisitorTicket? present, CancellationToken cancellationToken)
    {
        if (await QueueEntry.Read(db, widget.QueueId, cancellationToken) is { } entry) return entry;
        return present is not null && await TicketStates.Read(db, present.TicketId, cancellationToken) is { Status: not TicketStatus.Closed } open
            ? new TicketEntry(open.QueueId, open.Pool, 0, 0)
            : null;
    }

    internal static string FirstWords(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= SubjectLength) return line;
        var end = line.LastIndexOf(' ', SubjectLength - 1);
        if (end < SubjectLength / 2) end = SubjectLength - 1;
        // Not between the halves of a character.
        if (char.IsHighSurrogate(line[end - 1])) end--;
        return line[..end] + "…";
    }
}
