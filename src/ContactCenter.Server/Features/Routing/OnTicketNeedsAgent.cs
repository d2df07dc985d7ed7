using ContactCenter.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// A ticket waits: its lane and deadline are fixed and it goes into its pool's index; out of another's, if it came from there.
/// Idempotent by the ticket's id and claim version; a fact that is older than the ticket's present claim only takes it out.
/// </summary>
sealed class OnTicketNeedsAgent(AppDb db, IndexCalls index, AgentRest rest, TimeProvider time) :
    IHandle<TicketOpened>, IHandle<TicketReopened>, IHandle<TicketReturned>, IHandle<TicketMoved>, IHandle<TicketChangedPool>, IHandle<TicketHoursChanged>
{
    public Task Handle(Recorded<TicketOpened> e, CancellationToken ct) => Enqueue(e.Fact.TicketId, e.Sequence, new(e.At) { Returns = true }, ct);

    /// <summary>It begins anew, and so in its queue's pool; the fact of that comes next and enqueues it there.</summary>
    public async Task Handle(Recorded<TicketReopened> e, CancellationToken ct)
    {
        if (await TicketStates.Read(db, e.Fact.TicketId, ct) is not { Status: TicketStatus.Waiting } ticket || ticket.ClaimVersion != e.Sequence) return;
        var pool = await db.Set<Queue>().Where(q => q.Id == ticket.QueueId).Select(q => q.Pool).SingleAsync(ct);
        if (pool == ticket.Pool)
        {
            await Enqueue(ticket.Id, e.Sequence, new(e.At) { Returns = true }, ct);
            return;
        }
        await Place(ticket, new(e.At) { Returns = true }, ct);
        await OwnTicket.ChangePool(db, ticket.Id, e.Sequence, pool, "reopened", time.GetUtcNow(), ct);
    }

    public async Task Handle(Recorded<TicketReturned> e, CancellationToken ct)
    {
        await TakeOut(e.Fact.TicketId, e.Sequence, e.Fact.FromPool, ct);
        await Enqueue(e.Fact.TicketId, e.Sequence, new(e.At) { Front = e.Fact.Front }, ct);
        await rest.AfterWork(e.Fact.AgentId, ct);
    }

    /// <summary>The new queue's target counts from the beginning of the customer's wait.</summary>
    public async Task Handle(Recorded<TicketMoved> e, CancellationToken ct)
    {
        await TakeOut(e.Fact.TicketId, e.Sequence, e.Fact.FromPool, ct);
        await Enqueue(e.Fact.TicketId, e.Sequence, new(e.At) { Since = e.Fact.WaitingSince }, ct);
    }

    /// <summary>The target counts from when the queue opens, at once if it is open now, as for whoever comes then.</summary>
    public Task Handle(Recorded<TicketHoursChanged> e, CancellationToken ct) =>
        Enqueue(e.Fact.TicketId, e.Sequence, new(e.At) { Since = e.Fact.WaitingSince, NewHours = true }, ct);

    /// <summary>All that was fixed when it began to wait stays; only whom the old pool kept it for is not here.</summary>
    public async Task Handle(Recorded<TicketChangedPool> e, CancellationToken ct)
    {
        await TakeOut(e.Fact.TicketId, e.Sequence, e.Fact.FromPool, ct);
        if (await TicketStates.Read(db, e.Fact.TicketId, ct) is not { Status: TicketStatus.Waiting } ticket || ticket.ClaimVersion != e.Sequence) return;
        var item = await db.Set<QueueItem>().SingleAsync(i => i.TicketId == ticket.Id, ct);
        if (item.ClaimVersion > ticket.ClaimVersion) return;
        (item.Pool, item.ClaimVersion) = (ticket.Pool, ticket.ClaimVersion);
        if (e.Fact.Reason == OverflowJob.Reason) item.Prefer(null, default);
        OverflowJob.Set(db, await db.Set<Queue>().SingleAsync(q => q.Id == ticket.QueueId, ct), item, time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await index.Call(ticket.Pool, queue => queue.EnqueueAsync(item.ToWorkItem(e.Sequence), ct));
    }

    /// <summary>Of the pool that it left, before it goes into another, so that no two offer it.</summary>
    async Task TakeOut(Guid ticketId, long claimVersion, Code? pool, CancellationToken cancellationToken)
    {
        if (pool is { Value: var left } && await Pools.Exists(db, left, cancellationToken))
            await index.Call(left, queue => queue.CancelAsync(ticketId, claimVersion, "moved", cancellationToken));
    }

    /// <summary>
    /// A wait that begins at an instant, though the customer may have waited before (Since). Returns: the customer came, so that he
    /// may know somebody. Front: it goes on with the deadline of its first wait.
    /// </summary>
    readonly record struct Wait(DateTimeOffset At)
    {
        public DateTimeOffset Since { get; init; } = At;
        public bool Returns { get; init; }
        public bool Front { get; init; }
        public bool NewHours { get; init; }
    }

    async Task Enqueue(Guid ticketId, long claimVersion, Wait wait, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, ticketId, cancellationToken) is not { Status: TicketStatus.Waiting } ticket || ticket.ClaimVersion != claimVersion) return;
        if (await Place(ticket, wait, cancellationToken) is not { } item) return;
        await index.Call(ticket.Pool, queue => queue.EnqueueAsync(item.ToWorkItem(claimVersion), cancellationToken));
    }

    /// <summary>Null when it has a newer place by now.</summary>
    async Task<QueueItem?> Place(TicketState ticket, Wait wait, CancellationToken cancellationToken)
    {
        var found = await db.Set<Queue>().Where(q => q.Id == ticket.QueueId)
            .SelectMany(q => db.Set<QueueItem>().Where(i => i.TicketId == ticket.Id).DefaultIfEmpty(), (q, i) => new { Queue = q, Item = i })
            .SingleAsync(cancellationToken);
        var (queue, item) = (found.Queue, found.Item);
        if (item is not null && item.ClaimVersion > ticket.ClaimVersion) return null;
        var begins = item is null || !wait.Front;
        if (item is null)
        {
            item = new QueueItem
            {
                TicketId = ticket.Id, ClientId = ticket.ClientId, ClaimVersion = ticket.ClaimVersion, Pool = ticket.Pool, QueueId = queue.Id, Channel = ticket.Channel, Skills = [],
                EnqueuedAt = wait.Since, Deadline = wait.Since.AddSeconds(queue.AnswerTargetSeconds), OfferSeconds = queue.OfferSeconds, AutoAccept = queue.AutoAccept,
            };
            db.Add(item);
        }
        // Front: it keeps the deadline of its first wait, which is past, so it stands before all who came later.
        if (begins)
        {
            // Whoever comes to a closed queue is to be answered soon after it opens; who waits when it closes is still served.
            // Hours that are changed may open it at once.
            item.OpensAt = await QueueHours.OpensAfter(db, queue.CalendarId, wait.At, cancellationToken) ?? (wait.NewHours ? wait.At : null);
            var begin = item.OpensAt ?? wait.Since;
            (item.EnqueuedAt, item.Deadline, item.HeadStartSeconds) = (wait.Since, begin.AddSeconds(queue.AnswerTargetSeconds), queue.HeadStartSeconds);
            // Who has had it goes on waiting for nobody in particular: only a customer who comes back may know somebody.
            var mayKnow = wait.Returns || (wait.NewHours && item.PreferredAgentId is not null);
            var last = queue.LastAgentSeconds > 0 && mayKnow ? await LastAgent.Of(db, ticket.Id, cancellationToken) : null;
            item.Prefer(last, begin.AddSeconds(queue.LastAgentSeconds));
        }
        (item.Skills, item.Relaxations) = await QueueLanes.Asks(db, queue, item.OpensAt ?? item.EnqueuedAt, cancellationToken);
        (item.ClaimVersion, item.Pool, item.QueueId, item.RulesVersion, item.OfferSeconds, item.AutoAccept, item.RingAgents, item.BestSkilled) =
            (ticket.ClaimVersion, ticket.Pool, queue.Id, queue.Version, queue.OfferSeconds, queue.AutoAccept, queue.RingAgents, queue.BestSkilled);
        OverflowJob.Set(db, queue, item, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return item;
    }
}

