namespace ContactCenter.Routing.Simulation;

/// <summary>A group of agents in a run, and what they did.</summary>
internal sealed class Crew
{
    private readonly Roomy _roomy;
    private readonly Level _busy;
    private readonly Level _idle;
    private readonly Level _used;
    private readonly Level _staffed;

    public Crew(Scenario scenario, AgentGroup group, IReadOnlyList<string> siteSkills, HalfHours halfHours, Roomy roomy)
    {
        _roomy = roomy;
        var (start, end) = (scenario.Start.ToUnixTimeMilliseconds(), scenario.End.ToUnixTimeMilliseconds());
        Group = group;
        Profile = new Profile(
            [.. group.Clients.Select(client => SimulatedIds.Of("client", client))],
            group.Channels,
            [.. group.Skills.Select(s => new SkillLevel(s.Key, s.Value)), .. siteSkills.Select(s => new SkillLevel(s, 1))]);
        var site = scenario.Sites.FirstOrDefault(s => s.Name == group.Site);
        Duty = Spans.Both(Spans.Of(group.Shifts, start, end), Spans.Of(site?.Open, start, end));
        Accepting = new RandomStream(scenario.Seed, "accept", group.Name);
        var half = SimulatedIds.Half("agent", group.Name);
        Agents = [.. Enumerable.Range(0, group.Count).Select(n => new SimulatedAgent(this, SimulatedIds.Of(half, n)))];
        (_busy, _idle, _used, _staffed) = (new(halfHours, start), new(halfHours, start), new(halfHours, start), new(halfHours, start));
    }

    public AgentGroup Group { get; }

    public Profile Profile { get; }

    public IReadOnlyList<SimulatedAgent> Agents { get; }

    /// <summary>When they are to be ready: on shift, and their site is open.</summary>
    public IReadOnlyList<(long From, long To)> Duty { get; }

    public RandomStream Accepting { get; }

    public int WeightOf(string channel) => Group.Weights.TryGetValue(channel, out var weight) ? weight : ChannelWeights.DefaultFor(channel);

    /// <summary>Writes down what an agent did until now, and does from now on.</summary>
    public void Note(SimulatedAgent agent, long now)
    {
        var (busy, idle, used, staffed) = (agent.Owned.Count > 0 ? 1 : 0, agent.Ready && agent.Owned.Count == 0 ? 1 : 0, agent.Used, agent.OnDuty || agent.Owned.Count > 0 ? 1 : 0);
        var was = agent.Noted;
        if (busy != was.Busy) _busy.Add(busy - was.Busy, now);
        if (idle != was.Idle) _idle.Add(idle - was.Idle, now);
        if (used != was.Used) _used.Add(used - was.Used, now);
        if (staffed != was.Staffed) _staffed.Add(staffed - was.Staffed, now);
        agent.Noted = (busy, idle, used, staffed);
        if (agent.HasRoom == agent.HadRoom) return;
        _roomy.Count += agent.HasRoom ? 1 : -1;
        agent.HadRoom = agent.HasRoom;
    }

    public void Reach(long now)
    {
        foreach (var level in (Level[])[_busy, _idle, _used, _staffed]) level.Reach(now);
    }

    public (double Busy, double Idle) Time(int halfHour) => (_busy[halfHour], _idle[halfHour]);

    public GroupFigures ToFigures(int halfHours)
    {
        var (busy, idle, used, staffed) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < halfHours; i++) (busy, idle, used, staffed) = (busy + _busy[i], idle + _idle[i], used + _used[i], staffed + _staffed[i]);
        return new GroupFigures(Group.Name, Tally.Share(busy, busy + idle), Tally.Share(used / 100, staffed), staffed / 3_600_000);
    }
}

/// <summary>So many agents of all groups could be made an offer, as far as their own work goes.</summary>
internal sealed class Roomy
{
    public int Count { get; set; }
}

/// <summary>An agent in a run.</summary>
internal sealed class SimulatedAgent(Crew crew, Guid id)
{
    public Crew Crew { get; } = crew;

    public Guid Id { get; } = id;

    public long Version { get; set; }

    public bool OnDuty { get; set; }

    /// <summary>On duty, and not one who let two offers in a row expire.</summary>
    public bool Ready { get; set; }

    public List<SimulatedItem> Owned { get; } = [];

    /// <summary>The call that interrupts what else he has.</summary>
    public SimulatedItem? Interrupting { get; set; }

    /// <summary>What of him his work takes now.</summary>
    public int Used { get; set; }

    public bool HasRoom => Ready && (Used < 100 || (Crew.Group.Interruptible && Interrupting is null));

    public (int Busy, int Idle, int Used, int Staffed) Noted { get; set; }

    public bool HadRoom { get; set; }

    public AgentSetting ToSetting(long now) => new()
    {
        Id = Id,
        Version = Version,
        Profile = Crew.Profile,
        Weights = Crew.Group.Weights,
        Interruptible = Crew.Group.Interruptible,
        Ready = Ready,
        IdleSince = DateTimeOffset.FromUnixTimeMilliseconds(now),
    };
}
