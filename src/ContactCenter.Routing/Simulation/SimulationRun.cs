namespace ContactCenter.Routing.Simulation;

/// <summary>
/// The events of a run, one after the other. Calls whose answers cannot change anything for each other are sent together:
/// what an answer brings, an offer that is accepted, comes no sooner than agents take to accept, and no offer comes while
/// nothing waits or nobody has room. What is sent together follows from the events alone, not from how fast Redis is.
/// </summary>
internal sealed class SimulationRun
{
    /// <summary>Who let two offers in a row expire comes back after five minutes.</summary>
    private const long BackAfter = 5 * 60 * 1000;

    private const int MostTogether = 500;
    private const int TrimAfter = 20_000;

    private readonly RoutingQueue _queue;
    private readonly World _world;
    private readonly VirtualTime _time;
    private readonly IProgress<SimulationProgress>? _progress;
    private readonly Action<SimulatedItem, long>? _ended;
    private readonly Func<Guid> _latestCall;
    private readonly Func<Task> _alive;
    private readonly (long Start, long End) _span;
    private readonly long _lookahead;
    private readonly PriorityQueue<SimulatedEvent, (long At, long Number)> _events = new();
    private readonly Dictionary<Guid, SimulatedItem> _items = [];
    private readonly Dictionary<Guid, SimulatedAgent> _agents;
    private readonly List<Task<RoutingResult>> _sent = [];
    private readonly DecisionsDigest _digest = new();
    private long _numbered;
    private long _waiting;
    private long? _nextTimer;
    private long _trimmed;
    private string _latestDecision = "";
    private long _nextProgress;

    public SimulationRun(
        RoutingQueue queue, Scenario scenario, World world, VirtualTime time,
        IProgress<SimulationProgress>? progress, Action<SimulatedItem, long>? ended, Func<Guid> latestCall, Func<Task> alive)
    {
        (_queue, _world, _time, _progress, _ended, _latestCall, _alive) = (queue, world, time, progress, ended, latestCall, alive);
        _span = (scenario.Start.ToUnixTimeMilliseconds(), scenario.End.ToUnixTimeMilliseconds());
        _nextProgress = _span.Start;
        _agents = world.Crews.SelectMany(c => c.Agents).ToDictionary(a => a.Id);
        _lookahead = Lookahead(scenario);
        foreach (var demand in world.Demands) ExpectArrival(demand);
        foreach (var crew in world.Crews)
        {
            foreach (var (from, to) in crew.Duty)
            {
                if (from > _span.Start) Expect(from, new SimulatedEvent(EventKind.DutyBegins, crew));
                if (to < _span.End) Expect(to, new SimulatedEvent(EventKind.DutyEnds, crew));
            }
        }
    }

    public long Contacts { get; private set; }

    public long Decisions { get; private set; }

    private long Now => _time.Now;

    public string Digest() => _digest.ToHex();

    public async Task ToEndAsync(CancellationToken ct)
    {
        while (NextAt() is { } at && at < _span.End)
        {
            ct.ThrowIfCancellationRequested();
            await ReportAsync(at);
            if (_nextTimer <= at)
            {
                _time.Now = at;
                _sent.Add(_queue.DueAsync(1000, CancellationToken.None));
            }
            else
            {
                SendTogether();
            }

            await HearAsync();
            await TrimAsync();
        }

        _time.Now = _span.End;
        foreach (var item in _items.Values)
        {
            if (item.Agent is null && item.Began < _span.End) item.Demand.CountWaiting(item, _span.End);
        }

        _progress?.Report(new SimulationProgress(DateTimeOffset.FromUnixTimeMilliseconds(_span.End), Contacts, 1));
    }

    // Timers go before what happens at the same instant.
    private long? NextAt()
    {
        var next = _events.TryPeek(out _, out var due) ? due.At : (long?)null;
        return _nextTimer is { } timer && !(next < timer) ? Math.Max(timer, Now) : next;
    }

    private void SendTogether()
    {
        var until = Math.Min(_nextTimer ?? long.MaxValue, _span.End);
        while (_sent.Count < MostTogether && _events.TryPeek(out var next, out var due) && due.At < until)
        {
            // It may take offers back, whose acceptance may be among what follows.
            if (next.IsOfAgents && _sent.Count > 0) return;
            _events.Dequeue();
            _time.Now = due.At;
            until = Math.Min(until, Act(next));
            if (next.IsOfAgents) return;
            if (_waiting > 0 && _world.Roomy.Count > 0) until = Math.Min(until, Math.Max(Now + _lookahead, Now + 1));
        }
    }

