using ContactCenter.Routing;

namespace ContactCenter.Benchmarks.Queues;

/// <summary>Agents, and the lanes that their work waits in; the same in each run.</summary>
sealed class Staff
{
    const int Clients = 20;
    const int Skills = 12;
    static readonly Guid[] ClientIds = [.. Enumerable.Range(1, Clients).Select(n => Id(1, n))];

    Staff(AgentSetting[] agents, Lane[] lanes) => (Agents, Lanes) = (agents, lanes);

    public AgentSetting[] Agents { get; }

    /// <summary>One of a client and a skill each; somebody fits each of them.</summary>
    public Lane[] Lanes { get; }

    /// <summary>
    /// Agents who take one item at a time. Each serves 4 of 20 clients and has 6 of 12 skills at levels 1 to 5; so many
    /// profiles are shared out among them.
    /// </summary>
    public static Staff Of(int agents, int profiles, DateTimeOffset now)
    {
        var random = new Random(7);
        var made = new HashSet<Profile>();
        while (made.Count < profiles)
        {
            made.Add(new Profile(
                random.GetItems(ClientIds, 4),
                ["chat"],
                [.. Enumerable.Range(0, Skills).OrderBy(_ => random.Next()).Take(6).Select(skill => new SkillLevel($"skill-{skill}", random.Next(1, 6)))]));
        }
        var list = made.ToArray();
        var weights = new Dictionary<string, int>(StringComparer.Ordinal) { ["chat"] = 100 };
        return new Staff(
            [.. Enumerable.Range(0, agents).Select(n => new AgentSetting
            {
                Id = Id(2, n), Version = 1, Profile = list[n % list.Length], Weights = weights, Ready = true, IdleSince = now.AddMilliseconds(n - agents),
            })],
            // What the first profiles can do, whatever comes after them: the same lanes in each staff.
            [.. list.Take(60).Select(profile => new Lane(profile.Clients[0], "chat", [profile.Skills[0] with { Level = Math.Max(1, profile.Skills[0].Level - 1) }])).Distinct()]);
    }

    public static Guid Id(int kind, long number) => Guid.ParseExact(FormattableString.Invariant($"{number:x8}-0000-7000-800{kind}-000000000000"), "D");
}
