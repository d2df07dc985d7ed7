using ContactCenter.Server.Platform.Data;
using Npgsql;

namespace ContactCenter.Server.Platform.Jobs;

/// <summary>
/// Keeps partitions made ahead of time, at start and every six hours. On many nodes at once it does no harm: the owner's
/// functions make only what is missing.
/// </summary>
public sealed partial class PartitionJob(
    [FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, TimeProvider time, ILogger<PartitionJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(6), time);
        do
        {
            try
            {
                await Make(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Months and days of head start remain: the next round tries again.
                Failed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task Make(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = jobs.CreateCommand("SELECT platform.make_partitions(@now), platform.stray_rows()");
        command.Parameters.AddWithValue("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetInt64(1) is > 0 and var stray) Stray(stray);
    }

    [LoggerMessage(1, LogLevel.Error, "Partitions could not be made; the next round tries again")]
    partial void Failed(Exception e);

    [LoggerMessage(2, LogLevel.Critical, "{Count} rows lie in a default partition: their time had none of its own")]
    partial void Stray(long count);
}
