using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

public sealed record TicketAgent(Guid Id, string? Name);

/// <summary>AgentIds: all who are asked at once; AgentId is the first of them.</summary>
public sealed record TicketOffer(Guid AgentId, DateTimeOffset Deadline, IReadOnlyList<Guid> AgentIds);

public sealed record LastMessage(Guid Id, long Sequence, MessageKind Kind, string Preview, DateTimeOffset At);

public sealed record TicketView(
    Guid Id, long Number, Guid ClientId, string ClientName, Guid QueueId, string QueueName, string Channel, string Subject,
    TicketStatus Status, ContactView Contact, TicketAgent? Agent, int Priority, DateTimeOffset CreatedAt, DateTimeOffset? WaitingSince,
    DateTimeOffset? AssignedAt, DateTimeOffset? WrapUpUntil, DateTimeOffset? ClosedAt, string? Disposition, bool Abandoned,
    IReadOnlyList<string> Tags, LastMessage? LastMessage, long Unread, long Version, TicketOffer? Offer);

/// <summary>What only Routing knows of a ticket and every screen shows: its queue's name and whether it is being offered.</summary>
public interface ITicketPlaces
{
    Task<IReadOnlyDictionary<Guid, TicketPlace>> Of(IReadOnlyList<(Guid Id, Guid QueueId, string Pool, bool Waiting)> tickets, CancellationToken cancellationToken);
}

/// <summary>How long a ticket may still wait: four of five waits of late were inside.</summary>
public sealed record TicketWait(int ShortestSeconds, int LongestSeconds);

public sealed record TicketPlace(string QueueName, TicketOffer? Offer, TicketWait? Wait);

/// <summary>Rows to answers: a fixed number of queries for a whole page.</summary>
public sealed class TicketViews(AppDb db, ITicketPlaces places)
{
    const int PreviewLength = 140;

    /// <summary>As it is now in PostgreSQL; null when the scope does not see it.</summary>
    public async Task<TicketView?> Find(Guid id, CancellationToken cancellationToken) =>
        await db.Set<Ticket>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is { } ticket ? await One(ticket, cancellationToken) : null;

    public async Task<TicketView> One(Ticket ticket, CancellationToken cancellationToken) => (await Many([ticket], cancellationToken))[0];

    public async Task<IReadOnlyList<TicketView>> Many(IReadOnlyList<Ticket> tickets, CancellationToken cancellationToken)
    {
        var ids = tickets.Select(t => t.Id).ToList();
        var clients = await ClientNames.Of(db, tickets.Select(t => t.ClientId).Distinct(), cancellationToken);
        var contacts = await ContactNames.Of(db, tickets.Select(t => t.ContactId).Distinct(), cancellationToken);
        var agents = await UserNames.Of(db, tickets.Where(t => t.AgentId is not null).Select(t => t.AgentId!.Value).Distinct(), cancellationToken);
        var dispositionIds = tickets.Where(t => t.DispositionId is not null).Select(t => t.DispositionId).Distinct().ToList();
        var dispositions = dispositionIds.Count == 0 ? []
            : await db.Set<Disposition>().Where(d => dispositionIds.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Key, cancellationToken);
        var tags = await TagRows.Of(db, ids, cancellationToken);
        var last = await Last(tickets, cancellationToken);
        var unread = await db.Set<Message>().Where(m => ids.Contains(m.TicketId) && m.Kind == MessageKind.Customer)
            .Join(db.Set<Ticket>(), m => m.TicketId, t => t.Id, (m, t) => new { m, t }).Where(x => x.m.Sequence > x.t.ReadSequence)
            .GroupBy(x => x.t.Id).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var standing = await places.Of([.. tickets.Select(t => (t.Id, t.QueueId, t.Pool, t.Status == TicketStatus.Waiting))], cancellationToken);
        return [.. tickets.Select(View)];

        TicketView View(Ticket t) => new(
            t.Id, t.Number, t.ClientId, clients.GetValueOrDefault(t.ClientId, ""), t.QueueId, standing[t.Id].QueueName, t.Channel, t.Subject,
            t.Status, contacts[t.ContactId], t.AgentId is { } agent ? new(agent, agents.GetValueOrDefault(agent)) : null, t.Priority, t.CreatedAt,
            t.WaitingSince, t.AssignedAt, t.WrapUpUntil, t.ClosedAt, t.DispositionId is { } d ? dispositions.GetValueOrDefault(d) : null, t.Abandoned,
            tags.GetValueOrDefault(t.Id, []), last.GetValueOrDefault(t.Id), unread.GetValueOrDefault(t.Id), t.Version, standing[t.Id].Offer);
    }

    async Task<Dictionary<Guid, LastMessage>> Last(IReadOnlyList<Ticket> tickets, CancellationToken cancellationToken)
    {
        var ids = tickets.Select(t => t.Id).ToList();
        var rows = await db.Set<Message>().AsNoTracking()
            .Where(m => ids.Contains(m.TicketId) && (m.Kind == MessageKind.Customer || m.Kind == MessageKind.Reply))
            .GroupBy(m => m.TicketId).Select(g => g.OrderByDescending(m => m.Sequence).First()).ToListAsync(cancellationToken);
        return rows.ToDictionary(m => m.TicketId, m => new LastMessage(m.Id, m.Sequence, m.Kind, Preview(m), m.At));
    }

    /// <summary>The first words, or the first file's name when there are none.</summary>
    public static string Preview(Message message)
    {
        var line = (message.Text.Length > 0 || message.Attachments.Count == 0 ? message.Text : message.Attachments[0].Name).ReplaceLineEndings(" ").Trim();
        return line.Length <= PreviewLength ? line : string.Concat(line.AsSpan(0, PreviewLength - 1), "…");
    }
}
