using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>GET /mentions: where colleagues have named me, the newest first, and how many of them I have not opened.</summary>
public static class ListMentions
{
    public sealed record MentionView(
        Guid Id, Guid TicketId, long Number, Guid ClientId, string ClientName, string Subject, Guid MessageId, string? Author, string Preview,
        DateTimeOffset At, bool Read);

    public sealed record MentionPage(IReadOnlyList<MentionView> Items, string? NextCursor, int Unread);

    public static async Task<Ok<MentionPage>> Handle(int? limit, string? cursor, CurrentUser user, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor, 20);
        var mine = db.Set<Mention>().AsNoTracking().Where(m => m.UserId == user.Id);
        var rows = await mine.Where(m => page.After == null || m.Id.CompareTo(page.After.Value) < 0).OrderByDescending(m => m.Id).Take(page.Limit + 1)
            .Join(db.Set<Ticket>(), m => m.TicketId, t => t.Id, (m, t) => new { Mention = m, t.Number, t.Subject })
            .Join(db.Set<Message>(), x => new { x.Mention.ClientId, Id = x.Mention.MessageId }, m => new { m.ClientId, m.Id }, (x, m) => new { x.Mention, x.Number, x.Subject, Note = m })
            .OrderByDescending(x => x.Mention.Id).ToListAsync(cancellationToken);
        var clients = await ClientNames.Of(db, rows.Select(r => r.Mention.ClientId).Distinct(), cancellationToken);
        var authors = await UserNames.Of(db, rows.Where(r => r.Note.AuthorId is not null).Select(r => r.Note.AuthorId!.Value), cancellationToken);
        var views = rows.ConvertAll(r => new MentionView(
            r.Mention.Id, r.Mention.TicketId, r.Number, r.Mention.ClientId, clients.GetValueOrDefault(r.Mention.ClientId, ""), r.Subject, r.Note.Id,
            authors.GetValueOrDefault(r.Note.AuthorId ?? Guid.Empty), TicketViews.Preview(r.Note), r.Note.At, r.Mention.ReadAt is not null));
        var cut = page.Cut(views, v => v.Id);
        return TypedResults.Ok(new MentionPage(cut.Items, cut.NextCursor, await mine.CountAsync(m => m.ReadAt == null, cancellationToken)));
    }
}

/// <summary>I have opened the ticket: what named me there is read, on all my screens. Twice changes nothing.</summary>
public static class ReadMentions
{
    public static Task<Results<NoContent, Problem>> Handle(Guid id, CurrentUser user, AppDb db, TimeProvider time, CancellationToken cancellationToken) =>
        db.Transact<Results<NoContent, Problem>>(async () =>
        {
            if (await TicketRows.Lock(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
            var unread = await db.Set<Mention>().Where(m => m.TicketId == id && m.UserId == user.Id && m.ReadAt == null).ToListAsync(cancellationToken);
            if (unread.Count > 0)
            {
                var now = time.GetUtcNow();
                foreach (var mention in unread) mention.ReadAt = now;
                ticket.MentionsRead(user.Id, now);
                await db.SaveChangesAsync(cancellationToken);
            }
            return TypedResults.NoContent();
        }, cancellationToken);
}
