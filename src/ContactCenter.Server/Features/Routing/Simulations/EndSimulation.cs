using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Simulations;

static class EndSimulation
{
    /// <summary>The node that is at it sees so within a second. Cancelled twice is cancelled.</summary>
    public static async Task<Results<Ok<ShowSimulations.SimulationView>, Problem>> Cancel(Guid id, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var ended = await db.Transact(async () =>
        {
            if (await RowLock.Take<Simulation>(db, id, cancellationToken) is not { } run) return Problem.NotFound;
            if (run.State == SimulationState.Cancelled) return null;
            if (run.HasEnded) return Problem.Conflict("simulation_ended", "It has ended by itself.");
            run.Cancel(time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }, cancellationToken);
        return ended is null ? TypedResults.Ok(await ShowSimulations.View(db, id, cancellationToken)) : ended;
    }

    /// <summary>In whatever state, with the results that no other run shows.</summary>
    public static async Task<Results<NoContent, Problem>> Remove(Guid id, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await db.Transact(async () =>
        {
            if (await RowLock.Take<Simulation>(db, id, cancellationToken) is not { } run) return false;
            run.Remove(time.GetUtcNow());
            db.Remove(run);
            await db.SaveChangesAsync(cancellationToken);
            // Runs of the same key are of the same clients: whoever sees this one sees all of them.
            await db.Database.ExecuteSqlAsync($"""
                DELETE FROM routing.simulation_results r WHERE r.key IN ({run.BaseKey}, {run.ChangedKey})
                  AND NOT EXISTS (SELECT FROM routing.simulations s WHERE r.key IN (s.base_key, s.changed_key))
                """, cancellationToken);
            return true;
        }, cancellationToken);
        return found ? TypedResults.NoContent() : Problem.NotFound;
    }
}
