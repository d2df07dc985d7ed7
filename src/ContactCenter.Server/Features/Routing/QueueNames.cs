using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

public sealed record QueueName(Guid Id, Guid ClientId, string Name);

/// <summary>What boards ask about queues and what waits in them.</summary>
public static class QueueNames
{
    /// <summary>The scope's queues: those in use, and those that are not but may still hold work.</summary>
    public static Task<Dictionary<Guid, QueueName>> InScope(AppDb db, Guid? clientId, CancellationToken cancellationToken) =>
        db.Set<Queue>().Where(q => clientId == null || q.ClientId == clientId).OrderBy(q => q.Name)
            .Select(q => new QueueName(q.Id, q.ClientId, q.Name)).ToDictionaryAsync(q => q.Id, cancellationToken);

    public static Task<Dictionary<Guid, DateTimeOffset?>> Deadlines(AppDb db, IEnumerable<Guid> tickets, CancellationToken cancellationToken)
    {
        var ids = tickets.ToList();
        return db.Set<QueueItem>().Where(i => ids.Contains(i.TicketId)).ToDictionaryAsync(i => i.TicketId, i => (DateTimeOffset?)i.Deadline, cancellationToken);
    }
}
