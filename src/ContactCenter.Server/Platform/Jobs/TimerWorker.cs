using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Npgsql;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>
/// Runs timers when they are due: sleeps until the next one, is woken when an earlier one is set, polls each second as a
/// net. On many nodes at once: a timer is leased by moving its due_at under SKIP LOCKED; one that was set again while it
/// ran stays.
/// </summary>
public sealed partial class TimerWorker(
    [FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, IServiceScopeFactory scopes, IEnumerable<TimerKind> kinds,
    WorkSignal signal, TimeProvider time, ILogger<TimerWorker> log) : BackgroundService
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    readonly Dictionary<string, Type> jobTypes = kinds.ToDictionary(k => k.Kind, k => k.Job);

    sealed record Leased(DueTimer Timer, DateTimeOffset Until);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Work(signal.Listen(), stoppingToken), Work(signal.Listen(), stoppingToken));

    async Task Work(WorkSignal.Listener news, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                while (await Take(stop) is { } leased) await Run(leased, stop);
                await news.Wait(await UntilNext(stop), time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                DatabaseAway(e);
                await news.Wait(Poll, time, stop);
            }
        }
    }

    async Task<Leased?> Take(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // By the index of what is due and not by the kind's (|| ''): nearly all timers are of a few kinds.
        await using var command = jobs.CreateCommand("""
            WITH due AS MATERIALIZED (
                SELECT kind, subject, due_at FROM platform.timers WHERE due_at <= @now AND kind || '' = ANY (@kinds)
                ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE platform.timers t SET due_at = @lease, attempts = attempts + 1
            FROM due
            WHERE t.kind = due.kind AND t.subject = due.subject
            RETURNING t.kind, t.subject, t.client_id, due.due_at, t.attempts, t.set_at, t.due_at
            """);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("lease", now + Lease);
        command.Parameters.AddWithValue("kinds", jobTypes.Keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        var timer = new DueTimer(reader.GetString(0), reader.GetGuid(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetGuid(2),
            reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(5), reader.GetInt32(4));
        return new Leased(timer, reader.GetFieldValue<DateTimeOffset>(6));
    }

    async Task Run(Leased leased, CancellationToken stop)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var data = scope.ServiceProvider.GetRequiredService<DataScope>();
            var actor = new Actor("job", null);
            if (leased.Timer.ClientId is { } client) data.Enter(client, actor, People.Everybody);
            else data.EnterOperator(actor);
            var job = (ITimerJob)scope.ServiceProvider.GetRequiredService(jobTypes[leased.Timer.Kind]);
            await job.Run(leased.Timer, stop);
            await Settle(leased, null, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (TryLaterException e)
        {
            await Settle(leased, time.GetUtcNow() + e.Delay, stop, failed: false);
        }
#pragma warning disable CA1031 // a timer that fails is tried again, ever more slowly, and stops no other
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(e, leased.Timer.Kind, leased.Timer.Subject, leased.Timer.Attempts);
            await Settle(leased, time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(leased.Timer.Attempts, 10)))), stop);
        }
    }

    /// <summary>Only failures in a row make it slower: one that asks for another look has not failed.</summary>
    async Task Settle(Leased leased, DateTimeOffset? again, CancellationToken cancellationToken, bool failed = true)
    {
        await using var command = jobs.CreateCommand((again is null
            ? "DELETE FROM platform.timers"
            : $"UPDATE platform.timers SET due_at = @again{(failed ? "" : ", attempts = 0")}") + " WHERE kind = @kind AND subject = @subject AND set_at = @setAt AND due_at = @until");
        command.Parameters.AddWithValue("kind", leased.Timer.Kind);
        command.Parameters.AddWithValue("subject", leased.Timer.Subject);
        command.Parameters.AddWithValue("setAt", leased.Timer.SetAt);
        command.Parameters.AddWithValue("until", leased.Until);
        if (again is { } due) command.Parameters.AddWithValue("again", due);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    async Task<TimeSpan> UntilNext(CancellationToken cancellationToken)
    {
        await using var command = jobs.CreateCommand("SELECT min(due_at) FROM platform.timers WHERE kind || '' = ANY (@kinds)");
        command.Parameters.AddWithValue("kinds", jobTypes.Keys.ToArray());
        if (await command.ExecuteScalarAsync(cancellationToken) is not DateTime next) return Poll;
        var wait = next - time.GetUtcNow().UtcDateTime;
        return wait > Poll ? Poll : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    [LoggerMessage(1, LogLevel.Warning, "Timers cannot reach PostgreSQL and try again")]
    partial void DatabaseAway(Exception e);

    [LoggerMessage(2, LogLevel.Error, "Timer {Kind} of {Subject} failed, attempt {Attempt}")]
    partial void Failed(Exception e, string kind, Guid subject, int attempt);
}
