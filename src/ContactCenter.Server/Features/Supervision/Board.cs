using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Supervision;

/// <summary>Waiting, offered and serving: now. Answered and abandoned: since the board's day began.</summary>
public sealed record BoardQueue(
    Guid QueueId, Guid ClientId, string Name, int Waiting, int Offered, long? LongestWaitSeconds, DateTimeOffset? WaitingSince, int Serving, int Answered, int Abandoned);
public sealed record BoardAgent(Guid Id, string Name, AgentState State, string? Reason, DateTimeOffset Since, int Load, long Version);
public sealed record BoardWaiting(Guid TicketId, Guid ClientId, string ClientName, Guid QueueId, string QueueName, string Subject, DateTimeOffset WaitingSince, DateTimeOffset? Deadline, TicketWait? ExpectedWait, BoardOffer? OfferedTo);

/// <summary>All who are asked at once.</summary>
public sealed record BoardOffer(IReadOnlyList<TicketAgent> Agents, DateTimeOffset Deadline);

public sealed record BoardActive(Guid TicketId, Guid ClientId, string ClientName, Guid QueueId, string QueueName, string Subject, Guid AgentId, string? AgentName, TicketStatus Status, DateTimeOffset? AssignedAt);

/// <summary>Today, in the operator's reporting zone.</summary>
public sealed record BoardDay(DateTimeOffset Since, string TimeZone);

/// <summary>What waits, what is being served and who serves, for the clients of the scope. Waiting and Active hold the oldest 200 each; the queues count all.</summary>
public sealed record Board(
    DateTimeOffset At, BoardDay Day, IReadOnlyList<BoardQueue> Queues, IReadOnlyList<BoardAgent> Agents, IReadOnlyList<BoardWaiting> Waiting, IReadOnlyList<BoardActive> Active);

/// <summary>
/// Takes the picture: numbers from the index's counters, or from PostgreSQL while there are none, people and times from
/// PostgreSQL, live offers from the index. A fixed number of queries, whatever waits.
/// </summary>
public sealed class BoardCamera(AppDb db, RoutingQueues index, AgentRoster roster, ITicketPlaces places, IAgentWork work, ReportingDay day, TimeProvider time)
{
    const int Shown = 200;

    public async Task<Board> Take(Guid? clientId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var queues = await QueueNames.InScope(db, clientId, cancellationToken);
        var served = queues.Values.Select(q => q.ClientId).Distinct().ToList();
        var today = day.Of(now);
        var counts = await TicketCounts.ByQueue(db, clientId, cancellationToken);
        var counters = await QueueCounters.Of(index, [.. queues.Keys], cancellationToken);
        var ended = await TicketCounts.Ended(db, served, today.Since, cancellationToken);
        var waiting = await TicketCounts.Oldest(db, clientId, waiting: true, Shown, cancellationToken);
        var active = await TicketCounts.Oldest(db, clientId, waiting: false, Shown, cancellationToken);
        var agents = await roster.Serving(clientId is { } one ? [one] : served, cancellationToken);
        var clients = await ClientNames.Of(db, served, cancellationToken);
        var people = await UserNames.Of(db, agents.Select(a => a.Id).Concat(active.Select(t => t.AgentId!.Value)).Distinct(), cancellationToken);
        var offers = await places.Of([.. waiting.Select(t => (t.Id, t.QueueId, t.Pool, true))], cancellationToken);
        var deadlines = await QueueNames.Deadlines(db, waiting.Select(t => t.Id), cancellationToken);
        var loads = await work.Loads([.. agents.Select(a => (a.Id, a.Pool))], cancellationToken);
        var offered = waiting.Where(t => offers[t.Id].Offer is not null).CountBy(t => t.QueueId).ToDictionary();

        return new(now, today,
            [.. queues.Values.Select(q => ToQueue(q, counts.GetValueOrDefault(q.Id), counters?[q.Id] ?? Counted(counts.GetValueOrDefault(q.Id), offered.GetValueOrDefault(q.Id)), ended.GetValueOrDefault(q.Id), now))],
            [.. agents.Select(a => new BoardAgent(a.Id, people.GetValueOrDefault(a.Id, ""), a.State, a.Reason, a.Since, loads.GetValueOrDefault(a.Id), a.Version)).OrderBy(a => a.Name, StringComparer.Ordinal)],
            [.. waiting.Select(t => new BoardWaiting(t.Id, t.ClientId, clients.GetValueOrDefault(t.ClientId, ""), t.QueueId, queues[t.QueueId].Name, t.Subject,
                t.WaitingSince ?? now, deadlines.GetValueOrDefault(t.Id), offers[t.Id].Wait, ToOffer(offers[t.Id].Offer, people)))],
            [.. active.Select(t => new BoardActive(t.Id, t.ClientId, clients.GetValueOrDefault(t.ClientId, ""), t.QueueId, queues[t.QueueId].Name, t.Subject,
                t.AgentId!.Value, people.GetValueOrDefault(t.AgentId!.Value), t.Status, t.AssignedAt))]);
    }

    static QueueFigures Counted(QueueCount? count, int offered) => new(count?.Waiting ?? 0, offered, count?.Serving ?? 0);

    static BoardQueue ToQueue(QueueName queue, QueueCount? count, QueueFigures counted, WaitEnds? ended, DateTimeOffset at) => new(
        queue.Id, queue.ClientId, queue.Name, counted.Waiting, counted.Offered,
        count?.Oldest is { } oldest ? (long)Math.Max(0, (at - oldest).TotalSeconds) : null, count?.Oldest, counted.Serving,
        ended?.Answered ?? 0, ended?.Abandoned ?? 0);

    static BoardOffer? ToOffer(TicketOffer? offer, IReadOnlyDictionary<Guid, string> people) =>
        offer is null ? null : new([.. offer.AgentIds.Select(id => new TicketAgent(id, people.GetValueOrDefault(id)))], offer.Deadline);
}
