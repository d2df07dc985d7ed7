using ContactCenter.Routing.Simulation;
using static ContactCenter.Routing.Tests.Simulation.Day;

namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>Three hours in which everything happens that a scenario can say.</summary>
internal static class Crowd
{
    private const double Length = 3 * 3600;

    public static Scenario Of(int seed) => Day.Of(Length, Queues(), Teams()) with
    {
        Seed = seed,
        Shares = [new("acme", Cap: 70), new("bright", Guaranteed: 30)],
        Sites = [new("Lisbon", [From(0, 9000)]), new("Manila")],
    };

    private static SimulatedQueue[] Queues() =>
    [
        Calls() with
        {
            Skills = Levels(("english", 2)), Relaxations = [new(45, Levels(("english", 1)))], Handle = new(Distribution.LogNormal, 180, 0.8),
            WrapUp = Exponential(20), Patience = Exponential(90), Arrivals = [new(Start, At(5000), 150), new(At(5000), At(Length), 120)],
            Contacts = [Contact(50, 400, 20), Contact(60, patience: 5)],
        },
        Calls() with
        {
            Name = "chats", Channel = "chat", Skills = Levels(("english", 1)), BestSkilled = true, Handle = Exponential(300), Patience = Exponential(600),
            Open = [From(600, 7000), From(9500, Length)], AnswerTargetSeconds = 90, Arrivals = [new(Start, At(Length), 250)],
        },
        Calls() with
        {
            Name = "mail", Client = "bright", Channel = "email", Handle = Exponential(600), AnswerTargetSeconds = 3600, HeadStartSeconds = 60,
            Arrivals = [new(Start, At(Length), 120)],
        },
        Calls() with
        {
            Name = "hotline", Client = "bright", Sites = ["Lisbon"], OfferSeconds = 8, RingAgents = 3, Handle = Exponential(120), Patience = Fixed(60),
            Arrivals = [new(At(1000), At(Length), 100)],
        },
    ];

    private static AgentGroup[] Teams() =>
    [
        Agents(5) with { Skills = Levels(("english", 3)), AcceptSeconds = Fixed(3), Shifts = [From(0, 6000), From(6600, Length)] },
        Agents(4) with
        {
            Name = "all", Clients = ["acme", "bright"], Channels = ["voice", "chat", "email"], Skills = Levels(("english", 1)), Site = "Lisbon",
            Interruptible = true, AcceptSeconds = Exponential(4), Weights = Levels(("chat", 50)),
        },
        Agents(3) with
        {
            Name = "slow", Clients = ["acme", "bright"], Channels = ["chat", "email"], Skills = Levels(("english", 2)), Site = "Manila",
            AcceptSeconds = Exponential(15), HandleFactor = 1.3, Shifts = [From(300, 8000)],
        },
    ];
}
