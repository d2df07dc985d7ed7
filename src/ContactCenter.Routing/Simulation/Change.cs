using System.Text.Json.Serialization;

namespace ContactCenter.Routing.Simulation;

/// <summary>What <c>simulate</c> reads: a scenario, and what is to be changed in it.</summary>
/// <param name="Base">As it is.</param>
/// <param name="Changes">What is different in the run beside it; with none, only the base is run.</param>
public sealed record WhatIf(Scenario Base, IReadOnlyList<Change>? Changes = null);

/// <summary>One thing that is different. Closed: the records below are all there are, by <c>kind</c> in JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StaffingChange), "staffing")]
[JsonDerivedType(typeof(AddGroupChange), "add-group")]
[JsonDerivedType(typeof(SkillChange), "skill")]
[JsonDerivedType(typeof(WeightChange), "weight")]
[JsonDerivedType(typeof(QueueChange), "queue")]
[JsonDerivedType(typeof(SharesChange), "shares")]
[JsonDerivedType(typeof(SiteChange), "site")]
[JsonDerivedType(typeof(ShiftChange), "shift")]
[JsonDerivedType(typeof(VolumeChange), "volume")]
[JsonDerivedType(typeof(HandleChange), "handle")]
[JsonDerivedType(typeof(PatienceChange), "patience")]
public abstract record Change;

/// <summary>A group has so many agents.</summary>
public sealed record StaffingChange(string Group, int Count) : Change;

/// <summary>There is one more group.</summary>
public sealed record AddGroupChange(AgentGroup Group) : Change;

/// <summary>A group has a skill at that level; 0 takes it away.</summary>
public sealed record SkillChange(string Group, string Skill, int Level) : Change;

/// <summary>What of an agent of the group one contact of the channel takes.</summary>
public sealed record WeightChange(string Group, string Channel, int Weight) : Change;

/// <summary>A queue's rules; what is null stays as it is.</summary>
public sealed record QueueChange(string Queue, string Client) : Change
{
    /// <summary>See <see cref="SimulatedQueue.AnswerTargetSeconds"/>. T of the service level stays what it was.</summary>
    public int? AnswerTargetSeconds { get; init; }

    /// <summary>See <see cref="SimulatedQueue.HeadStartSeconds"/>.</summary>
    public int? HeadStartSeconds { get; init; }

    /// <summary>See <see cref="SimulatedQueue.OfferSeconds"/>.</summary>
    public int? OfferSeconds { get; init; }

    /// <summary>See <see cref="SimulatedQueue.RingAgents"/>.</summary>
    public int? RingAgents { get; init; }

    /// <summary>See <see cref="SimulatedQueue.AutoAccept"/>.</summary>
    public bool? AutoAccept { get; init; }

    /// <summary>See <see cref="SimulatedQueue.BestSkilled"/>.</summary>
    public bool? BestSkilled { get; init; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<SimulatedRelaxation>? Relaxations { get; init; }

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, int>? Skills { get; init; }

    /// <summary>All of its hours.</summary>
    public IReadOnlyList<Interval>? Open { get; init; }

    /// <summary>All sites that may serve it.</summary>
    public IReadOnlyList<string>? Sites { get; init; }
}

/// <summary>All clients' shares.</summary>
public sealed record SharesChange(IReadOnlyList<SimulatedShare> Shares) : Change;

/// <summary>When a site is open; null for always.</summary>
public sealed record SiteChange(string Site, IReadOnlyList<Interval>? Open = null) : Change;

/// <summary>When a group is on duty; null for always.</summary>
public sealed record ShiftChange(string Group, IReadOnlyList<Interval>? Shifts = null) : Change;

/// <summary>So many times as many contacts come to these queues: of the client, of all if neither is said. Recorded ones are left out, or come again at once, by chance.</summary>
public sealed record VolumeChange(double Factor, string? Queue = null, string? Client = null) : Change;

/// <summary>Handle times of these queues, times a factor.</summary>
public sealed record HandleChange(double Factor, string? Queue = null, string? Client = null) : Change;

/// <summary>Patience of these queues' customers, times a factor.</summary>
public sealed record PatienceChange(double Factor, string? Queue = null, string? Client = null) : Change;
