using ContactCenter.Server.Platform.Data;
using Npgsql;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>
/// Removes idempotency keys a day after their request, at start and every hour. On many nodes at once it does no harm:
/// whoever comes second finds nothing left to remove.
/// </summary>
public sealed partial class ForgetKeysJob(
    [FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, TimeProvider time, ILogger<ForgetKeysJob> log) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do
        {
            try
            {
                await using var command = jobs.CreateCommand("DELETE FROM platform.idempotency_keys WHERE created_at < @before");
                command.Parameters.AddWithValue("before", time.GetUtcNow() - Kept);
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Keys that are kept longer do no harm: the next round removes them.
                Failed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Warning, "Old idempotency keys could not be removed; the next round tries again")]
    partial void Failed(Exception e);
}
