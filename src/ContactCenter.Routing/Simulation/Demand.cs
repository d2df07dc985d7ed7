namespace ContactCenter.Routing.Simulation;

/// <summary>A queue in a run: makes its contacts, and counts what becomes of them.</summary>
internal sealed class Demand
{
    private readonly SimulatedQueue _queue;
    private readonly IReadOnlyList<(long From, long To)> _open;
    private readonly IReadOnlyList<SimulatedContact> _recorded;
    private readonly RandomStream _arriving;
    private readonly RandomStream _handling;
    private readonly RandomStream _wrapping;
    private readonly RandomStream _waiting;
    private readonly IReadOnlyList<Relaxation> _relaxed;
    private readonly Lane _lane;
    private readonly ulong _half;
    private readonly Guid _id;
    private readonly Level _used;
    private readonly HalfHours _halfHours;
    private readonly Tally[] _tallies;
    private int _interval;
    private double _drawn;
    private double _past;
    private int _nextRecorded;
    private long? _nextMade;
    private long _made;

    public Demand(Scenario scenario, SimulatedQueue queue, HalfHours halfHours)
    {
        var (start, end) = (scenario.Start.ToUnixTimeMilliseconds(), scenario.End.ToUnixTimeMilliseconds());
        (_queue, _halfHours) = (queue, halfHours);
        RandomStream Stream(string purpose) => new(scenario.Seed, purpose, queue.Client, queue.Name);
        (_arriving, _handling, _wrapping, _waiting) = (Stream("arrive"), Stream("handle"), Stream("wrap-up"), Stream("patience"));
        _open = Spans.Of(queue.Open, start, end);
        _recorded = [.. queue.Contacts.OrderBy(c => c.At)];
        _half = SimulatedIds.Half("item", queue.Client, queue.Name);
        _id = SimulatedIds.Of("queue", queue.Client, queue.Name);
        _lane = LaneOf(queue.Skills);
        _relaxed = [.. queue.Relaxations.OrderBy(r => r.AfterSeconds).Select(r => new Relaxation(DateTimeOffset.UnixEpoch.AddSeconds(r.AfterSeconds), LaneOf(r.Skills)))];
        _used = new Level(halfHours, start);
        _tallies = new Tally[halfHours.Count];
        DrawArrival();
    }

    public SimulatedQueue Queue => _queue;

    public Lane Lane => _lane;

    /// <summary>When the next contact comes; null after the last.</summary>
    public long? NextArrival => _nextRecorded < _recorded.Count
        ? Math.Min(_recorded[_nextRecorded].At.ToUnixTimeMilliseconds(), _nextMade ?? long.MaxValue)
        : _nextMade;

    /// <summary>Skill by which agents of those sites are known; no script knows sites.</summary>
    public static string? SiteSkill(SimulatedQueue queue) =>
        queue.Sites is { } sites ? $"site:{string.Join('|', sites.Order(StringComparer.Ordinal))}" : null;

    /// <summary>The contact that comes next.</summary>
    public SimulatedItem Arrive()
    {
        var at = NextArrival!.Value;
        SimulatedContact? recorded = null;
        if (_nextRecorded < _recorded.Count && _recorded[_nextRecorded].At.ToUnixTimeMilliseconds() == at) recorded = _recorded[_nextRecorded++];
        else DrawArrival();
        // Drawn for recorded ones, too: whatever one of them says, the others stay as they are.
        var (handle, wrapUp) = (_handling.Next(_queue.Handle), _queue.WrapUp is { } w ? _wrapping.Next(w) : 0);
        double? patience = _queue.Patience is { } p ? _waiting.Next(p) : null;
        return new SimulatedItem
        {
            Demand = this,
            Id = SimulatedIds.Of(_half, _made++),
            Arrived = at,
            Began = Spans.Next(_open, at) ?? long.MaxValue,
            HandleSeconds = recorded?.HandleSeconds ?? handle,
            WrapUpSeconds = wrapUp,
            PatienceSeconds = recorded?.PatienceSeconds ?? patience,
        };
    }

