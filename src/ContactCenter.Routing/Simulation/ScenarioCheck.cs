namespace ContactCenter.Routing.Simulation;

/// <summary>Finds all that is wrong with a scenario, so that who wrote it mends it at once.</summary>
internal sealed class ScenarioCheck
{
    private const int MostAgents = 100_000;
    private const int MostEntries = 1000;

    /// <summary>On a recorded day each agent has shifts of his own.</summary>
    private const int MostGroups = 20_000;

    /// <summary>Queues and groups, times half-hours: what has to be kept of a run.</summary>
    private const int MostFigures = 2_000_000;
    private const int MostContacts = 5_000_000;
    private const double LongestSeconds = 10_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    private readonly Scenario _scenario;
    private readonly List<ScenarioError> _errors = [];
    private readonly HashSet<string> _clients;
    private readonly HashSet<string> _sites;

    private ScenarioCheck(Scenario scenario)
    {
        _scenario = scenario;
        _clients = [.. scenario.Queues.Select(q => q?.Client ?? "")];
        _sites = [.. scenario.Sites.Select(s => s?.Name ?? "")];
    }

    public static IReadOnlyList<ScenarioError> Of(Scenario scenario)
    {
        var check = new ScenarioCheck(scenario);
        check.NoNulls();
        if (check._errors.Count > 0) return check._errors;
        check.Whole();
        check.Few(scenario.Queues, MostEntries, "queues", check.Queue);
        check.Few(scenario.Agents, MostGroups, "agents", check.Group);
        check.Few(scenario.Sites, MostEntries, "sites", (site, path) =>
        {
            check.Name(site.Name, $"{path}.name");
            check.Intervals(site.Open, $"{path}.open");
        });
        check.Shares();
        return check._errors;
    }

    // The reader of JSON lets them pass in lists.
    private void NoNulls()
    {
        NoNulls(_scenario.Queues, "queues");
        NoNulls(_scenario.Agents, "agents");
        NoNulls(_scenario.Shares, "shares");
        NoNulls(_scenario.Sites, "sites");
        if (_errors.Count > 0) return;
        for (var i = 0; i < _scenario.Queues.Count; i++)
        {
            var queue = _scenario.Queues[i];
            NoNulls(queue.Relaxations, $"queues[{i}].relaxations");
            NoNulls(queue.Open ?? [], $"queues[{i}].open");
            NoNulls(queue.Arrivals, $"queues[{i}].arrivals");
            NoNulls(queue.Contacts, $"queues[{i}].contacts");
        }

        for (var i = 0; i < _scenario.Agents.Count; i++) NoNulls(_scenario.Agents[i].Shifts ?? [], $"agents[{i}].shifts");
        for (var i = 0; i < _scenario.Sites.Count; i++) NoNulls(_scenario.Sites[i].Open ?? [], $"sites[{i}].open");
    }

    private void NoNulls<T>(IReadOnlyList<T> list, string path)
        where T : class
    {
        for (var i = 0; i < list.Count; i++) Need(list[i] is not null, $"{path}[{i}]", "It is not null.");
    }

    private void Whole()
    {
        Name(_scenario.Name, "name");
        Need(_scenario.End > _scenario.Start, "end", "It is after the start.");
        Need(_scenario.End - _scenario.Start <= Longest, "end", $"It is within {Longest.TotalDays} days of the start.");
        var halfHours = (_scenario.End - _scenario.Start).TotalHours * 2;
        Need((_scenario.Queues.Count + _scenario.Agents.Count) * halfHours <= MostFigures, "end", $"Queues and groups, times half-hours, are at most {MostFigures}.");
        Need(TimeZoneInfo.TryFindSystemTimeZoneById(_scenario.TimeZone, out _), "timeZone", $"There is no time zone {_scenario.TimeZone}.");
        Need(_scenario.Queues.Count > 0, "queues", "There is at least one queue.");
        Once(_scenario.Queues, q => $"{q.Client}\n{q.Name}", "queues", q => $"{q.Client} has a queue {q.Name} already.");
        Once(_scenario.Agents, g => g.Name, "agents", g => $"There is a group {g.Name} already.");
        Once(_scenario.Sites, s => s.Name, "sites", s => $"There is a site {s.Name} already.");
        Need(_scenario.Agents.Sum(g => (long)Math.Max(0, g.Count)) <= MostAgents, "agents", $"There are at most {MostAgents} agents.");
        Need(_scenario.Queues.Sum(q => (long)q.Contacts.Count) + _scenario.Queues.Sum(q => q.Arrivals.Sum(a => Math.Max(0, a.Count))) <= MostContacts, "queues", $"At most {MostContacts} contacts come.");
    }

