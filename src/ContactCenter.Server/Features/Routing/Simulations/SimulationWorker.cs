using ContactCenter.Routing;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>
/// Plays the runs that wait, the oldest first, one at a time on each node. A run is leased under SKIP LOCKED and the lease is
/// moved on each second, with how far it is. When a node dies or loses its Redis the lease ends and another node begins the run
/// anew; a node that only froze finds that the run's attempt is not its own any more and gives up. Both would come to the same
/// result: it follows from scenario and seed alone, and the first to write it wins.
/// </summary>
sealed partial class SimulationWorker(ScratchRedis redis, IServiceScopeFactory scopes, TimeProvider time, ILogger<SimulationWorker> log) : BackgroundService
{
    public const string Overtaxed = "begun_too_often";
    public const string Broken = "internal_error";
    public const int MostAttempts = 5;
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!redis.IsConfigured) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Take(stoppingToken) is { } run) await Play(run, stoppingToken);
                await Task.Delay(Beat, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever fails, the run's lease ends and it is begun anew
            catch (Exception e)
#pragma warning restore CA1031
            {
                RunsWait(e);
                await Task.Delay(Beat, time, CancellationToken.None);
            }
        }
    }

    async Task<Simulation?> Take(CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        return await db.Transact(async () =>
        {
            var now = time.GetUtcNow();
            var due = await db.Database.SqlQuery<Guid>($"""
                SELECT id AS "Value" FROM routing.simulations WHERE state IN ('queued', 'running') AND leased_until <= {now}
                ORDER BY created_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
                """).ToListAsync(cancellationToken);
            if (due.Count == 0 || await RowLock.Take<Simulation>(db, due[0], cancellationToken) is not { } run) return null;
            // One that takes its node down each time must not take down all of them for ever.
            if (run.Attempt >= MostAttempts) run.Fail(Overtaxed, now);
            else run.Begin(Lease, now);
            await db.SaveChangesAsync(cancellationToken);
            return run.HasEnded ? null : run;
        }, cancellationToken);
    }

    async Task Play(Simulation run, CancellationToken stop)
    {
        using var ours = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var progress = new RunClock();
        var beats = KeepLease(run, progress, ours);
        var ended = false;
        try
        {
            await redis.Connection.WhenConnectedAsync(ours.Token);
            var contacts = await Run(run, progress, ours.Token);
            ended = true;
            await End(run, r => r.Finish(contacts, time.GetUtcNow()), stop);
        }
        catch (OperationCanceledException) when (ours.IsCancellationRequested)
        {
            // Cancelled, removed or another's by now. When this node stops, another need not wait for the lease's end.
            if (stop.IsCancellationRequested && !ended) await GiveBack(run);
        }
        catch (RedisUnavailableException e)
        {
            LostRedis(e, run.Id, run.Attempt);
        }
        catch (Exception e) when (!ended && !DatabaseFailures.IsAway(e))
        {
            Failed(e, run.Id);
            await End(run, r => r.Fail(e is ScenarioException ? e.Message : Broken, time.GetUtcNow()), stop);
        }
        finally
        {
            await ours.CancelAsync();
            await beats;
        }
    }

    async Task<long> Run(Simulation run, RunClock progress, CancellationToken cancellationToken)
    {
        var changed = run.ChangedKey is not null && run.ChangedKey != run.BaseKey;
        progress.Parts = changed ? 2 : 1;
        var contacts = await Result(run, run.BaseKey, run.Scenario, progress, cancellationToken);
        progress.NextPart();
        if (changed) contacts += await Result(run, run.ChangedKey!, run.Scenario.With(run.Changes), progress, cancellationToken);
        return contacts;
    }

    /// <summary>Keeps what the scenario comes to, unless it is known: then nothing is played.</summary>
    async Task<long> Result(Simulation run, string key, Scenario scenario, RunClock progress, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        if (await db.Set<StoredResult>().AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellationToken) is { } known) return known.Result.Contacts;
        var result = await Simulator.RunAsync(redis.Connection, scenario, progress, cancellationToken);
        var text = System.Text.Json.JsonSerializer.Serialize(result, Platform.Http.JsonShapes.Journal);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO routing.simulation_results (key, client_ids, created_by, result) VALUES ({key}, {run.ClientIds.ToArray()}, {run.CreatedBy}, {text}::json)
            ON CONFLICT DO NOTHING
            """, cancellationToken);
        return result.Contacts;
    }

    /// <summary>Ends the run here when it is not this node's any more.</summary>
    async Task KeepLease(Simulation run, RunClock progress, CancellationTokenSource ours)
    {
        while (!ours.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Beat, time, ours.Token);
                await using var scope = scopes.AllClients(Actor.System, out var db);
                var (fraction, contacts, until) = progress.Now;
                var kept = await db.Database.ExecuteSqlAsync($"""
                    UPDATE routing.simulations SET fraction = {fraction}, contacts = {contacts}, simulated_until = {until}, leased_until = {time.GetUtcNow() + Lease}
                    WHERE id = {run.Id} AND state = 'running' AND attempt = {run.Attempt}
                    """, ours.Token);
                if (kept == 0) await ours.CancelAsync();
            }
            catch (OperationCanceledException) when (ours.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                RunsWait(e);
            }
        }
    }

    async Task End(Simulation run, Action<Simulation> end, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        await db.Transact(async () =>
        {
            if (await RowLock.Take<Simulation>(db, run.Id, cancellationToken) is not { State: SimulationState.Running } present || present.Attempt != run.Attempt) return false;
            end(present);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);
    }

    async Task GiveBack(Simulation run)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE routing.simulations SET leased_until = {time.GetUtcNow()} WHERE id = {run.Id} AND state = 'running' AND attempt = {run.Attempt}", CancellationToken.None);
    }

    [LoggerMessage(1, LogLevel.Warning, "Simulations wait: the database cannot be reached or a run could not be settled")]
    partial void RunsWait(Exception e);

    [LoggerMessage(2, LogLevel.Warning, "Simulation {Id} lost its Redis at attempt {Attempt} and is begun anew")]
    partial void LostRedis(Exception e, Guid id, int attempt);

    [LoggerMessage(3, LogLevel.Error, "Simulation {Id} failed")]
    partial void Failed(Exception e, Guid id);
}

/// <summary>How far a run is whose base and changed scenario are played one after the other.</summary>
sealed class RunClock : IProgress<SimulationProgress>
{
    readonly Lock gate = new();
    SimulationProgress? latest;
    long before;
    int part;

    public int Parts { get; set; } = 1;

    public (double Fraction, long Contacts, DateTimeOffset? Until) Now
    {
        get
        {
            lock (gate) return (Math.Min(1, (part + (latest?.Fraction ?? 0)) / Parts), before + (latest?.Contacts ?? 0), latest?.Until);
        }
    }

    public void Report(SimulationProgress value)
    {
        lock (gate) latest = value;
    }

    public void NextPart()
    {
        lock (gate) (part, before, latest) = (part + 1, before + (latest?.Contacts ?? 0), null);
    }
}
