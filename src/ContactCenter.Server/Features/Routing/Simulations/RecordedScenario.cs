using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Agents;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>
/// A recorded day as a scenario: what came, exactly as it came, and the agents with the times they were ready. What a day cannot
/// say is estimated: the patience of those who were answered before they would have given up, and how long talks take that
/// have not ended.
/// </summary>
static class RecordedScenario
{
    const double UsualHandle = 300;
    const double UsualAccept = 2;

    public static Scenario Of(DayFacts day, DayRules rules)
    {
        var queues = Queues(day, rules);
        var clients = queues.Select(q => q.Client).ToHashSet(StringComparer.Ordinal);
        var channels = queues.Select(q => q.Channel).ToHashSet(StringComparer.Ordinal);
        return new Scenario
        {
            Name = day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Start = day.Start, End = day.End, TimeZone = day.TimeZone,
            Queues = queues, Agents = Groups(day, rules, clients, channels),
            Shares = [.. rules.Shares.Where(s => day.Clients.Contains(s.ClientId) && clients.Contains(day.ClientNames[s.ClientId]))
                .Select(s => new SimulatedShare(day.ClientNames[s.ClientId], s.GuaranteedPercent, s.CapPercent))],
            // Agents worked when they were ready, whatever their site's hours said: those bind nobody until a change sets them.
            Sites = [.. rules.Sites.OrderBy(s => s.Value, StringComparer.Ordinal).Select(s => new SimulatedSite(s.Value))],
        };
    }

    /// <summary>Each queue, once for each channel that came to it.</summary>
    static List<SimulatedQueue> Queues(DayFacts day, DayRules rules)
    {
        var waits = day.Waits.ToLookup(w => w.QueueId);
        var queues = new List<SimulatedQueue>();
        foreach (var queue in rules.Queues)
        {
            var channels = waits[queue.Id].ToLookup(w => w.Channel);
            if (channels.Count == 0) queues.Add(Rules(day, rules, queue, "chat", queue.Name, []));
            foreach (var channel in channels.OrderBy(c => c.Key, StringComparer.Ordinal))
                queues.Add(Rules(day, rules, queue, channel.Key, channels.Count > 1 ? $"{queue.Name} ({channel.Key})" : queue.Name, [.. channel.OrderBy(w => w.At)]));
        }
        return [.. queues.OrderBy(q => q.Client, StringComparer.Ordinal).ThenBy(q => q.Name, StringComparer.Ordinal)];
    }

    static SimulatedQueue Rules(DayFacts day, DayRules rules, Queue queue, string channel, string name, IReadOnlyList<RecordedWait> waits)
    {
        var patience = MeanPatience(day, waits);
        return new SimulatedQueue
        {
            Name = name, Client = day.ClientNames[queue.ClientId], Channel = channel, Skills = Named(rules, queue.Skills), AnswerTargetSeconds = queue.AnswerTargetSeconds,
            OfferSeconds = queue.OfferSeconds, AutoAccept = queue.AutoAccept, RingAgents = queue.RingAgents, BestSkilled = queue.BestSkilled, HeadStartSeconds = queue.HeadStartSeconds,
            Relaxations = [.. queue.Relaxations.Select(r => new SimulatedRelaxation(r.AfterSeconds, Named(rules, r.Skills)))],
            Open = queue.CalendarId is { } calendar && rules.Hours.TryGetValue(calendar, out var hours) ? [.. hours.Between(day.Start, day.End).Select(o => new Interval(o.From, o.To))] : null,
            Sites = rules.SitesOfClients.TryGetValue(queue.ClientId, out var sites) ? [.. sites.Select(s => rules.Sites[s]).Order(StringComparer.Ordinal)] : null,
            Handle = new(Distribution.Exponential, MeanHandle(day, waits)),
            WrapUp = waits.Any(w => w.WrapUpSeconds > 0) ? new(Distribution.Fixed, Round(waits.Where(w => w.WrapUpSeconds is not null).Average(w => w.WrapUpSeconds!.Value))) : null,
            Patience = patience is { } mean ? new(Distribution.Exponential, Round(mean)) : null,
            Contacts = [.. waits.Select((w, at) => new SimulatedContact(w.At, w.HandleSeconds is { } handle ? Round(handle) : null, Patience(day, queue, w, at, patience)))],
        };
    }

