using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>Oldest: since when the longest waiting one waits. Serving: owned, in wrap-up too.</summary>
public sealed record QueueCount(Guid QueueId, int Waiting, DateTimeOffset? Oldest, int Serving);

/// <summary>Waits that ended with an agent, and with the customer gone. A ticket that waits again counts again.</summary>
public sealed record WaitEnds(Guid QueueId, int Answered, int Abandoned);

/// <summary>Pictures of many tickets, for boards.</summary>
public static class TicketCounts
{
    public static Task<Dictionary<Guid, QueueCount>> ByQueue(AppDb db, Guid? clientId, CancellationToken cancellationToken) =>
        db.Set<Ticket>().Where(t => (t.Status == TicketStatus.Waiting || t.Status == TicketStatus.Assigned || t.Status == TicketStatus.WrapUp)
                && (clientId == null || t.ClientId == clientId))
            .GroupBy(t => t.QueueId)
            .Select(g => new QueueCount(g.Key, g.Count(t => t.Status == TicketStatus.Waiting), g.Min(t => t.WaitingSince), g.Count(t => t.Status != TicketStatus.Waiting)))
            .ToDictionaryAsync(c => c.QueueId, cancellationToken);

    /// <summary>Counted in the journal, so that nothing that is lost or built again can change it. The types stand as its index has them.</summary>
    public static async Task<Dictionary<Guid, WaitEnds>> Ended(AppDb db, IReadOnlyCollection<Guid> clients, DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<WaitEnds>($"""
            SELECT (payload->>'queueId')::uuid AS "QueueId", (count(*) FILTER (WHERE type = 'ticketAssigned'))::int AS "Answered",
                (count(*) FILTER (WHERE type = 'ticketAbandoned'))::int AS "Abandoned"
            FROM journal.events
            WHERE client_id = ANY ({clients.ToArray()}) AND instant >= {since} AND type IN ('ticketAssigned', 'ticketAbandoned')
            GROUP BY 1
            """).ToDictionaryAsync(e => e.QueueId, cancellationToken);

    /// <summary>Of waiting ones those that wait longest, of owned ones (wrap-up too) those that last longest.</summary>
    public static Task<List<TicketState>> Oldest(AppDb db, Guid? clientId, bool waiting, int limit, CancellationToken cancellationToken)
    {
        var tickets = db.Set<Ticket>().Where(t => clientId == null || t.ClientId == clientId);
        return TicketStates.Select(waiting
            ? tickets.Where(t => t.Status == TicketStatus.Waiting).OrderBy(t => t.WaitingSince).ThenBy(t => t.Id).Take(limit)
            : tickets.Where(t => t.Status == TicketStatus.Assigned || t.Status == TicketStatus.WrapUp).OrderBy(t => t.AssignedAt).ThenBy(t => t.Id).Take(limit))
            .ToListAsync(cancellationToken);
    }
}
