using System.Text.Json.Serialization;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Routing.Simulations;

public enum SimulationState { Queued, Running, Done, Failed, Cancelled }

/// <summary>From where the traffic of a run is to be taken.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RecordedSource), "recorded")]
[JsonDerivedType(typeof(ScenarioSource), "scenario")]
public abstract record SimulationSource;

/// <summary>A day as it was, of these clients; without any, of all that the asker sees. The day is one of the time zone, UTC when it is not said.</summary>
public sealed record RecordedSource(DateOnly Date, string? TimeZone = null, IReadOnlyList<Guid>? ClientIds = null) : SimulationSource;

/// <summary>Traffic that somebody has written down.</summary>
public sealed record ScenarioSource(Scenario Scenario) : SimulationSource;

/// <summary>What a run says of its source. Date: of a recorded day. TimeZone: in which its half-hours are.</summary>
public sealed record RunSource(string Kind, DateOnly? Date, string TimeZone);

/// <summary>A base that is played as it is and, with changes, once more beside it. Its results are kept by their keys.</summary>
public sealed class Simulation : StreamOwner
{
    Simulation() { }

    public IReadOnlyList<Guid> ClientIds { get; private init; } = [];
    public string Name { get; private init; } = "";
    public RunSource Source { get; private init; } = new("scenario", null, "UTC");
    public Scenario Scenario { get; private init; } = null!;
    public IReadOnlyList<Change> Changes { get; private init; } = [];
    public int Seed { get; private init; }
    public SimulationState State { get; private set; }
    public string BaseKey { get; private init; } = "";
    public string? ChangedKey { get; private init; }

    // How far it is. Written each second by the node that is at it, and no fact.
    public double Fraction { get; private set; }
    public long Contacts { get; private set; }
    public DateTimeOffset? SimulatedUntil { get; private set; }

    /// <summary>Counts its beginnings: a node that froze finds that another has begun anew.</summary>
    public int Attempt { get; private set; }
    public DateTimeOffset LeasedUntil { get; private set; }
    public string? Error { get; private set; }
    public Guid CreatedBy { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? BeganAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public override string StreamKind => "simulation";
    public override Guid? StreamClient => null;

    public bool HasEnded => State is SimulationState.Done or SimulationState.Failed or SimulationState.Cancelled;

    public static Simulation Ask(
        string name, SimulationSource source, IReadOnlyList<Guid> clients, Scenario scenario, IReadOnlyList<Change> changes, Scenario? changed, Guid by, DateTimeOffset now)
    {
        var asked = new Simulation
        {
            Id = Ids.New(now), Name = name, Source = new(source is RecordedSource ? "recorded" : "scenario", (source as RecordedSource)?.Date, scenario.TimeZone), ClientIds = clients, Scenario = scenario, Changes = changes,
            Seed = scenario.Seed, BaseKey = ResultKey.Of(scenario, clients, by), ChangedKey = changed is null ? null : ResultKey.Of(changed, clients, by),
            State = SimulationState.Queued, LeasedUntil = now, CreatedBy = by, CreatedAt = now,
        };
        asked.Raise(now, new SimulationAsked(asked.Id));
        return asked;
    }

    /// <summary>Also of a run that another node began and did not end.</summary>
    public void Begin(TimeSpan lease, DateTimeOffset now)
    {
        (State, Attempt, LeasedUntil, BeganAt, Fraction, Contacts, SimulatedUntil) = (SimulationState.Running, Attempt + 1, now + lease, now, 0, 0, null);
        Raise(now, new SimulationBegun(Id, Attempt));
    }

    public void Finish(long contacts, DateTimeOffset now)
    {
        (Fraction, Contacts) = (1, contacts);
        End(SimulationState.Done, null, new SimulationDone(Id), now);
    }

    public void Fail(string error, DateTimeOffset now) => End(SimulationState.Failed, error, new SimulationFailed(Id), now);

    public void Cancel(DateTimeOffset now) => End(SimulationState.Cancelled, null, new SimulationCancelled(Id), now);

    public void Remove(DateTimeOffset now) => Raise(now, new SimulationRemoved(Id));

    void End(SimulationState state, string? error, Platform.Events.Fact fact, DateTimeOffset now)
    {
        (State, Error, EndedAt) = (state, error, now);
        Raise(now, fact);
    }
}

/// <summary>What a scenario came to.</summary>
public sealed class StoredResult
{
    public required string Key { get; init; }
    public required IReadOnlyList<Guid> ClientIds { get; init; }
    public required Guid CreatedBy { get; init; }
    public required SimulationResult Result { get; init; }
}
