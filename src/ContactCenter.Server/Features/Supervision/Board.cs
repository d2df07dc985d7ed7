using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Supervision;

public sealed record BoardQueue(Guid QueueId, Guid ClientId, string Name, int Waiting, int Offered, long? LongestWaitSeconds);
public sealed record BoardAgent(Guid Id, string Name, AgentState State, string? Reason, DateTimeOffset Since, int Load);
public sealed record BoardWaiting(Guid TicketId, Guid ClientId, string ClientName, Guid QueueId, string QueueName, string Subject, DateTimeOffset WaitingSince, DateTimeOffset? Deadline, BoardOffer? OfferedTo);
public sealed record BoardOffer(Guid AgentId, string? Name, DateTimeOffset Deadline);
public sealed record BoardActive(Guid TicketId, Guid ClientId, string ClientName, Guid QueueId, string QueueName, string Subject, Guid AgentId, string? AgentName, TicketStatus Status, DateTimeOffset? AssignedAt);

/// <summary>What waits, what is being served and who serves, for the clients of the scope. Waiting and Active hold the oldest 200 each; the queues count all.</summary>
public sealed record Board(
    DateTimeOffset At, IReadOnlyList<BoardQueue> Queues, IReadOnlyList<BoardAgent> Agents, IReadOnlyList<BoardWaiting> Waiting, IReadOnlyList<BoardActive> Active);

/// <summary>Takes the picture from PostgreSQL, with the live offers from the index: a fixed number of queries, whatever waits.</summary>
public sealed class BoardCamera(AppDb db, AgentRoster roster, ITicketPlaces places, IAgentWork work, TimeProvider time)
{
    const int Shown = 200;

    public async Task<Board> Take(Guid? clientId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var queues = await QueueNames.InScope(db, clientId, cancellationToken);
        var counts = await TicketCounts.Waiting(db, clientId, cancellationToken);
        var waiting = await TicketCounts.Oldest(db, clientId, waiting: true, Shown, cancellationToken);
        var active = await TicketCounts.Oldest(db, clientId, waiting: false, Shown, cancellationToken);
        var agents = await roster.Serving(clientId is { } one ? [one] : [.. queues.Values.Select(q => q.ClientId).Distinct()], cancellationToken);
        var clients = await ClientNames.Of(db, queues.Values.Select(q => q.ClientId).Distinct(), cancellationToken);
        var people = await UserNames.Of(db, agents.Select(a => a.Id).Concat(active.Select(t => t.AgentId!.Value)).Distinct(), cancellationToken);
        var offers = await places.Of([.. waiting.Select(t => (t.Id, t.QueueId, t.Pool, true))], cancellationToken);
        var deadlines = await QueueNames.Deadlines(db, waiting.Select(t => t.Id), cancellationToken);
        var loads = await work.Loads([.. agents.Select(a => a.Id)], cancellationToken);
        var offered = waiting.Where(t => offers[t.Id].Offer is not null).CountBy(t => t.QueueId).ToDictionary();

        return new(now,
            [.. queues.Values.Select(q => ToQueue(q, counts.GetValueOrDefault(q.Id), offered.GetValueOrDefault(q.Id), now))],
            [.. agents.Select(a => new BoardAgent(a.Id, people.GetValueOrDefault(a.Id, ""), a.State, a.Reason, a.Since, loads.GetValueOrDefault(a.Id))).OrderBy(a => a.Name, StringComparer.Ordinal)],
            [.. waiting.Select(t => new BoardWaiting(t.Id, t.ClientId, clients.GetValueOrDefault(t.ClientId, ""), t.QueueId, queues[t.QueueId].Name, t.Subject,
                t.WaitingSince ?? now, deadlines.GetValueOrDefault(t.Id), ToOffer(offers[t.Id].Offer, people)))],
            [.. active.Select(t => new BoardActive(t.Id, t.ClientId, clients.GetValueOrDefault(t.ClientId, ""), t.QueueId, queues[t.QueueId].Name, t.Subject,
                t.AgentId!.Value, people.GetValueOrDefault(t.AgentId!.Value), t.Status, t.AssignedAt))]);
    }

    static BoardQueue ToQueue(QueueName queue, WaitingCount? count, int offered, DateTimeOffset now) =>
        new(queue.Id, queue.ClientId, queue.Name, count?.Count ?? 0, offered, count is null ? null : (long)Math.Max(0, (now - count.Oldest).TotalSeconds));

    static BoardOffer? ToOffer(TicketOffer? offer, IReadOnlyDictionary<Guid, string> people) =>
        offer is null ? null : new(offer.AgentId, people.GetValueOrDefault(offer.AgentId), offer.Deadline);
}
