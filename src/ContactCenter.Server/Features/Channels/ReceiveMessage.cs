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
        MessageRequest body, Visitor visitor, AppDb db, RecordInbound record, VisitorStreams streams, TimeProvider time, CancellationToken cancellationToken)
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
            var answer = await Store(body.Id, text, files, visitor, db, record, time, cancellationToken);
            if (answer.Result is not Problem) await transaction.CommitAsync(cancellationToken);
            FaultPoints.Reach(FaultPoints.AfterCommit);
            streams.Wrote(visitor.Session.Id);
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
        Guid? id, string text, IReadOnlyList<Guid> files, Visitor visitor, AppDb db, RecordInbound record, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (sessionId, clientId, messageId) = (visitor.Session.Id, visitor.Session.ClientId, id ?? Ids.New(now));
        var batch = new ReadBatch(db);
        var sessions = VisitorRows.Lock(batch, sessionId);
        var presents = VisitorRows.Present(batch, sessionId);
        var entries = QueueEntry.Ask(batch, visitor.Widget.QueueId);
        var contacts = FindContact.Ask(batch, clientId, Channel, sessionId.ToString());
        // All messages of this visitor take his session's lock; another visitor's with the same id hits the key.
        var stored = RecordInbound.IsStored(batch, clientId, messageId);
        await batch.Run(cancellationToken);
        if (sessions.FirstOrDefault is not { } session) return new Problem(StatusCodes.Status401Unauthorized, "session_invalid");
        db.Attach(session);
        var present = presents.FirstOrDefault;
        if ((entries.FirstOrDefault ?? await Ongoing(db, present, cancellationToken)) is not { } entry) return Problem.Conflict("chat_unavailable");
        var contact = await FindContact.OrCreate(
            db, contacts, clientId, Channel, sessionId.ToString(), new(session.Name, session.Email, session.Language, session.TimeZone), now, cancellationToken);
        var isNew = stored.Rows.Count == 0;
        var inbound = new InboundMessage(
            messageId, clientId, contact, Channel, text, session.Topic ?? FirstWords(text), present?.TicketId, entry) { KnownToBeNew = isNew };
        if (files.Count > 0 && isNew)
        {
            if (await FileStore.Hold(db, clientId, files, messageId, cancellationToken) is not { } held) return TicketFiles.NotYours;
            inbound = inbound with { Files = held, Subject = text.Length > 0 ? inbound.Subject : session.Topic ?? held[0].Name };
        }
        if (await record.Add(inbound, cancellationToken) is not { Message.Kind: MessageKind.Customer } result) return Taken;

        var before = present?.Before ?? 0;
        if (result.TicketId != present?.TicketId)
        {
            before += present is null ? 0 : await TicketMessages.LastSequence(db, present.TicketId, cancellationToken);
            db.Also(VisitorRows.Add(session, result.TicketId, before));
        }
        // Whoever follows by no stream is heard of by his messages only.
        if (session.GoneAt is not null) VisitorPresence.Gone(db, session, now, now);
        await db.SaveChangesAsync(cancellationToken);
        var message = ReadChat.Own(result.Message, before);
        return result.Duplicate ? TypedResults.Ok(message) : TypedResults.Created((string?)null, message);
    }

    /// <summary>A queue that is no longer active takes no new tickets; a talk that goes on there goes on.</summary>
    static async Task<TicketEntry?> Ongoing(AppDb db, VisitorTicket? present, CancellationToken cancellationToken) =>
        present is not null && await TicketStates.Read(db, present.TicketId, cancellationToken) is { Status: not TicketStatus.Closed } open
            ? new TicketEntry(open.QueueId, open.Pool, 0, 0)
            : null;

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