    public WorkItem ToWorkItem(SimulatedItem item)
    {
        var began = DateTimeOffset.FromUnixTimeMilliseconds(item.Began);
        return new WorkItem
        {
            Id = item.Id,
            Version = 1,
            Lane = _lane,
            QueueId = _id,
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(item.Arrived),
            Deadline = began.AddSeconds(_queue.AnswerTargetSeconds - _queue.HeadStartSeconds),
            NotBefore = item.Began > item.Arrived ? began : null,
            OfferTimeout = TimeSpan.FromSeconds(_queue.OfferSeconds),
            RingAgents = _queue.RingAgents,
            AutoAccept = _queue.AutoAccept,
            BestSkilled = _queue.BestSkilled,
            Relaxations = _relaxed.Count == 0 ? [] : [.. _relaxed.Select(r => r with { At = began + (r.At - DateTimeOffset.UnixEpoch) })],
        };
    }

    public void CountOffered(SimulatedItem item) => _tallies[_halfHours.Of(item.Began)].Offered++;

    public void CountAnswered(SimulatedItem item, long now) => TallyOf(item).Answer(now - item.Began, InTarget(item, now));

    public void CountAbandoned(SimulatedItem item, long now) => TallyOf(item).Abandon(now - item.Began, InTarget(item, now));

    public void CountWaiting(SimulatedItem item, long now) => TallyOf(item).LongestWait = Math.Max(TallyOf(item).LongestWait, now - item.Began);

    public void Use(int change, long now) => _used.Add(change, now);

    public void Reach(long now) => _used.Reach(now);

    public Tally TallyIn(int halfHour) => _tallies[halfHour];

    /// <summary>Agents' time that it took in the half-hour, in percent times milliseconds.</summary>
    public double UsedIn(int halfHour) => _used[halfHour];

    private ref Tally TallyOf(SimulatedItem item) => ref _tallies[_halfHours.Of(item.Began)];

    private bool InTarget(SimulatedItem item, long now) => now - item.Began <= 1000L * _queue.Target;

    private Lane LaneOf(IReadOnlyDictionary<string, int> skills)
    {
        List<SkillLevel> levels = [.. skills.Select(s => new SkillLevel(s.Key, s.Value))];
        if (SiteSkill(_queue) is { } site) levels.Add(new SkillLevel(site, 1));
        return new Lane(SimulatedIds.Of("client", _queue.Client), _queue.Channel, levels);
    }

    // Contacts come where the expected number reaches a sum of exponential draws: with another volume the same come, sooner or later.
    private void DrawArrival()
    {
        _drawn += _arriving.NextExponential();
        while (_interval < _queue.Arrivals.Count && _past + _queue.Arrivals[_interval].Count <= _drawn) _past += _queue.Arrivals[_interval++].Count;
        if (_interval == _queue.Arrivals.Count)
        {
            _nextMade = null;
            return;
        }

        var (from, to, count) = _queue.Arrivals[_interval];
        _nextMade = from.ToUnixTimeMilliseconds() + (long)((to - from).TotalMilliseconds * (_drawn - _past) / count);
    }
}

/// <summary>A contact in a run.</summary>
internal sealed class SimulatedItem
{
    public required Demand Demand { get; init; }

    public required Guid Id { get; init; }

    public required long Arrived { get; init; }

    /// <summary>When it began to wait: when it came, or its queue opened.</summary>
    public required long Began { get; init; }

    public required double HandleSeconds { get; init; }

    public required double WrapUpSeconds { get; init; }

    public required double? PatienceSeconds { get; init; }

    /// <summary>Its live offers.</summary>
    public List<Guid> Offers { get; } = [];

    public SimulatedAgent? Agent { get; set; }

    public bool Gone { get; set; }

    /// <summary>When its agent is done with it; unknown while a call interrupts it.</summary>
    public long Ends { get; set; }

    /// <summary>What was left when a call interrupted it.</summary>
    public long Left { get; set; }

    public int Weight { get; set; }
}
