using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>What was asked, how far it is and what came of it.</summary>
static class ShowSimulations
{
    /// <summary>Until: what the clock of the run shows.</summary>
    public sealed record RunProgress(double Fraction, long Contacts, DateTimeOffset? Until);

    public sealed record RunMaker(Guid Id, string Name);

    public sealed record SimulationRow(
        Guid Id, string Name, IReadOnlyList<Guid> ClientIds, RunSource Source, int ChangeCount, int Seed, SimulationState State, RunProgress Progress,
        RunMaker CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, string? Error, long Version);

    /// <summary>Result: there when it is done; Changed only with changes.</summary>
    public sealed record SimulationView(
        Guid Id, string Name, IReadOnlyList<Guid> ClientIds, RunSource Source, IReadOnlyList<Change> Changes, int Seed, SimulationState State, RunProgress Progress,
        RunMaker CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, string? Error, long Version, RunResult? Result);

    public sealed record RunResult(SimulationResult Base, SimulationResult? Changed);

    /// <summary>The newest first.</summary>
    public static async Task<Ok<Page<SimulationRow>>> List(int? limit, string? cursor, AppDb db, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var rows = await Facts(db.Set<Simulation>().Where(s => page.After == null || s.Id < page.After)).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var names = await UserNames.Of(db, rows.Select(r => r.CreatedBy), cancellationToken);
        return TypedResults.Ok(page.Cut<SimulationRow>([.. rows.Select(r => new SimulationRow(
            r.Id, r.Name, r.ClientIds, r.Source, r.Changes.Count, r.Seed, r.State, new(r.Fraction, r.Contacts, r.SimulatedUntil),
            new(r.CreatedBy, names.GetValueOrDefault(r.CreatedBy, "")), r.CreatedAt, r.BeganAt, r.EndedAt, r.Error, r.Version))], r => r.Id));
    }

    public static async Task<Results<Ok<SimulationView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await Read(db, id, cancellationToken) is { } found ? TypedResults.Ok(found) : Problem.NotFound;

    /// <summary>The file that `simulate` reads.</summary>
    public static async Task<Results<Ok<WhatIf>, Problem>> Scenario(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Simulation>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { } found
            ? TypedResults.Ok(new WhatIf(found.Scenario, found.Changes))
            : Problem.NotFound;

    /// <summary>Of one that is there.</summary>
    public static async Task<SimulationView> View(AppDb db, Guid id, CancellationToken cancellationToken) =>
        await Read(db, id, cancellationToken) ?? throw new InvalidOperationException("The run is gone.");

    /// <summary>The results of a run that is done; null while it is not.</summary>
    public static async Task<RunResult?> Results(AppDb db, string baseKey, string? changedKey, CancellationToken cancellationToken)
    {
        var found = await db.Set<StoredResult>().AsNoTracking().Where(r => r.Key == baseKey || r.Key == changedKey).ToDictionaryAsync(r => r.Key, r => r.Result, cancellationToken);
        return found.TryGetValue(baseKey, out var result) && (changedKey is null || found.ContainsKey(changedKey))
            ? new(result, changedKey is null ? null : found[changedKey])
            : null;
    }

    static async Task<SimulationView?> Read(AppDb db, Guid id, CancellationToken cancellationToken)
    {
        if (await Facts(db.Set<Simulation>().Where(s => s.Id == id)).SingleOrDefaultAsync(cancellationToken) is not { } r) return null;
        var names = await UserNames.Of(db, [r.CreatedBy], cancellationToken);
        return new(r.Id, r.Name, r.ClientIds, r.Source, r.Changes, r.Seed, r.State, new(r.Fraction, r.Contacts, r.SimulatedUntil),
            new(r.CreatedBy, names.GetValueOrDefault(r.CreatedBy, "")), r.CreatedAt, r.BeganAt, r.EndedAt, r.Error, r.Version,
            r.State == SimulationState.Done ? await Results(db, r.BaseKey, r.ChangedKey, cancellationToken) : null);
    }

    /// <summary>All but the scenario, which may be large.</summary>
    sealed record RunFacts(
        Guid Id, string Name, IReadOnlyList<Guid> ClientIds, RunSource Source, IReadOnlyList<Change> Changes, int Seed, SimulationState State, double Fraction, long Contacts,
        DateTimeOffset? SimulatedUntil, Guid CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, string? Error, long Version, string BaseKey, string? ChangedKey);

    static IQueryable<RunFacts> Facts(IQueryable<Simulation> runs) => runs.AsNoTracking().OrderByDescending(s => s.Id).Select(s => new RunFacts(
        s.Id, s.Name, s.ClientIds, s.Source, s.Changes, s.Seed, s.State, s.Fraction, s.Contacts, s.SimulatedUntil,
        s.CreatedBy, s.CreatedAt, s.BeganAt, s.EndedAt, s.Error, s.Version, s.BaseKey, s.ChangedKey));
}