    /// <summary>Of exponential times some of which are only known to be longer: what was seen of all, over how many ended.</summary>
    static double MeanHandle(DayFacts day, IReadOnlyList<RecordedWait> waits)
    {
        var ended = waits.Count(w => w.HandleSeconds is not null);
        var seen = waits.Sum(w => w.HandleSeconds ?? (w.AnsweredAt is { } since && since < day.End ? (day.End - since).TotalSeconds : 0));
        return ended == 0 ? UsualHandle : Round(seen / ended);
    }

    /// <summary>The same estimate: all that was waited, over how many gave up. Null when nobody did: then nobody will.</summary>
    static double? MeanPatience(DayFacts day, IReadOnlyList<RecordedWait> waits)
    {
        var gone = waits.Count(w => w.GoneAt is not null);
        return gone == 0 ? null : Math.Max(1, waits.Sum(w => Waited(day, w)) / gone);
    }

    static double Waited(DayFacts day, RecordedWait wait) => Math.Max(0, ((wait.GoneAt ?? wait.AnsweredAt ?? day.End) - wait.At).TotalSeconds);

    /// <summary>Of who gave up, his own. Of the others at least what they stood; what is beyond it has no memory of that.</summary>
    static double? Patience(DayFacts day, Queue queue, RecordedWait wait, int at, double? mean) =>
        wait.GoneAt is not null ? Round(Waited(day, wait)) : mean is { } beyond ? Round(Waited(day, wait) - Math.Log(1 - Chance(queue.Id, wait.At, at)) * beyond) : null;

    /// <summary>The same for the same contact whenever the day is read, on every machine.</summary>
    static double Chance(Guid queue, DateTimeOffset at, int number)
    {
        Span<byte> bytes = stackalloc byte[28];
        queue.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], at.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(bytes[24..], number);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Those of one profile who were ready at the same times are a group; nobody is named.</summary>
    static List<AgentGroup> Groups(DayFacts day, DayRules rules, HashSet<string> clients, HashSet<string> channels)
    {
        var accept = new Duration(Distribution.Fixed, Round(day.AcceptSeconds ?? UsualAccept));
        var groups = rules.Agents.Select(a => Group(day, rules, a, clients, channels, accept)).Where(g => g.Clients.Count > 0)
            .GroupBy(g => $"{g.Name}\n{string.Join(',', g.Weights)}\n{string.Join(',', g.Shifts!)}", StringComparer.Ordinal)
            .Select(same => same.First() with { Count = same.Count() });
        return [.. groups.GroupBy(g => g.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(named => named.OrderBy(g => g.Shifts![0].From).Select((g, at) => g with { Name = $"{g.Name} #{at + 1}" }))];
    }

    static AgentGroup Group(DayFacts day, DayRules rules, AgentProfile agent, HashSet<string> clients, HashSet<string> channels, Duration accept)
    {
        var serves = agent.Clients.Where(day.Clients.Contains).Select(c => day.ClientNames[c]).Where(clients.Contains).Order(StringComparer.Ordinal).ToList();
        var site = agent.SiteId is { } id ? rules.Sites.GetValueOrDefault(id) : null;
        string?[] words = [string.Join(" + ", agent.Skills.Select(s => $"{s.Key} {s.Level}")), string.Join(" + ", serves), site];
        var name = string.Join(" · ", words.Where(w => !string.IsNullOrEmpty(w)));
        return new AgentGroup
        {
            Name = name.Length <= MostName ? name : name[..MostName], Count = 1, Site = site, Clients = serves,
            Channels = [.. agent.Weights.Keys.Where(channels.Contains).Order(StringComparer.Ordinal)],
            Skills = agent.Skills.ToDictionary(s => s.Key, s => s.Level), Weights = agent.Weights.Where(w => channels.Contains(w.Key)).ToDictionary(),
            Shifts = day.Ready[agent.Id], AcceptSeconds = accept,
        };
    }

    const int MostName = 180;

    static Dictionary<string, int> Named(DayRules rules, IReadOnlyList<QueueSkill> skills) => skills.ToDictionary(s => rules.SkillKeys[s.SkillId], s => s.Level);

    static double Round(double seconds) => Math.Round(seconds, 3);
}
