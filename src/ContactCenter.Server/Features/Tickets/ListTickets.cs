using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

public static class ListTickets
{
    /// <summary>mine: what I own and have not closed; queue: waiting, the oldest first; all: newest first.</summary>
    public enum View { All, Mine, Queue }

    public static async Task<Results<Ok<Page<TicketView>>, Problem>> Handle(
        string? view, Guid? clientId, Guid? contactId, string? channel, string? status, string? tag, string? q, int? limit, string? cursor,
        CurrentUser user, AppDb db, TicketViews views, CancellationToken cancellationToken)
    {
        if (!Read(view, View.All, out var wanted)) return Problem.Invalid("view", "mine, queue or all.");
        TicketStatus? wantedStatus = null;
        if (status is not null)
        {
            if (!Read(status, default(TicketStatus), out var parsed)) return Problem.Invalid("status", "waiting, assigned, pending, snoozed, wrap-up or closed.");
            wantedStatus = parsed;
        }
        var page = PageQuery.Of(limit, cursor);
        var tickets = db.Set<Ticket>().AsNoTracking();
        if (wanted == View.Mine) tickets = tickets.Where(t => t.AgentId == user.Id && t.Status != TicketStatus.Closed);
        if (wanted == View.Queue) tickets = tickets.Where(t => t.Status == TicketStatus.Waiting);
        if (wantedStatus is { } s) tickets = tickets.Where(t => t.Status == s);
        if (clientId is { } client) tickets = tickets.Where(t => t.ClientId == client);
        if (contactId is { } contact) tickets = tickets.Where(t => t.ContactId == contact);
        if (channel is not null) tickets = tickets.Where(t => t.Channel == channel);
        if (tag is not null)
        {
            if (Tag.Normal(tag) is not { } name) return Problem.Invalid("tag", $"A word or some, at most {Tag.MaxLength} characters.");
            var tags = await db.Set<Tag>().Where(g => g.Name == name).Select(g => g.Id).ToListAsync(cancellationToken);
            tickets = tickets.Where(t => db.Set<TicketTag>().Where(l => tags.Contains(l.TagId)).Select(l => l.TicketId).Contains(t.Id));
        }
        if (!string.IsNullOrWhiteSpace(q)) tickets = Search(tickets, q.Trim());
        // Ids are UUIDv7: their order is the order of creation.
        tickets = wanted == View.Queue
            ? tickets.Where(t => page.After == null || t.Id.CompareTo(page.After.Value) > 0).OrderBy(t => t.Id)
            : tickets.Where(t => page.After == null || t.Id.CompareTo(page.After.Value) < 0).OrderByDescending(t => t.Id);
        var cut = page.Cut(await tickets.Take(page.Limit + 1).ToListAsync(cancellationToken), t => t.Id);
        return TypedResults.Ok(new Page<TicketView>(await views.Many(cut.Items, cancellationToken), cut.NextCursor));
    }

    public static async Task<Results<Ok<TicketView>, Problem>> One(Guid id, TicketViews views, CancellationToken cancellationToken) =>
        await views.Find(id, cancellationToken) is { } view ? TypedResults.Ok(view) : Problem.NotFound;

    static IQueryable<Ticket> Search(IQueryable<Ticket> tickets, string q)
    {
        var pattern = "%" + q.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return long.TryParse(q.TrimStart('#'), out var number)
            ? tickets.Where(t => t.Number == number || EF.Functions.ILike(t.Subject, pattern))
            : tickets.Where(t => EF.Functions.ILike(t.Subject, pattern));
    }

    static bool Read<TEnum>(string? text, TEnum fallback, out TEnum value) where TEnum : struct, Enum
    {
        value = fallback;
        return text is null || (Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsDigit(text[0]));
    }
}

/// <summary>GET /tickets/{id}/events: the journal of one ticket, oldest first.</summary>
public static class ListEvents
{
    public sealed record EventActor(string Kind, Guid? Id, string? Name);
    public sealed record EventView(Guid Id, string Type, long Sequence, DateTimeOffset At, EventActor Actor, System.Text.Json.JsonElement Payload);

    public static async Task<Results<Ok<Page<EventView>>, Problem>> Handle(
        Guid id, int? limit, long? cursor, AppDb db, CancellationToken cancellationToken)
    {
        if (!await db.Set<Ticket>().AnyAsync(t => t.Id == id, cancellationToken)) return Problem.NotFound;
        var size = Math.Clamp(limit ?? 100, 1, PageQuery.MaxLimit);
        var rows = await db.Set<JournalEvent>().AsNoTracking().Where(e => e.Stream == id && (cursor == null || e.Sequence > cursor))
            .OrderBy(e => e.Sequence).Take(size + 1).ToListAsync(cancellationToken);
        var more = rows.Count > size;
        if (more) rows.RemoveAt(size);
        var names = await UserNames.Of(db, rows.Where(e => e is { ActorKind: "agent", ActorId: not null }).Select(e => e.ActorId!.Value).Distinct(), cancellationToken);
        return TypedResults.Ok(new Page<EventView>([.. rows.Select(e => new EventView(e.Id, e.Type, e.Sequence, e.Instant,
            new(e.ActorKind, e.ActorId, e.ActorId is { } actor ? names.GetValueOrDefault(actor) : null),
            System.Text.Json.JsonDocument.Parse(e.Payload).RootElement))], more ? rows[^1].Sequence.ToString() : null));
    }
}

/// <summary>The owner has seen the talk up to a message: his unread count starts from there, on all his screens.</summary>
public static class ReadTicket
{
    public sealed record ReadRequest(Guid LastSeen);

    public static Task<Results<NoContent, Problem>> Handle(Guid id, ReadRequest body, CurrentUser user, AppDb db, CancellationToken cancellationToken) =>
        db.Transact<Results<NoContent, Problem>>(async () =>
        {
            var ticket = await TicketRows.Lock(db, id, cancellationToken);
            if (ticket is null) return Problem.NotFound;
            if (ticket.AgentId != user.Id) return Problem.Conflict("not_owner");
            var seen = await db.Set<Message>().Where(m => m.TicketId == id && m.Id == body.LastSeen).Select(m => m.Sequence).SingleOrDefaultAsync(cancellationToken);
            ticket.Read(seen);
            await db.SaveChangesAsync(cancellationToken);
            return TypedResults.NoContent();
        }, cancellationToken);
}