/// <summary>A ticket ended or its customer left: the index forgets it and its agent is free for the next. Idempotent by version.</summary>
sealed class OnTicketGone(AppDb db, IndexCalls index, AgentRest rest) : IHandle<TicketClosed>, IHandle<TicketAbandoned>
{
    public async Task Handle(Recorded<TicketClosed> e, CancellationToken ct)
    {
        if (await TicketStates.Read(db, e.Fact.TicketId, ct) is not { } ticket) return;
        await index.Call(ticket.Pool, queue => e.Fact.AgentId is { } agent
            ? queue.CompleteAsync(ticket.Id, e.Sequence, agent, ct)
            : queue.CancelAsync(ticket.Id, e.Sequence, "closed", ct));
        if (e.Fact.AgentId is { } free) await rest.AfterWork(free, ct);
    }

    public async Task Handle(Recorded<TicketAbandoned> e, CancellationToken ct)
    {
        if (await TicketStates.Read(db, e.Fact.TicketId, ct) is { } ticket)
            await index.Call(ticket.Pool, queue => queue.CancelAsync(ticket.Id, e.Sequence, "abandoned", ct));
    }
}

/// <summary>Calls to the index from handlers: what they decide is shown at once; when it is away the fact waits.</summary>
sealed class IndexCalls(RoutingQueues queues, RoutingSignal signal, OfferNews offers)
{
    public async Task<RoutingResult> Call(string pool, Func<RoutingQueue, Task<RoutingResult>> call)
    {
        RoutingResult result;
        try
        {
            result = await call(queues.Of(pool));
        }
        catch (RedisUnavailableException e)
        {
            throw new TryLaterException("Redis is away", e);
        }
        signal.After(result);
        if (result.Status == RoutingStatus.Rebuild)
        {
            signal.NeedsRebuild();
            throw new TryLaterException("The index is being rebuilt") { Delay = TimeSpan.FromMilliseconds(200) };
        }
        FaultPoints.Reach(FaultPoints.AfterRedis);
        offers.Push(result.Decisions);
        return result;
    }
}
