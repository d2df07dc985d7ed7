using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

public static class TicketMessages
{
    /// <summary>GET /tickets/{id}/messages: the newest page, ascending; the cursor goes back in time.</summary>
    public static async Task<Results<Ok<Page<MessageView>>, Problem>> List(
        Guid id, int? limit, long? cursor, CurrentUser user, AppDb db, CancellationToken cancellationToken)
    {
        // Notes are among colleagues: whoever only looks on, such as the client's own people, does not get them.
        var notes = user.May(Permission.TicketsWork);
        if (!await db.Set<Ticket>().AnyAsync(t => t.Id == id, cancellationToken)) return Problem.NotFound;
        var size = Math.Clamp(limit ?? 50, 1, PageQuery.MaxLimit);
        var rows = await db.Set<Message>().AsNoTracking()
            .Where(m => m.TicketId == id && (cursor == null || m.Sequence < cursor) && (notes || m.Kind != MessageKind.Note))
            .OrderByDescending(m => m.Sequence).Take(size + 1).ToListAsync(cancellationToken);
        var more = rows.Count > size;
        if (more) rows.RemoveAt(size);
        rows.Reverse();
        return TypedResults.Ok(new Page<MessageView>(await Views(db, rows, cancellationToken), more ? rows[0].Sequence.ToString() : null));
    }

    /// <summary>Messages after a sequence, ascending: what a stream has missed. Notes are in it; a caller that shows customers must leave them out.</summary>
    public static async Task<IReadOnlyList<MessageView>> After(AppDb db, Guid ticketId, long sequence, int limit, CancellationToken cancellationToken) =>
        await Views(db, await db.Set<Message>().AsNoTracking().Where(m => m.TicketId == ticketId && m.Sequence > sequence)
            .OrderBy(m => m.Sequence).Take(limit).ToListAsync(cancellationToken), cancellationToken);

    public static Task<bool> Exists(AppDb db, Guid client, Guid messageId, CancellationToken cancellationToken) =>
        db.Set<Message>().AnyAsync(m => m.ClientId == client && m.Id == messageId, cancellationToken);

    /// <summary>The sequence of the ticket's newest message.</summary>
    public static Task<long> LastSequence(AppDb db, Guid ticketId, CancellationToken cancellationToken) =>
        db.Set<Ticket>().Where(t => t.Id == ticketId).Select(t => t.MessageSequence).SingleAsync(cancellationToken);

    /// <summary>What others have said since the writer looked. An id that is not of this ticket counts as having seen nothing.</summary>
    internal static async Task<IReadOnlyList<MessageView>> NewerThan(AppDb db, Ticket ticket, Guid lastSeen, Guid writer, CancellationToken cancellationToken)
    {
        var seen = await db.Set<Message>().Where(m => m.TicketId == ticket.Id && m.Id == lastSeen).Select(m => (long?)m.Sequence)
            .SingleOrDefaultAsync(cancellationToken) ?? 0;
        var newer = await After(db, ticket.Id, seen, PageQuery.MaxLimit, cancellationToken);
        return [.. newer.Where(m => m.Author.Id != writer && m.Kind != MessageKind.Event)];
    }

    /// <summary>The customer's newest words, shortened, for whoever decides whether to take the ticket.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> NewestOfCustomer(AppDb db, Guid[] ticketIds, CancellationToken cancellationToken) =>
        (await db.Set<Message>().AsNoTracking().Where(m => ticketIds.Contains(m.TicketId) && m.Kind == MessageKind.Customer)
            .GroupBy(m => m.TicketId).Select(g => g.OrderByDescending(m => m.Sequence).First()).ToListAsync(cancellationToken)).ToDictionary(m => m.TicketId, TicketViews.Preview);

    /// <summary>A message and who owns its ticket now: what is shown, and to whom.</summary>
    internal static async Task<(Guid? Owner, MessageView Message)?> FindWithOwner(AppDb db, Guid ticketId, Guid messageId, CancellationToken cancellationToken)
    {
        var found = await db.Set<Message>().AsNoTracking().Where(m => m.TicketId == ticketId && m.Id == messageId)
            .Join(db.Set<Ticket>(), m => m.TicketId, t => t.Id, (m, t) => new { Message = m, Owner = t.AgentId }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.Owner, (await Views(db, [found.Message], cancellationToken))[0]);
    }

    static async Task<IReadOnlyList<MessageView>> Views(AppDb db, List<Message> rows, CancellationToken cancellationToken)
    {
        var names = await UserNames.Of(db, rows.Where(m => m.AuthorId is not null).Select(m => m.AuthorId!.Value).Distinct(), cancellationToken);
        return [.. rows.Select(m => m.ToView(names))];
    }
}
