using System.Text.Json.Serialization;

namespace ContactCenter.Routing.Simulation;

/// <summary>
/// A contact centre for a while: what comes, who works, and by which rules. Names identify things, so that a file and its
/// results can be read; ids are made from them. The same scenario and seed give the same decisions on any machine.
/// </summary>
public sealed record Scenario
{
    /// <summary>What people call it; 1 to 200 characters, like all names here.</summary>
    public required string Name { get; init; }

    /// <summary>Another seed is another day like it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When it begins: nobody waits and nobody is at work before.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ends; what waits then is counted as waiting.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>IANA name of the zone in which half-hours are shown.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What comes, and by which rules it is given to agents; at least one.</summary>
    public required IReadOnlyList<SimulatedQueue> Queues { get; init; }

    /// <summary>Who works.</summary>
    public IReadOnlyList<AgentGroup> Agents { get; init; } = [];

    /// <summary>What clients have of the agents; without any all are equal.</summary>
    public IReadOnlyList<SimulatedShare> Shares { get; init; } = [];

    /// <summary>Where agents work.</summary>
    public IReadOnlyList<SimulatedSite> Sites { get; init; } = [];

    /// <summary>What is wrong with it, each with its path; empty if it can be simulated.</summary>
    public IReadOnlyList<ScenarioError> Errors() => ScenarioCheck.Of(this);

    /// <summary>The scenario with these changes, in their order.</summary>
    /// <exception cref="ScenarioException">A change names something that is not there; the error's path names the change and its field.</exception>
    public Scenario With(IReadOnlyList<Change> changes) => ScenarioChanges.Apply(this, changes);
}

/// <summary>A client's entry on one channel: what comes to it, and what it asks.</summary>
public sealed record SimulatedQueue
{
    /// <summary>Its name, once a client.</summary>
    public required string Name { get; init; }

    /// <summary>The client's name.</summary>
    public required string Client { get; init; }

    /// <summary>The channel, such as <c>voice</c> or <c>chat</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Least level of each skill that it asks for, 1 to 100.</summary>
    public IReadOnlyDictionary<string, int> Skills { get; init; } = new Dictionary<string, int>();

    /// <summary>Within what time it is to be answered: whose time is up first goes first.</summary>
    public int AnswerTargetSeconds { get; init; } = 60;

    /// <summary>T of the service level; the answer target if it is not said.</summary>
    public int? ServiceLevelSeconds { get; init; }

    /// <summary>How long an agent may look at an offer.</summary>
    public int OfferSeconds { get; init; } = 20;

    /// <summary>What follows on each contact and keeps its agent.</summary>
    public Duration? WrapUp { get; init; }

    /// <summary>To how many agents a contact is offered at once, 1 to 5; the first who accepts has it. One if offers are accepted at once.</summary>
    public int RingAgents { get; init; } = 1;

    /// <summary>An offer is accepted at once.</summary>
    public bool AutoAccept { get; init; }

    /// <summary>Of the ready agents the best skilled is asked, not the longest idle.</summary>
    public bool BestSkilled { get; init; }

    /// <summary>Taken off the answer target when it is compared with other queues' work.</summary>
    public int HeadStartSeconds { get; init; }

    /// <summary>What it asks instead after a while, earliest first.</summary>
    public IReadOnlyList<SimulatedRelaxation> Relaxations { get; init; } = [];

    /// <summary>When it is open; null for always. What comes while it is closed begins to wait when it opens.</summary>
    public IReadOnlyList<Interval>? Open { get; init; }

    /// <summary>Sites that may serve it; null for any agent, of a site or not.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>Traffic that is made up: a Poisson process in each interval.</summary>
    public IReadOnlyList<Arrivals> Arrivals { get; init; } = [];

    /// <summary>Traffic as it was.</summary>
    public IReadOnlyList<SimulatedContact> Contacts { get; init; } = [];

    /// <summary>How long an agent works on a contact, wrap-up not counted; of recorded ones, where they do not say it.</summary>
    public required Duration Handle { get; init; }

    /// <summary>How long a customer waits before he gives up, from when he began to wait; null if none ever does.</summary>
    public Duration? Patience { get; init; }

