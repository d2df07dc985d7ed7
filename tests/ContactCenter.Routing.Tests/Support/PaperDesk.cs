using System.Collections.Concurrent;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>
/// Stands where PostgreSQL stands: owns versions, owners and states, and commits a claim only at the version it was
/// made for. Everything that is done to the queue goes through it, as the server does it: commit first, then tell.
/// </summary>
public sealed class PaperDesk(Scene scene, IReadOnlyList<AgentSetting> agents, IReadOnlyList<Lane> lanes)
{
    private readonly ConcurrentDictionary<Guid, Ticket> _tickets = new();
    private readonly ConcurrentDictionary<Guid, long> _agentVersions = new(agents.ToDictionary(a => a.Id, a => a.Version));
    private readonly ConcurrentQueue<OfferMade> _screens = new();
    private readonly ConcurrentQueue<LeaseEnded> _unsettled = new();

    public enum State
    {
        Waiting,
        Owned,
        Closed,
    }

    public IEnumerable<Ticket> Tickets => _tickets.Values;

    public int Claims => _claims;

    private int _claims;
    private long _shares;

    public async Task ActAsync(Random random)
    {
        var ticket = Pick(random, [.. _tickets.Values.Where(t => t.Facts.State != State.Closed)]);
        switch (random.Next(25))
        {
            case < 5: await OpenAsync(random); break;
            case < 12: await AnswerOfferAsync(random); break;
            case 12 when ticket is not null: await TakeAsync(random, ticket); break;
            case < 18 when ticket is not null: await CloseAsync(ticket, abandoned: random.Next(4) == 0); break;
            case 18 when ticket is not null: await ReturnAsync(random, ticket); break;
            case < 22: await ChangeAgentAsync(random); break;
            case 22: scene.Time.Advance(random.NextDouble()); break;
            case 23: await ChangeSharesAsync(random); break;
            default: await RunTimersAsync(); break;
        }
    }

