using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

public sealed record WaitingCount(Guid QueueId, int Count, DateTimeOffset Oldest);

/// <summary>Pictures of many tickets, for boards.</summary>
public static class TicketCounts
{
    public static Task<Dictionary<Guid, WaitingCount>> Waiting(AppDb db, Guid? clientId, CancellationToken cancellationToken) =>
        db.Set<Ticket>().Where(t => t.Status == TicketStatus.Waiting && (clientId == null || t.ClientId == clientId))
            .GroupBy(t => t.QueueId).Select(g => new WaitingCount(g.Key, g.Count(), g.Min(t => t.WaitingSince)!.Value))
            .ToDictionaryAsync(c => c.QueueId, cancellationToken);

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
