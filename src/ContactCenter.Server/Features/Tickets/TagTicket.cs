using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>
/// One tag more or less on a ticket. Two colleagues who tag at once both get what they asked for, so nobody names a version:
/// the row's lock puts them in order. A tag that is there already, or gone already, changes nothing.
/// </summary>
public static class TagTicket
{
    public sealed record TagRequest(string Tag);

    public static Task<Results<Ok<TicketView>, Problem>> Add(
        Guid id, TagRequest body, AppDb db, TicketViews views, TimeProvider time, CancellationToken cancellationToken) =>
        Change(id, body.Tag, db, views, async (ticket, name) =>
        {
            var now = time.GetUtcNow();
            var tag = await TagRows.IdOf(db, ticket.ClientId, name, Ids.New(now), cancellationToken);
            var there = await db.Set<TicketTag>().Where(l => l.TicketId == ticket.Id).Select(l => l.TagId).ToListAsync(cancellationToken);
            if (there.Contains(tag)) return null;
            if (there.Count >= Tag.MostOnTicket) return Problem.Conflict("too_many_tags", $"At most {Tag.MostOnTicket} tags on one ticket.");
            db.Add(new TicketTag { ClientId = ticket.ClientId, TagId = tag, TicketId = ticket.Id });
            ticket.Tagged(tag, true, now);
            return null;
        }, cancellationToken);

    public static Task<Results<Ok<TicketView>, Problem>> Remove(
        Guid id, string tag, AppDb db, TicketViews views, TimeProvider time, CancellationToken cancellationToken) =>
        Change(id, tag, db, views, async (ticket, name) =>
        {
            var link = await db.Set<TicketTag>().Where(l => l.TicketId == ticket.Id)
                .Where(l => db.Set<Tag>().Any(g => g.Id == l.TagId && g.Name == name)).SingleOrDefaultAsync(cancellationToken);
            if (link is null) return null;
            db.Remove(link);
            ticket.Tagged(link.TagId, false, time.GetUtcNow());
            return null;
        }, cancellationToken);

    static Task<Results<Ok<TicketView>, Problem>> Change(
        Guid id, string typed, AppDb db, TicketViews views, Func<Ticket, string, Task<Problem?>> change, CancellationToken cancellationToken) =>
        db.Transact<Results<Ok<TicketView>, Problem>>(async () =>
        {
            if (Tag.Normal(typed) is not { } name) return Problem.Invalid("tag", $"A word or some, at most {Tag.MaxLength} characters.");
            if (await TicketRows.Lock(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
            if (await change(ticket, name) is { } refused) return refused;
            await db.SaveChangesAsync(cancellationToken);
            return TypedResults.Ok(await views.One(ticket, cancellationToken));
        }, cancellationToken);
}

/// <summary>GET /tags: the words that are on tickets, for suggestions and filters.</summary>
public static class ListTags
{
    public sealed record TagView(Guid Id, Guid ClientId, string Name);

    public static async Task<Ok<Page<TagView>>> Handle(Guid? clientId, int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor, PageQuery.MaxLimit);
        var rows = await db.Set<Tag>().AsNoTracking()
            .Where(g => (clientId == null || g.ClientId == clientId) && (page.After == null || g.Id > page.After))
            .Where(g => db.Set<TicketTag>().Any(l => l.ClientId == g.ClientId && l.TagId == g.Id))
            .OrderBy(g => g.Id).Take(page.Limit + 1).Select(g => new TagView(g.Id, g.ClientId, g.Name)).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(rows, g => g.Id));
    }
}