    /// <summary>T of the service level in seconds.</summary>
    [JsonIgnore]
    public int Target => ServiceLevelSeconds ?? AnswerTargetSeconds;
}

/// <summary>From an instant until before another.</summary>
public sealed record Interval(DateTimeOffset From, DateTimeOffset To);

/// <summary>So many contacts are expected between two instants, evenly; zero or more, also a part of one.</summary>
public sealed record Arrivals(DateTimeOffset From, DateTimeOffset To, double Count);

/// <summary>A contact that came at that instant. What it does not say is drawn as for others.</summary>
/// <param name="At">When it came.</param>
/// <param name="HandleSeconds">How long it took an agent, wrap-up not counted.</param>
/// <param name="PatienceSeconds">When it gave up, or would have.</param>
public sealed record SimulatedContact(DateTimeOffset At, double? HandleSeconds = null, double? PatienceSeconds = null);

/// <summary>What is asked for after so many seconds of waiting.</summary>
public sealed record SimulatedRelaxation(int AfterSeconds, IReadOnlyDictionary<string, int> Skills);

/// <summary>How a time that differs from case to case is spread.</summary>
public enum Distribution
{
    /// <summary>Short ones often, long ones seldom; without memory.</summary>
    [JsonStringEnumMemberName("exponential")]
    Exponential,

    /// <summary>As handle times are in practice; see <see cref="Duration.CoefficientOfVariation"/>.</summary>
    [JsonStringEnumMemberName("log-normal")]
    LogNormal,

    /// <summary>Always the mean.</summary>
    [JsonStringEnumMemberName("fixed")]
    Fixed,
}

/// <summary>A time that is drawn anew for each contact.</summary>
/// <param name="Distribution">How it is spread.</param>
/// <param name="MeanSeconds">Its mean, 0 to ten million.</param>
/// <param name="CoefficientOfVariation">Standard deviation over mean, for log-normal ones; 0.5 to 1 is usual.</param>
public sealed record Duration(Distribution Distribution, double MeanSeconds, double CoefficientOfVariation = 1);

/// <summary>Agents who are alike.</summary>
public sealed record AgentGroup
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Where they work, if it matters.</summary>
    public string? Site { get; init; }

    /// <summary>Names of the clients they serve.</summary>
    public required IReadOnlyList<string> Clients { get; init; }

    /// <summary>Channels they work on.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Their level of each skill, 1 to 100.</summary>
    public IReadOnlyDictionary<string, int> Skills { get; init; } = new Dictionary<string, int>();

    /// <summary>What of an agent one contact of a channel takes, 1 to 100; <see cref="ChannelWeights"/> where it is not said.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();

    /// <summary>A call may interrupt their lighter work, which goes on afterwards.</summary>
    public bool Interruptible { get; init; }

    /// <summary>When they are on duty, as far as their site is open; null for always. What they have at the end they finish.</summary>
    public IReadOnlyList<Interval>? Shifts { get; init; }

    /// <summary>How long they look at an offer before they accept; with the queue's <see cref="SimulatedQueue.OfferSeconds"/> or more it expires, and who lets two in a row expire comes back after five minutes.</summary>
    public Duration AcceptSeconds { get; init; } = new(Distribution.Fixed, 2);

    /// <summary>What their handle times are multiplied by.</summary>
    public double HandleFactor { get; init; } = 1;
}

/// <summary>A client's share of the agents in percent, see <see cref="ClientShare"/>.</summary>
public sealed record SimulatedShare(string Client, int? Guaranteed = null, int? Cap = null);

/// <summary>A site.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Open">When it is open; null for always.</param>
public sealed record SimulatedSite(string Name, IReadOnlyList<Interval>? Open = null);

/// <summary>Something that is wrong with a scenario or a change.</summary>
/// <param name="Path">Where, such as <c>queues[0].skills</c> or <c>changes[2].group</c>.</param>
/// <param name="Message">What, as a sentence.</param>
public sealed record ScenarioError(string Path, string Message);

/// <summary>A scenario cannot be simulated, or cannot be changed so.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ScenarioException(IReadOnlyList<ScenarioError> errors)
        : base(string.Join(Environment.NewLine, errors.Select(e => $"{e.Path}: {e.Message}"))) => Errors = errors;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<ScenarioError> Errors { get; }
}
