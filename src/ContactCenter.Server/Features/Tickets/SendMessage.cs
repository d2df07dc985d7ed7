using System.ComponentModel.DataAnnotations;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>An agent's words: to the customer (his own ticket only) or a note to colleagues.</summary>
public static class SendMessage
{
    public const int MaxLength = 10_000;

    public enum Kinds { Reply, Note }

    /// <summary>Mentions: the colleagues whom a note names. LastSeen: the newest message the writer had on his screen. Id: made by the console, so that a retry is the same message.</summary>
    public sealed record NewMessage(Kinds Kind, [Required(AllowEmptyStrings = true), MaxLength(MaxLength)] string Text, Guid? Id = null, Guid? LastSeen = null, bool? Force = null,
        IReadOnlyList<Guid>? Attachments = null, IReadOnlyList<Guid>? Mentions = null);

    public static async Task<Results<Created<MessageView>, Ok<MessageView>, Problem>> Handle(
        Guid id, NewMessage body, CurrentUser user, AppDb db, Colleagues colleagues, TimeProvider time, CancellationToken cancellationToken)
    {
        var files = body.Attachments ?? [];
        if (new Shape().Need(files.Count > 0 || !string.IsNullOrWhiteSpace(body.Text), "text", "Say something.").Named(files).Problem is { } bad) return bad;
        if (await Named() is { } wrong) return wrong;
        var now = time.GetUtcNow();
        var messageId = body.Id ?? Ids.New(now);
        return await db.Transact<Results<Created<MessageView>, Ok<MessageView>, Problem>>(async () =>
        {
            var ticket = await TicketRows.Lock(db, id, cancellationToken);
            if (ticket is null) return Problem.NotFound;
            if (await db.Set<Message>().SingleOrDefaultAsync(m => m.ClientId == ticket.ClientId && m.Id == messageId, cancellationToken) is { } before)
            {
                return before.TicketId == id && before.AuthorId == user.Id
                    ? TypedResults.Ok(await View(before))
                    : Problem.Conflict("already_exists", "Another message has this id.");
            }
            if (await Refuse(ticket) is { } refusal) return refusal;
            if (await FileStore.Hold(db, ticket.ClientId, files, messageId, cancellationToken) is not { } held) return TicketFiles.NotYours;
            var message = body.Kind == Kinds.Note
                ? ticket.Note(messageId, user.Id, body.Text, held, now)
                : ticket.Reply(messageId, user.Id, body.Text, held, await IsFirst(), now);
            db.Add(message);
            foreach (var mentioned in body.Mentions ?? []) db.Add(ticket.Mention(message, mentioned, now));
            await db.SaveChangesAsync(cancellationToken);
            return TypedResults.Created($"/api/v1/tickets/{id}/messages", await View(message));
        }, cancellationToken);

        // Asked before the ticket is locked: it needs a connection of its own.
        async Task<Problem?> Named()
        {
            if (body.Mentions is not { Count: > 0 } mentions) return null;
            if (await TicketStates.Read(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
            var known = mentions.Count <= Mention.MostInNote ? (await colleagues.Of(ticket.ClientId, cancellationToken)).Select(c => c.Id).ToHashSet() : [];
            return new Shape()
                .Need(body.Kind == Kinds.Note, "mentions", "Only a note names colleagues.")
                .Need(mentions.Count <= Mention.MostInNote, "mentions", $"At most {Mention.MostInNote}.")
                .Need(mentions.Distinct().Count() == mentions.Count, "mentions", "Each of them once.")
                .Need(known.Count == 0 || mentions.All(known.Contains), "mentions", "Not all of them work on this client's tickets.").Problem;
        }

        async Task<Problem?> Refuse(Ticket ticket)
        {
            if (body.Kind == Kinds.Note) return null;
            if (ticket.Status == TicketStatus.Closed) return Problem.Conflict("ticket_closed");
            if (ticket.AgentId != user.Id) return Problem.Conflict("not_owner");
            if (body.Force == true || body.LastSeen is not { } lastSeen) return null;
            var newer = await TicketMessages.NewerThan(db, ticket, lastSeen, user.Id, cancellationToken);
            return newer.Count == 0 ? null : new Problem(StatusCodes.Status409Conflict, "stale_view") { Extra = new Dictionary<string, object?> { ["newer"] = newer } };
        }

        Task<bool> IsFirst() => db.Set<Message>().AllAsync(m => m.TicketId != id || m.Kind != MessageKind.Reply, cancellationToken);

        async Task<MessageView> View(Message message) => message.ToView(await UserNames.Of(db, [user.Id], cancellationToken));
    }
}
