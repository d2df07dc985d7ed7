using System.Globalization;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>The agents and lanes of storms: the same in each process, so that only numbers travel.</summary>
public static class Roster
{
    public const int Agents = 24;

    public static readonly IReadOnlyList<Lane> Lanes =
    [
        Scene.Lane(skills: ("english", 1)),
        Scene.Lane(skills: ("english", 3)),
        Scene.Lane(skills: [("english", 1), ("spanish", 2)]),
        Scene.Lane(Scene.Bright, skills: ("english", 2)),
        Scene.Lane(Scene.Bright, "voice"),
    ];

    public static readonly IReadOnlyList<Profile> Profiles =
    [
        Scene.Profile(skills: ("english", 2)),
        Scene.Profile([Scene.Acme, Scene.Bright], ["chat", "voice"], ("english", 5), ("spanish", 3)),
        Scene.Profile([Scene.Bright], ["chat", "voice"], ("english", 2)),
    ];

    private static readonly Dictionary<string, int> Weights = new() { ["chat"] = 33, ["voice"] = 100 };

    public static int WeightOf(Card card) => Weights[Lanes[card.Lane].Channel];

    public static Guid AgentId(int agent) => Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{agent:x8}-0000-7000-8002-000000000000"), "D");

    public static AgentSetting ToSetting(Badge badge) => new()
    {
        Id = AgentId(badge.Agent),
        Version = badge.Version,
        Profile = Profiles[badge.Profile],
        Weights = Weights,
        Ready = badge.Ready,
        IdleSince = DateTimeOffset.UnixEpoch,
    };

    public static WorkItem ToItem(Card card) => new()
    {
        Id = card.Id,
        Version = card.Version,
        Lane = Lanes[card.Lane],
        EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(card.Enqueued),
        Deadline = DateTimeOffset.FromUnixTimeMilliseconds(card.Deadline),
        OfferTimeout = TimeSpan.FromMilliseconds(card.OfferMs),
        BestSkilled = card.Best,
        RingAgents = 1 + (card.Lane % 3),
    };
}
