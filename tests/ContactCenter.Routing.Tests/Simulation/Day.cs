using ContactCenter.Routing.Simulation;

namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>Short ways to say what comes and who works, in seconds since a Monday at nine.</summary>
internal static class Day
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static Interval From(double from, double to) => new(At(from), At(to));

    public static Duration Fixed(double seconds) => new(Distribution.Fixed, seconds);

    public static Duration Exponential(double seconds) => new(Distribution.Exponential, seconds);

    public static Scenario Of(double seconds, IReadOnlyList<SimulatedQueue> queues, params AgentGroup[] agents) =>
        new() { Name = "a day", Start = Start, End = At(seconds), Queues = queues, Agents = agents };

    /// <summary>Calls of acme that take their agent for a minute.</summary>
    public static SimulatedQueue Calls(params SimulatedContact[] contacts) => new()
    {
        Name = "calls", Client = "acme", Channel = "voice", Handle = Fixed(60), AnswerTargetSeconds = 20, Contacts = contacts,
    };

    /// <summary>Agents for acme's calls who accept at once.</summary>
    public static AgentGroup Agents(int count) => new()
    {
        Name = "team", Count = count, Clients = ["acme"], Channels = ["voice"], AcceptSeconds = Fixed(0),
    };

    public static Dictionary<string, int> Levels(params (string Key, int Level)[] levels) => levels.ToDictionary(l => l.Key, l => l.Level);

    public static SimulatedContact Contact(double at, double? handle = null, double? patience = null) => new(At(at), handle, patience);
}
