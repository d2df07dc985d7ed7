namespace ContactCenter.Routing.Simulation;

/// <summary>How far a run is.</summary>
/// <param name="Until">The run's own clock.</param>
/// <param name="Contacts">So many have begun to wait.</param>
/// <param name="Fraction">Share of the scenario's time, 0 to 1.</param>
public sealed record SimulationProgress(DateTimeOffset Until, long Contacts, double Fraction);

/// <summary>What came of a scenario. The same scenario and seed give the same result, byte for byte.</summary>
public sealed record SimulationResult
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Its seed.</summary>
    public required int Seed { get; init; }

    /// <summary>SHA-256 over all decisions of the scripts in their order, in hex.</summary>
    public required string DecisionsDigest { get; init; }

    /// <summary>So many began to wait.</summary>
    public required long Contacts { get; init; }

    /// <summary>Facts that the scripts decided.</summary>
    public required long Decisions { get; init; }

    /// <summary>Calls of scripts.</summary>
    public required long Calls { get; init; }

    /// <summary>Name of the service level's formula in all figures: removed from the queue within T, by an agent or by giving up, over queued.</summary>
    public string ServiceLevelFormula { get; init; } = Simulation.Figures.Formula;

    /// <summary>All queues together.</summary>
    public required Figures Total { get; init; }

    /// <summary>The same by half-hour.</summary>
    public required IReadOnlyList<HalfHour> HalfHours { get; init; }

    /// <summary>Queues in the scenario's order.</summary>
    public required IReadOnlyList<QueueFigures> Queues { get; init; }

    /// <summary>Clients in the order of their first queues.</summary>
    public required IReadOnlyList<ClientFigures> Clients { get; init; }

    /// <summary>Groups in the scenario's order.</summary>
    public required IReadOnlyList<GroupFigures> Groups { get; init; }
}

/// <summary>
/// Figures of contacts; of a half-hour those of the contacts that began to wait in it, whatever became of them later, and
/// occupancy and load of the time in it. What has no base is null.
/// </summary>
public sealed record Figures
{
    /// <summary>The formula of <see cref="ServiceLevel"/>.</summary>
    public const string Formula = "connect";

    /// <summary>Contacts that began to wait. Each is answered, abandoned or waiting.</summary>
    public required long Offered { get; init; }

    /// <summary>An agent has accepted it.</summary>
    public required long Answered { get; init; }

    /// <summary>Answered within T.</summary>
    public required long AnsweredInTarget { get; init; }

    /// <summary>The customer gave up before.</summary>
    public required long Abandoned { get; init; }

    /// <summary>Abandoned within T.</summary>
    public required long AbandonedInTarget { get; init; }

    /// <summary>Still waiting at the end.</summary>
    public required long Waiting { get; init; }

    /// <summary>Answered or abandoned within T, over offered; 0 to 1.</summary>
    public double? ServiceLevel { get; init; }

    /// <summary>The formula's name.</summary>
    public string ServiceLevelFormula { get; init; } = Formula;

    /// <summary>Mean wait of the answered in seconds.</summary>
    public double? AsaSeconds { get; init; }

    /// <summary>Abandoned over offered; 0 to 1.</summary>
    public double? AbandonRate { get; init; }

    /// <summary>Longest wait of all, until the end for who waits then.</summary>
    public double? LongestWaitSeconds { get; init; }

    /// <summary>Of the agents who may take this work: on-contact time / (on-contact + ready-idle), wrap-up counted as contact; 0 to 1.</summary>
    public double? Occupancy { get; init; }

    /// <summary>How many whole agents the work took, on average: the time that contacts were an agent's, by weight, over the time that passed. Erlangs.</summary>
    public double? Load { get; init; }
}

/// <summary>Figures of half an hour of the scenario's zone.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Figures">Its figures.</param>
public sealed record HalfHour(DateTimeOffset From, Figures Figures);

/// <summary>Figures of a queue.</summary>
public sealed record QueueFigures(string Client, string Queue, string Channel, Figures Figures, IReadOnlyList<HalfHour> HalfHours);

/// <summary>Figures of a client.</summary>
public sealed record ClientFigures(string Client, Figures Figures, IReadOnlyList<HalfHour> HalfHours);

/// <summary>How much a group of agents had to do.</summary>
/// <param name="Group">The group.</param>
/// <param name="Occupancy">On-contact time / (on-contact + ready-idle); null if they were never on duty.</param>
/// <param name="ConcurrencyOccupancy">Capacity that contacts took / capacity on duty; the same.</param>
/// <param name="StaffedHours">Agents' hours on duty, and on contacts after it.</param>
public sealed record GroupFigures(string Group, double? Occupancy, double? ConcurrencyOccupancy, double StaffedHours);
