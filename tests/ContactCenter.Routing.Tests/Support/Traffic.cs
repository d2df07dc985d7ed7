namespace ContactCenter.Routing.Tests.Support;

/// <summary>
/// A day's traffic in virtual time: items come, agents accept after a moment and take as long as they take. One event after
/// the other, so a run with the same seed is the same run.
/// </summary>
public sealed class Traffic(Scene scene, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, double> _handleSeconds = [];
    private readonly Dictionary<Guid, WorkItem> _items = [];
    private readonly Dictionary<Guid, LanePosition> _announced = [];
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset, long)> _events = new();
    private readonly DateTimeOffset _start = scene.Now;
    private long _sequence;

    /// <summary>Seconds from enqueued to accepted, and what was announced to those who had to wait.</summary>
    public List<(Lane Lane, double Seconds, LanePosition? Announced)> Waits { get; } = [];

    /// <summary>Seconds since the traffic was made.</summary>
    public double Elapsed => (scene.Now - _start).TotalSeconds;

    public async Task AgentAsync(Profile profile, int weight, double handleSeconds)
    {
        var agent = await scene.ReadyAgentAsync(profile, weight);
        _handleSeconds[agent.Id] = handleSeconds;
    }

    /// <summary>So many items, one after another, at a mean distance that may change with the time of day.</summary>
    public void Arrivals(Lane lane, int count, Func<double, double> meanSeconds) => ArriveIn(lane, count, meanSeconds);

    /// <summary>So many at once; they are worked off like the others and not measured.</summary>
    public async Task FloodAsync(Lane lane, int count)
    {
        for (var i = 0; i < count; i++) Handle(await scene.Queue.EnqueueAsync(scene.Item(lane, dueIn: 20)));
    }

    public async Task RunAsync()
    {
        while (_events.TryDequeue(out var act, out var due))
        {
            if (due.Item1 > scene.Now) scene.Time.Advance((due.Item1 - scene.Now).TotalSeconds);
            await act();
        }
    }

    private void ArriveIn(Lane lane, int left, Func<double, double> meanSeconds) => In(Exponential(meanSeconds(Elapsed)), async () =>
    {
        var item = scene.Item(lane, dueIn: 20);
        _items[item.Id] = item;
        Handle(await scene.Queue.EnqueueAsync(item));
        if (await scene.Queue.PositionAsync(item.Id) is { Place: > 0 } place) _announced[item.Id] = place;
        if (left > 1) ArriveIn(lane, left - 1, meanSeconds);
    });

    private void Handle(RoutingResult result)
    {
        foreach (var offer in result.Decisions.OfType<OfferMade>()) In(1 + _random.NextDouble(), () => AcceptAsync(offer));
    }

    private async Task AcceptAsync(OfferMade offer)
    {
        var reserved = await scene.Queue.ReserveAsync(offer.ItemId, offer.ItemVersion, offer.AgentId, offer.OfferId);
        Assert.Equal(RoutingStatus.Ok, reserved.Status);
        Handle(await scene.Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, offer.AgentId, offer.ItemVersion + 1));
        if (_items.TryGetValue(offer.ItemId, out var item))
            Waits.Add((item.Lane, (scene.Now - item.EnqueuedAt).TotalSeconds, _announced.GetValueOrDefault(offer.ItemId)));
        In(Exponential(_handleSeconds[offer.AgentId]), async () =>
            Handle(await scene.Queue.CompleteAsync(offer.ItemId, offer.ItemVersion + 2, offer.AgentId)));
    }

    private double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    private void In(double seconds, Func<Task> act) => _events.Enqueue(act, (scene.Now.AddSeconds(seconds), _sequence++));
}