    /// <summary>Answers the first timer that it sets, if it sets any.</summary>
    private long Act(SimulatedEvent happening)
    {
        switch (happening.Kind)
        {
            case EventKind.Arrives: return Arrive((Demand)happening.Subject);
            case EventKind.GivesUp: GiveUp((SimulatedItem)happening.Subject); break;
            case EventKind.Accepts: Accept((SimulatedItem)happening.Subject, (OfferMade)happening.Detail!); break;
            case EventKind.Ends: End((SimulatedItem)happening.Subject); break;
            case EventKind.DutyBegins: ChangeDuty((Crew)happening.Subject, true); break;
            case EventKind.DutyEnds: ChangeDuty((Crew)happening.Subject, false); break;
            case EventKind.Returns: Return((SimulatedAgent)happening.Subject); break;
            default: throw new InvalidOperationException($"There is no event of the kind {happening.Kind}.");
        }

        return long.MaxValue;
    }

    private long Arrive(Demand demand)
    {
        var item = demand.Arrive();
        ExpectArrival(demand);
        if (item.Began >= _span.End) return long.MaxValue;
        Contacts++;
        demand.CountOffered(item);
        _items.Add(item.Id, item);
        _waiting++;
        if (item.PatienceSeconds is { } patience) Expect(item.Began + Milliseconds(patience), new SimulatedEvent(EventKind.GivesUp, item));
        var work = demand.ToWorkItem(item);
        _sent.Add(_queue.EnqueueAsync(work));
        return FirstTimer(work);
    }

    private long FirstTimer(WorkItem work)
    {
        var first = long.MaxValue;
        foreach (var at in (DateTimeOffset?[])[work.Deadline, work.NotBefore, work.Relaxations.Count > 0 ? work.Relaxations[0].At : null])
        {
            if (at?.ToUnixTimeMilliseconds() is { } timer && timer > Now) first = Math.Min(first, timer);
        }

        return first;
    }

    private void GiveUp(SimulatedItem item)
    {
        if (item.Gone || item.Agent is not null) return;
        item.Gone = true;
        _waiting--;
        item.Demand.CountAbandoned(item, Now);
        _items.Remove(item.Id);
        _ended?.Invoke(item, Now);
        _sent.Add(_queue.CancelAsync(item.Id, 2, "abandoned"));
    }

    private void Accept(SimulatedItem item, OfferMade offer)
    {
        if (item.Gone || !item.Offers.Contains(offer.OfferId)) return;
        var agent = _agents[offer.AgentId];
        _sent.Add(_queue.ReserveAsync(item.Id, 1, agent.Id, offer.OfferId));
        _sent.Add(_queue.ConfirmAsync(item.Id, _latestCall(), agent.Id, 2));
        if (offer.Interrupts) Interrupt(agent, item);
        item.Offers.Clear();
        (item.Agent, item.Weight) = (agent, agent.Crew.WeightOf(offer.Channel));
        _waiting--;
        agent.Owned.Add(item);
        Use(agent, item, item.Weight);
        item.Demand.CountAnswered(item, Now);
        _ended?.Invoke(item, Now);
        item.Ends = Now + Milliseconds((item.HandleSeconds * agent.Crew.Group.HandleFactor) + item.WrapUpSeconds);
        Expect(item.Ends, new SimulatedEvent(EventKind.Ends, item));
    }

    private void Interrupt(SimulatedAgent agent, SimulatedItem by)
    {
        agent.Interrupting = by;
        foreach (var item in agent.Owned)
        {
            (item.Left, item.Ends) = (item.Ends - Now, long.MaxValue);
            Use(agent, item, -item.Weight);
        }
    }

    private void Resume(SimulatedAgent agent)
    {
        agent.Interrupting = null;
        foreach (var item in agent.Owned)
        {
            if (item.Ends != long.MaxValue) continue;
            item.Ends = Now + item.Left;
            Use(agent, item, item.Weight);
            Expect(item.Ends, new SimulatedEvent(EventKind.Ends, item));
        }
    }

    private void End(SimulatedItem item)
    {
        if (item.Gone || item.Ends != Now) return;
        var agent = item.Agent!;
        item.Gone = true;
        _items.Remove(item.Id);
        agent.Owned.Remove(item);
        Use(agent, item, -item.Weight);
        if (agent.Interrupting == item) Resume(agent);
        _sent.Add(_queue.CompleteAsync(item.Id, 3, agent.Id));
    }

