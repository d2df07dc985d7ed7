using System.Diagnostics;
using System.Globalization;
using ContactCenter.Benchmarks.Queues;
using ContactCenter.Routing.Simulation;

namespace ContactCenter.Benchmarks;

/// <summary>
/// One run of a scenario as large as a large operator's day: 20 clients, 64 skill sets, voice, chat and e-mail, relaxation,
/// patience, two shifts. --rate says how many contacts (in thousands), --agents how many agents.
/// </summary>
static class Simulate
{
    const int Clients = 20;
    const int Sets = 64;
    static readonly DateTimeOffset start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static async Task<Report> Run(Options options, CancellationToken cancel)
    {
        var (contacts, agents) = (1000 * options.Rate(1000), options.Agents(10_000));
        var scenario = Day(contacts, agents);
        await using var redis = await RedisMeter.Start(cancel);
        var (processor, watch) = (await redis.ProcessorTime(cancel), Stopwatch.StartNew());
        var memory = new Memory(redis);
        var result = await Simulator.RunAsync(redis.Connection, scenario, memory, cancel);
        watch.Stop();
        await memory.Last;
        var (figures, spent) = (result.Total, await redis.ProcessorTime(cancel) - processor);
        return new Report()
            .Line("load", Text($"{result.Contacts} contacts in 24 h, {agents} agents, {Sets} skill sets, {scenario.Queues.Count} queues, {Environment.ProcessorCount} processors"))
            .Line("figures", Text($"service level ({figures.ServiceLevelFormula}) {figures.ServiceLevel:0.000}, ASA {figures.AsaSeconds:0.0} s, abandoned {figures.AbandonRate:0.000}, occupancy {figures.Occupancy:0.000}"))
            .Line("calls", Text($"{result.Calls} calls, {result.Decisions} decisions, digest {result.DecisionsDigest}"))
            .Line("Redis", Text($"{spent.TotalMicroseconds / result.Contacts:0} µs of processor time a contact; here {Process.GetCurrentProcess().TotalProcessorTime.TotalMicroseconds / result.Contacts:0} µs"))
            .Figure("minutes", watch.Elapsed.TotalMinutes, "min")
            .Figure("itemsPerSecond", result.Contacts / watch.Elapsed.TotalSeconds, "/s")
            .Figure("peakProcessMib", Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0, "MiB")
            .Figure("peakRedisMib", memory.Peak / 1048576.0, "MiB");
    }

    // So much work that agents are nine tenths busy at noon, and a third as much at night.
    static Scenario Day(int contacts, int agents)
    {
        string[] channels = ["voice", "chat", "email"];
        var queues = Enumerable.Range(0, Sets).Select(n => new SimulatedQueue
        {
            Name = Text($"queue {n}"), Client = Text($"client {n % Clients}"), Channel = channels[n % 3], Skills = Skill(n, 2),
            Relaxations = n % 4 == 0 ? [new(45, Skill(n, 1))] : [], AnswerTargetSeconds = n % 3 == 2 ? 3600 : 60, BestSkilled = n % 8 == 0,
            // A chat takes a third of an agent, an e-mail a quarter.
            Handle = new(Distribution.LogNormal, 0.6 * 43_200 * agents / contacts * (n % 3 == 0 ? 1 : n % 3 == 1 ? 3 : 4), 0.8),
            Patience = n % 3 == 2 ? null : new(Distribution.Exponential, 300),
            Arrivals = [.. Enumerable.Range(0, 24).Select(h => new Arrivals(start.AddHours(h), start.AddHours(h + 1), contacts / (double)Sets / 24 * (1 - (0.5 * Math.Cos((h + 0.5) / 12 * Math.PI)))))],
        });
        var random = new Random(11);
        var sets = Enumerable.Range(0, Sets).Select(n => (
            Clients: new[] { n, n + 1, random.Next(Sets), random.Next(Sets) }.Select(q => Text($"client {q % Clients}")).Distinct().ToArray(),
            Skills: new[] { n, n + 1, random.Next(Sets) }.Select(q => q % 32).Distinct().ToDictionary(q => Text($"skill {q}"), _ => random.Next(2, 5)))).ToArray();
        var groups = Enumerable.Range(0, 2 * Sets).Select(n => new AgentGroup
        {
            Name = Text($"group {n}"), Count = (agents / (2 * Sets)) + (n < agents % (2 * Sets) ? 1 : 0), Channels = channels,
            Clients = sets[n % Sets].Clients, Skills = sets[n % Sets].Skills,
            Shifts = n < Sets ? [new(start, start.AddHours(12))] : [new(start.AddHours(12), start.AddHours(24))],
        });
        return new Scenario { Name = "a large day", Start = start, End = start.AddDays(1), Queues = [.. queues], Agents = [.. groups] };
    }

    static Dictionary<string, int> Skill(int number, int level) => new(StringComparer.Ordinal) { [Text($"skill {number % 32}")] = level };

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Looks at Redis' memory as often as it is told how far the run is.</summary>
    sealed class Memory(RedisMeter redis) : IProgress<SimulationProgress>
    {
        public long Peak { get; private set; }
        public Task Last { get; private set; } = Task.CompletedTask;

        public void Report(SimulationProgress value)
        {
            if (Last.IsCompleted) Last = Look();
            if ((int)(value.Fraction * 200) % 20 == 0) Console.Error.WriteLine(Text($"{value.Until:HH:mm} {value.Contacts}"));
        }

        async Task Look() => Peak = Math.Max(Peak, await redis.Memory(CancellationToken.None));
    }
}