    /// <summary>Lets every open claim end, as timers do when a node has died between commit and confirm.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < 20; round++)
        {
            scene.Time.Advance(RoutingQueue.LeaseTime);
            var due = await Show(scene.Queue.DueAsync(1000));
            while (_unsettled.TryDequeue(out var lease)) await SettleLeaseAsync(lease);
            if (due.NextTimer is null) return;
        }
    }

    private async Task OpenAsync(Random random)
    {
        var lane = Pick(random, lanes)!;
        var item = scene.Item(lane, random.Next(1, 600)) with
        {
            OfferTimeout = TimeSpan.FromSeconds(random.Next(2, 20)),
            QueueId = new Guid(random.Next(1, 4), 0, 0, new byte[8]),
            BestSkilled = random.Next(3) == 0,
            RingAgents = random.Next(3) == 0 ? random.Next(2, WorkItem.MostRinging + 1) : 1,
            NotBefore = random.Next(6) == 0 ? scene.Now.AddSeconds(random.Next(0, 20)) : null,
            Preferred = random.Next(3) == 0 ? new(Pick(random, agents)!.Id, scene.Now.AddSeconds(random.Next(0, 30))) : null,
            Relaxations = random.Next(3) == 0 ? [new(scene.Now.AddSeconds(random.Next(0, 20)), new Lane(lane.ClientId, lane.Channel, []))] : [],
        };
        _tickets[item.Id] = new Ticket(item);
        await Show(scene.Queue.EnqueueAsync(item));
    }

    private async Task AnswerOfferAsync(Random random)
    {
        if (!_screens.TryDequeue(out var offer)) return;
        if (random.Next(4) == 0)
            await Show(scene.Queue.DeclineAsync(offer.OfferId, offer.AgentId, TimeSpan.FromSeconds(random.Next(0, 8))));
        else
            await ClaimAsync(random, offer.ItemId, offer.ItemVersion, offer.AgentId, offer.OfferId);
    }

    private Task TakeAsync(Random random, Ticket ticket) =>
        ClaimAsync(random, ticket.Id, ticket.Facts.Version, Pick(random, agents)!.Id, null);

    private async Task ClaimAsync(Random random, Guid itemId, long version, Guid agentId, Guid? offerId)
    {
        var reserved = await Show(scene.Queue.ReserveAsync(itemId, version, agentId, offerId));
        if (reserved.Status != RoutingStatus.Ok) return;
        var lease = reserved.Reservation!.LeaseId;
        if (random.Next(10) == 0) return; // The node dies before it commits.
        var committed = _tickets[itemId].Commit(version, State.Owned, agentId);
        if (committed is not null) Interlocked.Increment(ref _claims);
        // Two calls of one agent have one lease, as if he had asked once: an undo by the loser would take it from the winner.
        committed ??= _tickets[itemId].OwnedSince(version, agentId);
        if (random.Next(10) == 0) return; // The node dies after it committed, or not.
        await Show(committed is { } newVersion
            ? scene.Queue.ConfirmAsync(itemId, lease, agentId, newVersion)
            : scene.Queue.UndoAsync(itemId, lease));
    }

    private async Task CloseAsync(Ticket ticket, bool abandoned)
    {
        if (ticket.Close(abandoned) is not { } closed) return;
        await Show(closed.Owner is { } owner
            ? scene.Queue.CompleteAsync(ticket.Id, closed.Version, owner)
            : scene.Queue.CancelAsync(ticket.Id, closed.Version, "abandoned"));
    }

    private async Task ReturnAsync(Random random, Ticket ticket)
    {
        var version = ticket.Facts.Version;
        if (ticket.Commit(version, State.Waiting, null) is not { } newVersion) return;
        await Show(scene.Queue.EnqueueAsync(ticket.Item with { Version = newVersion, Lane = Pick(random, lanes)!, Relaxations = [] }));
        if (random.Next(3) == 0) await Show(scene.Queue.EnqueueAsync(ticket.Item with { Version = version })); // A late repeat.
    }

    private async Task ChangeAgentAsync(Random random)
    {
        var agent = Pick(random, agents)!;
        var setting = agent with
        {
            Version = _agentVersions.AddOrUpdate(agent.Id, 1, (_, known) => known + 1),
            Ready = random.Next(4) > 0,
            Interruptible = random.Next(3) == 0,
            Profile = Pick(random, agents)!.Profile,
            Weights = new Dictionary<string, int> { ["chat"] = random.Next(20, 60), ["voice"] = 100 },
        };
        await Show(scene.Queue.AgentAsync(setting));
    }

    private Task ChangeSharesAsync(Random random)
    {
        var clients = lanes.Select(l => l.ClientId).Distinct().ToList();
        return Show(scene.Queue.SharesAsync(new(
            Interlocked.Increment(ref _shares),
            [.. clients.Where(_ => random.Next(2) == 0).Select(c => new ClientShare(c, random.Next(1, 100 / clients.Count), random.Next(20, 100)))])));
    }

    private async Task RunTimersAsync()
    {
        await Show(scene.Queue.DueAsync(10));
        if (_unsettled.TryDequeue(out var lease)) await SettleLeaseAsync(lease);
    }

    private async Task SettleLeaseAsync(LeaseEnded lease)
    {
        var truth = _tickets[lease.ItemId].Facts;
        await Show(truth.Version > lease.Version && truth.Owner == lease.AgentId
            ? scene.Queue.ConfirmAsync(lease.ItemId, lease.LeaseId, lease.AgentId, truth.Version)
            : scene.Queue.UndoAsync(lease.ItemId, lease.LeaseId));
    }

    private async Task<RoutingResult> Show(Task<RoutingResult> call)
    {
        var result = await call;
        foreach (var decision in result.Decisions)
        {
            if (decision is OfferMade offer) _screens.Enqueue(offer);
            if (decision is LeaseEnded lease) _unsettled.Enqueue(lease);
        }

        return result;
    }

    private static T? Pick<T>(Random random, IReadOnlyList<T> from) => from.Count == 0 ? default : from[random.Next(from.Count)];

    public sealed record Facts(long Version, State State, Guid? Owner);

    public sealed class Ticket(WorkItem item)
    {
        private Facts _facts = new(item.Version, State.Waiting, null);

        public WorkItem Item => item;

        public Guid Id => item.Id;

        public Facts Facts => Volatile.Read(ref _facts);

        /// <summary>The new version, or null if another writer was first.</summary>
        public long? Commit(long expected, State state, Guid? owner)
        {
            var known = Facts;
            if (known.Version != expected || known.State == State.Closed) return null;
            var next = new Facts(known.Version + 1, state, owner);
            return Interlocked.CompareExchange(ref _facts, next, known) == known ? next.Version : null;
        }

        /// <summary>The version at which it became that agent's after this one, if it is his.</summary>
        public long? OwnedSince(long version, Guid agent) => Facts is { State: State.Owned } now && now.Owner == agent && now.Version > version ? now.Version : null;

        /// <summary>The owner it had, or null for nobody.</summary>
        public (long Version, Guid? Owner)? Close(bool abandoned)
        {
            var known = Facts;
            if (abandoned == (known.State == State.Owned)) return null;
            return Commit(known.Version, State.Closed, null) is { } version ? (version, known.Owner) : null;
        }
    }
}
