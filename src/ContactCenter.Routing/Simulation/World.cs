namespace ContactCenter.Routing.Simulation;

/// <summary>Who and what takes part in a run, and the figures of it.</summary>
internal sealed class World
{
    private readonly Scenario _scenario;
    private readonly HalfHours _halfHours;
    private readonly ILookup<Profile, Crew> _alike;

    public World(Scenario scenario)
    {
        _scenario = scenario;
        _halfHours = new HalfHours(scenario);
        Demands = [.. scenario.Queues.Select(queue => new Demand(scenario, queue, _halfHours))];
        List<(string Skill, SimulatedQueue Queue)> sited =
            [.. scenario.Queues.Where(q => q.Sites is not null).Select(q => (Demand.SiteSkill(q)!, q)).DistinctBy(s => s.Item1, StringComparer.Ordinal)];
        Crews =
        [
            .. scenario.Agents.Select(group => new Crew(
                scenario, group, [.. sited.Where(s => group.Site is { } site && s.Queue.Sites!.Contains(site)).Select(s => s.Skill)], _halfHours, Roomy)),
        ];
        _alike = Crews.ToLookup(crew => crew.Profile);
    }

    public Roomy Roomy { get; } = new();

    public IReadOnlyList<Demand> Demands { get; }

    public IReadOnlyList<Crew> Crews { get; }

    public SimulationResult ToResult(string digest, long contacts, long decisions, long calls)
    {
        var end = _scenario.End.ToUnixTimeMilliseconds();
        foreach (var crew in Crews) crew.Reach(end);
        foreach (var demand in Demands) demand.Reach(end);
        var (total, halfHours) = FiguresOf(Demands, Crews);
        return new SimulationResult
        {
            Scenario = _scenario.Name,
            Seed = _scenario.Seed,
            DecisionsDigest = digest,
            Contacts = contacts,
            Decisions = decisions,
            Calls = calls,
            Total = total,
            HalfHours = halfHours,
            Queues =
            [
                .. Demands.Select(demand =>
                {
                    var (figures, parts) = FiguresOf([demand], Serving([demand]));
                    return new QueueFigures(demand.Queue.Client, demand.Queue.Name, demand.Queue.Channel, figures, parts);
                }),
            ],
            Clients =
            [
                .. Demands.GroupBy(d => d.Queue.Client, StringComparer.Ordinal).Select(client =>
                {
                    var (figures, parts) = FiguresOf([.. client], Serving([.. client]));
                    return new ClientFigures(client.Key, figures, parts);
                }),
            ],
            Groups = [.. Crews.Select(crew => crew.ToFigures(_halfHours.Count))],
        };
    }

    private List<Crew> Serving(IReadOnlyList<Demand> demands) => [.. _alike.Where(alike => demands.Any(d => alike.Key.Fits(d.Lane))).SelectMany(alike => alike)];

    private (Figures Figures, IReadOnlyList<HalfHour> HalfHours) FiguresOf(IReadOnlyList<Demand> demands, IReadOnlyList<Crew> crews)
    {
        var whole = default(Tally);
        var (allBusy, allIdle, allUsed, allTime) = (0.0, 0.0, 0.0, 0.0);
        List<HalfHour> parts = [];
        for (var i = 0; i < _halfHours.Count; i++)
        {
            var tally = default(Tally);
            var (busy, idle, used, time) = (0.0, 0.0, 0.0, (double)_halfHours.Within(i));
            foreach (var demand in demands)
            {
                tally.Add(demand.TallyIn(i));
                used += demand.UsedIn(i);
            }

            foreach (var crew in crews) (busy, idle) = (busy + crew.Time(i).Busy, idle + crew.Time(i).Idle);
            parts.Add(new HalfHour(_halfHours.From(i), tally.ToFigures(Tally.Share(busy, busy + idle), used / 100 / time)));
            whole.Add(tally);
            (allBusy, allIdle, allUsed, allTime) = (allBusy + busy, allIdle + idle, allUsed + used, allTime + time);
        }

        return (whole.ToFigures(Tally.Share(allBusy, allBusy + allIdle), allUsed / 100 / allTime), parts);
    }
}
