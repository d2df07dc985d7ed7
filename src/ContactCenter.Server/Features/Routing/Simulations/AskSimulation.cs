using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Routing.Drafts;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>POST /simulations: a run is stored and waits for a node to play it. What it is about is read now, so that it stays what it was.</summary>
static class AskSimulation
{
    /// <summary>DraftId: of a recorded day, its rules as if they had been live. They are changes like the others, and come before them.</summary>
    public sealed record NewSimulation(string Name, SimulationSource Source, IReadOnlyList<Change>? Changes = null, int Seed = 1, Guid? DraftId = null);

    public static async Task<Results<Created<ShowSimulations.SimulationView>, Problem>> Handle(
        NewSimulation body, AppDb db, CurrentUser user, ScratchRedis redis, RecordedDay recorded, TimeProvider time, CancellationToken cancellationToken)
    {
        var changes = body.Changes ?? [];
        var shape = new Shape().Text("name", body.Name, 200)
            .Need(changes.Count <= SimulationLimits.MostChanges, "changes", $"At most {SimulationLimits.MostChanges}.")
            .Need(changes.All(c => c is not null), "changes", "A change is not null.");
        if (shape.Problem is { } bad) return bad;
        if (!redis.IsConfigured) return Unavailable;
        var (draft, refused) = await Draft(body, db, cancellationToken);
        if (refused is not null) return refused;
        var (read, drafted, clients, wrong) = await Base(body.Source, draft, db, recorded, cancellationToken);
        if (read is null) return wrong!;
        var scenario = read with { Seed = body.Seed };
        if (drafted is not null) changes = [.. ScenarioDifference.Between(read, drafted), .. changes];
        var (changed, unfit) = Changed(scenario, changes);
        if (unfit is not null) return unfit;
        if (await db.Set<Simulation>().CountAsync(s => s.CreatedBy == user.Id && (s.State == SimulationState.Queued || s.State == SimulationState.Running), cancellationToken)
            >= SimulationLimits.MostWaiting) return Problem.Conflict("too_many_waiting", $"{SimulationLimits.MostWaiting} runs of yours wait already.");
        var asked = Simulation.Ask(body.Name.Trim(), body.Source, clients, scenario, changes, changed, user.Id, time.GetUtcNow());
        db.Add(asked);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/simulations/{asked.Id}", await ShowSimulations.View(db, asked.Id, cancellationToken));
    }

    /// <summary>POST /simulations/scenario: what a recorded day gives, to be looked at and edited.</summary>
    public static async Task<Results<Ok<Scenario>, Problem>> Preview(RecordedSource body, AppDb db, RecordedDay recorded, CancellationToken cancellationToken)
    {
        var (scenario, _, _, wrong) = await recorded.Read(db, body, "", cancellationToken);
        return scenario is null ? wrong! : TypedResults.Ok(scenario);
    }

    static Problem Unavailable => new(StatusCodes.Status503ServiceUnavailable, "simulation_unavailable", "This installation has no Redis for simulations.");

    /// <summary>The rules to try on the day, if any are asked for; or why they cannot be.</summary>
    static async Task<(DraftedRules? Rules, Problem? Problem)> Draft(NewSimulation body, AppDb db, CancellationToken cancellationToken)
    {
        if (body.DraftId is not { } id) return (null, null);
        if (body.Source is not RecordedSource) return (null, Problem.Invalid("draftId", "A draft is tried on a recorded day."));
        return await db.Set<RuleDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is { } draft ? (draft.Rules, null) : (null, Problem.NotFound);
    }

    /// <summary>The scenario, the same with the draft, and whose traffic it is; or why there is none.</summary>
    static async Task<(Scenario? Scenario, Scenario? Drafted, IReadOnlyList<Guid> Clients, Problem? Problem)> Base(
        SimulationSource source, DraftedRules? draft, AppDb db, RecordedDay recorded, CancellationToken cancellationToken)
    {
        var (scenario, drafted, clients, problem) = source switch
        {
            RecordedSource day => await recorded.Read(db, day, "source.", cancellationToken, draft),
            ScenarioSource { Scenario: var written } => (written, null, await Named(db, written, cancellationToken), null),
            _ => throw new InvalidOperationException($"There is no source {source}."),
        };
        problem ??= SimulationLimits.Check(scenario!, source is RecordedSource ? "source" : "source.scenario");
        return problem is null ? (scenario, drafted, clients, null) : (null, null, [], problem);
    }

    static (Scenario? Changed, Problem? Problem) Changed(Scenario scenario, IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0) return (null, null);
        try
        {
            var changed = scenario.With(changes);
            return (changed, SimulationLimits.Check(changed, "changes"));
        }
        catch (ScenarioException e)
        {
            return (null, SimulationLimits.Of(e.Errors, path => path));
        }
    }

    /// <summary>Those of its clients that there are; a planner may think of others.</summary>
    static async Task<IReadOnlyList<Guid>> Named(AppDb db, Scenario scenario, CancellationToken cancellationToken)
    {
        var names = (scenario.Queues ?? []).Select(q => q?.Client).Concat((scenario.Agents ?? []).SelectMany(g => g?.Clients ?? [])).Distinct().ToHashSet();
        return [.. (await ClientNames.Active(db, cancellationToken)).Where(c => names.Contains(c.Name)).Select(c => c.Id).Order()];
    }
}
