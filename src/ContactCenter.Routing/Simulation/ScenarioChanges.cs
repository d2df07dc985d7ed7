namespace ContactCenter.Routing.Simulation;

/// <summary>Applies changes to a scenario. What a change leaves wrong is found by <see cref="Scenario.Errors"/>.</summary>
internal static class ScenarioChanges
{
    public static Scenario Apply(Scenario scenario, IReadOnlyList<Change> changes)
    {
        for (var at = 0; at < changes.Count; at++) scenario = Apply(scenario, changes[at], at);
        return scenario;
    }

    private static Scenario Apply(Scenario scenario, Change change, int at) => change switch
    {
        StaffingChange c => Group(scenario, c.Group, at, g => g with { Count = AtLeast(c.Count, 0, at, "count") }),
        AddGroupChange c => Add(scenario, c, at),
        SkillChange c => Group(scenario, c.Group, at, g => g with { Skills = WithLevel(g.Skills, c.Skill, AtLeast(c.Level, 0, at, "level")) }),
        WeightChange c => Group(scenario, c.Group, at, g => g with { Weights = WithLevel(g.Weights, c.Channel, AtLeast(c.Weight, 1, at, "weight")) }),
        QueueChange c => Queues(scenario, c.Queue, c.Client, at, q => Ruled(q, c)),
        SharesChange c => scenario with { Shares = c.Shares },
        SiteChange c => Site(scenario, c, at),
        ShiftChange c => Group(scenario, c.Group, at, g => g with { Shifts = c.Shifts }),
        VolumeChange c => Queues(scenario, c.Queue, c.Client, at, q => Traffic(q, Factor(c.Factor, at), scenario.Seed)),
        HandleChange c => Queues(scenario, c.Queue, c.Client, at, q => q with
        {
            Handle = Times(q.Handle, Factor(c.Factor, at)),
            Contacts = [.. q.Contacts.Select(k => k with { HandleSeconds = k.HandleSeconds * c.Factor })],
        }),
        PatienceChange c => Queues(scenario, c.Queue, c.Client, at, q => q with
        {
            Patience = q.Patience is { } patience ? Times(patience, Factor(c.Factor, at)) : null,
            Contacts = [.. q.Contacts.Select(k => k with { PatienceSeconds = k.PatienceSeconds * c.Factor })],
        }),
        null => throw Wrong(at, "", "A change is not null."),
        _ => throw new InvalidOperationException($"There is no change of the kind {change.GetType().Name}."),
    };

    private static SimulatedQueue Ruled(SimulatedQueue queue, QueueChange change) => queue with
    {
        AnswerTargetSeconds = change.AnswerTargetSeconds ?? queue.AnswerTargetSeconds,
        // Otherwise the two runs would be measured by different measures.
        ServiceLevelSeconds = queue.Target,
        HeadStartSeconds = change.HeadStartSeconds ?? queue.HeadStartSeconds,
        OfferSeconds = change.OfferSeconds ?? queue.OfferSeconds,
        RingAgents = change.RingAgents ?? queue.RingAgents,
        AutoAccept = change.AutoAccept ?? queue.AutoAccept,
        BestSkilled = change.BestSkilled ?? queue.BestSkilled,
        Relaxations = change.Relaxations ?? queue.Relaxations,
        Skills = change.Skills ?? queue.Skills,
        Open = change.Open ?? queue.Open,
        Sites = change.Sites ?? queue.Sites,
    };

    private static SimulatedQueue Traffic(SimulatedQueue queue, double factor, int seed)
    {
        var draws = new RandomStream(seed, "volume", queue.Client, queue.Name);
        List<SimulatedContact> contacts = [];
        foreach (var contact in queue.Contacts)
        {
            var again = (int)Math.Floor(factor + draws.Next());
            for (var i = 0; i < again; i++) contacts.Add(contact);
        }

        return queue with { Arrivals = [.. queue.Arrivals.Select(a => a with { Count = a.Count * factor })], Contacts = contacts };
    }

    private static Scenario Add(Scenario scenario, AddGroupChange change, int at) =>
        scenario.Agents.Any(g => g.Name == change.Group.Name)
            ? throw Wrong(at, "group.name", $"There is a group {change.Group.Name} already.")
            : scenario with { Agents = [.. scenario.Agents, change.Group] };

    private static Scenario Group(Scenario scenario, string name, int at, Func<AgentGroup, AgentGroup> edit) =>
        scenario.Agents.Any(g => g.Name == name)
            ? scenario with { Agents = [.. scenario.Agents.Select(g => g.Name == name ? edit(g) : g)] }
            : throw Wrong(at, "group", $"There is no group {name}.");

    private static Scenario Site(Scenario scenario, SiteChange change, int at) =>
        scenario.Sites.Any(s => s.Name == change.Site)
            ? scenario with { Sites = [.. scenario.Sites.Select(s => s.Name == change.Site ? s with { Open = change.Open } : s)] }
            : throw Wrong(at, "site", $"There is no site {change.Site}.");

    private static Scenario Queues(Scenario scenario, string? queue, string? client, int at, Func<SimulatedQueue, SimulatedQueue> edit)
    {
        bool IsMeant(SimulatedQueue q) => (queue is null || q.Name == queue) && (client is null || q.Client == client);
        if (client is not null && scenario.Queues.All(q => q.Client != client)) throw Wrong(at, "client", $"There is no queue of a client {client}.");
        return scenario.Queues.Any(IsMeant)
            ? scenario with { Queues = [.. scenario.Queues.Select(q => IsMeant(q) ? edit(q) : q)] }
            : throw Wrong(at, "queue", $"There is no queue {queue}.");
    }

    private static Dictionary<string, int> WithLevel(IReadOnlyDictionary<string, int> levels, string key, int level)
    {
        var changed = levels.ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
        if (level == 0) changed.Remove(key);
        else changed[key] = level;
        return changed;
    }

    private static Duration Times(Duration duration, double factor) => duration with { MeanSeconds = duration.MeanSeconds * factor };

    private static double Factor(double factor, int at) =>
        factor is >= 0 and <= 100 ? factor : throw Wrong(at, "factor", "A factor is 0 to 100.");

    private static int AtLeast(int number, int least, int at, string field) =>
        number >= least ? number : throw Wrong(at, field, $"It is {least} or more.");

    private static ScenarioException Wrong(int at, string field, string message) =>
        new([new ScenarioError(field.Length == 0 ? $"changes[{at}]" : $"changes[{at}].{field}", message)]);
}