    private void Queue(SimulatedQueue queue, string path)
    {
        Name(queue.Name, $"{path}.name");
        Name(queue.Client, $"{path}.client");
        Name(queue.Channel, $"{path}.channel");
        Levels(queue.Skills, $"{path}.skills", "A level");
        Seconds(queue.AnswerTargetSeconds, 0, $"{path}.answerTargetSeconds");
        Seconds(queue.ServiceLevelSeconds ?? 0, 0, $"{path}.serviceLevelSeconds");
        Seconds(queue.OfferSeconds, 1, $"{path}.offerSeconds");
        Need(queue.RingAgents is >= 1 and <= WorkItem.MostRinging, $"{path}.ringAgents", $"It is 1 to {WorkItem.MostRinging}.");
        Seconds(queue.HeadStartSeconds, 0, $"{path}.headStartSeconds");
        Duration(queue.Handle, $"{path}.handle");
        Duration(queue.WrapUp, $"{path}.wrapUp");
        Duration(queue.Patience, $"{path}.patience");
        Few(queue.Relaxations, 20, $"{path}.relaxations", (step, at) =>
        {
            Seconds(step.AfterSeconds, 1, $"{at}.afterSeconds");
            Levels(step.Skills, $"{at}.skills", "A level");
        });
        Intervals(queue.Open, $"{path}.open");
        Few(queue.Sites ?? [], MostEntries, $"{path}.sites", (site, at) =>
            Need(_sites.Contains(site), at, $"There is no site {site}."));
        Intervals([.. queue.Arrivals.Select(a => new Interval(a.From, a.To))], $"{path}.arrivals");
        Few(queue.Arrivals, 100_000, $"{path}.arrivals", (arrivals, at) =>
        {
            Need(arrivals.From >= _scenario.Start && arrivals.To <= _scenario.End, at, "It is within the scenario.");
            Need(arrivals.Count is >= 0 and <= MostContacts, $"{at}.count", $"It is 0 to {MostContacts}.");
        });
        for (var i = 0; i < queue.Contacts.Count && _errors.Count < 100; i++) Contact(queue.Contacts[i], $"{path}.contacts[{i}]");
    }

    private void Contact(SimulatedContact contact, string path)
    {
        Need(contact.At >= _scenario.Start && contact.At < _scenario.End, $"{path}.at", "It is within the scenario.");
        Need(contact.HandleSeconds is null or (>= 0 and <= LongestSeconds), $"{path}.handleSeconds", $"It is 0 to {LongestSeconds}.");
        Need(contact.PatienceSeconds is null or (>= 0 and <= LongestSeconds), $"{path}.patienceSeconds", $"It is 0 to {LongestSeconds}.");
    }

    private void Group(AgentGroup group, string path)
    {
        Name(group.Name, $"{path}.name");
        Need(group.Count >= 0, $"{path}.count", "It is 0 or more.");
        Need(group.Site is null || _sites.Contains(group.Site), $"{path}.site", $"There is no site {group.Site}.");
        Need(group.Clients.Count > 0, $"{path}.clients", "They serve at least one client.");
        Need(group.Channels.Count > 0, $"{path}.channels", "They work on at least one channel.");
        Few(group.Clients, MostEntries, $"{path}.clients", (client, at) =>
            Need(_clients.Contains(client), at, $"There is no queue of a client {client}."));
        Few(group.Channels, 20, $"{path}.channels", Name);
        Levels(group.Skills, $"{path}.skills", "A level");
        Levels(group.Weights, $"{path}.weights", "A weight");
        Intervals(group.Shifts, $"{path}.shifts");
        Duration(group.AcceptSeconds, $"{path}.acceptSeconds");
        Need(group.HandleFactor is > 0 and <= 100, $"{path}.handleFactor", "It is more than 0 and at most 100.");
    }

    private void Shares()
    {
        Few(_scenario.Shares, MostEntries, "shares", (share, path) =>
        {
            Need(_clients.Contains(share.Client), $"{path}.client", $"There is no queue of a client {share.Client}.");
            Need(share.Guaranteed is null or (>= 1 and <= 100), $"{path}.guaranteed", "It is 1 to 100.");
            Need(share.Cap is null or (>= 1 and <= 100), $"{path}.cap", "It is 1 to 100.");
        });
        Once(_scenario.Shares, s => s.Client, "shares", s => $"{s.Client} has a share already.");
        Need(_scenario.Shares.Sum(s => (long)(s.Guaranteed ?? 0)) <= 100, "shares", "At most 100 percent are guaranteed.");
    }

    private void Duration(Duration? duration, string path)
    {
        if (duration is null) return;
        Need(duration.MeanSeconds is >= 0 and <= LongestSeconds, $"{path}.meanSeconds", $"It is 0 to {LongestSeconds}.");
        Need(duration.CoefficientOfVariation is >= 0 and <= 10, $"{path}.coefficientOfVariation", "It is 0 to 10.");
        Need(Enum.IsDefined(duration.Distribution), $"{path}.distribution", "There is no such distribution.");
    }

    private void Intervals(IReadOnlyList<Interval>? intervals, string path)
    {
        if (intervals is null) return;
        for (var i = 0; i < intervals.Count && _errors.Count < 100; i++)
        {
            Need(intervals[i].To > intervals[i].From, $"{path}[{i}].to", "It is after from.");
            Need(i == 0 || intervals[i].From >= intervals[i - 1].To, $"{path}[{i}].from", "It is not before the end of the one before it.");
        }
    }

    private void Levels(IReadOnlyDictionary<string, int> levels, string path, string what)
    {
        Need(levels.Count <= 200, path, "There are at most 200.");
        foreach (var (key, level) in levels)
        {
            Name(key, $"{path}.{key}");
            Need(level is >= 1 and <= 100, $"{path}.{key}", $"{what} is 1 to 100.");
        }
    }

    private void Few<T>(IReadOnlyList<T> list, int most, string path, Action<T, string> check)
    {
        Need(list.Count <= most, path, $"There are at most {most}.");
        for (var i = 0; i < list.Count && i < most && _errors.Count < 100; i++) check(list[i], $"{path}[{i}]");
    }

    private void Once<T>(IReadOnlyList<T> list, Func<T, string> name, string path, Func<T, string> message)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (!seen.Add(name(list[i]))) Need(false, $"{path}[{i}]", message(list[i]));
        }
    }

    private void Name(string? name, string path) => Need(name is { Length: >= 1 and <= 200 }, path, "It has 1 to 200 characters.");

    private void Seconds(int seconds, int least, string path) => Need(seconds >= least && seconds <= LongestSeconds, path, $"It is {least} to {LongestSeconds}.");

    private void Need(bool held, string path, string message)
    {
        if (!held) _errors.Add(new ScenarioError(path, message));
    }
}