    private void Use(SimulatedAgent agent, SimulatedItem item, int weight)
    {
        agent.Used += weight;
        item.Demand.Use(weight, Now);
        agent.Crew.Note(agent, Now);
    }

    private void ChangeDuty(Crew crew, bool on)
    {
        foreach (var agent in crew.Agents)
        {
            agent.OnDuty = on;
            Set(agent, on);
        }
    }

    private void Return(SimulatedAgent agent)
    {
        if (agent.OnDuty && !agent.Ready) Set(agent, true);
    }

    private void Set(SimulatedAgent agent, bool ready)
    {
        agent.Ready = ready;
        agent.Version++;
        agent.Crew.Note(agent, Now);
        _sent.Add(_queue.AgentAsync(agent.ToSetting(Now)));
    }

    private async Task HearAsync()
    {
        foreach (var call in _sent)
        {
            var result = Simulator.Check(await call);
            foreach (var decision in result.Decisions) Hear(decision);
            _nextTimer = result.NextTimer?.ToUnixTimeMilliseconds();
        }

        _sent.Clear();
    }

    // All that is in the stream was in the answers, too.
    private async Task TrimAsync()
    {
        if (Decisions - _trimmed < TrimAfter) return;
        await _queue.TrimDecisionsAsync(_latestDecision, CancellationToken.None);
        _trimmed = Decisions;
    }

    private void Hear(Decision decision)
    {
        Decisions++;
        _latestDecision = decision.Id;
        _digest.Add(decision);
        switch (decision)
        {
            case OfferMade offer: Offer(offer); break;
            case OfferEnded { Reason: OfferEnd.Expired or OfferEnd.Withdrawn } over:
                _items.GetValueOrDefault(over.ItemId)?.Offers.Remove(over.OfferId);
                break;
            case AgentNotResponding gone:
                var agent = _agents[gone.AgentId];
                agent.Ready = false;
                agent.Crew.Note(agent, Now);
                Expect(Now + BackAfter, new SimulatedEvent(EventKind.Returns, agent));
                break;
            case LeaseEnded: throw new InvalidOperationException("A claim of a simulation was not settled at once.");
            default: break;
        }
    }

    // By the offer's own instant: the clock is at the last of the calls that were sent together.
    private void Offer(OfferMade offer)
    {
        if (!_items.TryGetValue(offer.ItemId, out var item)) return;
        var crew = _agents[offer.AgentId].Crew;
        var at = offer.At.ToUnixTimeMilliseconds();
        var looks = offer.AutoAccept ? 0 : Milliseconds(crew.Accepting.Next(crew.Group.AcceptSeconds));
        item.Offers.Add(offer.OfferId);
        if (at + looks < offer.Deadline.ToUnixTimeMilliseconds()) Expect(at + looks, new SimulatedEvent(EventKind.Accepts, item, offer));
    }

    private void ExpectArrival(Demand demand)
    {
        if (demand.NextArrival is { } at) Expect(at, new SimulatedEvent(EventKind.Arrives, demand));
    }

    private void Expect(long at, SimulatedEvent happening)
    {
        if (at < _span.End) _events.Enqueue(happening, (at, _numbered++));
    }

    private async Task ReportAsync(long at)
    {
        if (at < _nextProgress) return;
        await _alive();
        _progress?.Report(new SimulationProgress(DateTimeOffset.FromUnixTimeMilliseconds(at), Contacts, (double)(at - _span.Start) / (_span.End - _span.Start)));
        _nextProgress = at + Math.Max(1, (_span.End - _span.Start) / 200);
    }

    // Nobody accepts sooner than that, and no offer expires sooner.
    private static long Lookahead(Scenario scenario)
    {
        var least = scenario.Queues.Min(q => q.AutoAccept ? 0 : 1000L * q.OfferSeconds);
        foreach (var group in scenario.Agents)
            least = Math.Min(least, group.AcceptSeconds.Distribution == Distribution.Fixed ? Milliseconds(group.AcceptSeconds.MeanSeconds) : 0);
        return least;
    }

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);
}

internal enum EventKind
{
    Arrives,
    GivesUp,
    Accepts,
    Ends,
    DutyBegins,
    DutyEnds,
    Returns,
}

internal readonly record struct SimulatedEvent(EventKind Kind, object Subject, object? Detail = null)
{
    public bool IsOfAgents => Kind is EventKind.DutyBegins or EventKind.DutyEnds or EventKind.Returns;
}
