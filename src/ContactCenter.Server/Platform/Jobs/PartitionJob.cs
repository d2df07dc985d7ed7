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
    // In real time also where the clock is a test's: what it waits for is.
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(6), time);
        do
        {
            try
            {
                await Round(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Months and days of head start remain: the next round tries again.
                Failed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task Round(CancellationToken cancellationToken)
    {
        await using var connection = await jobs.OpenConnectionAsync(cancellationToken);
        await Make(connection, time, cancellationToken);
        await using var strays = new NpgsqlCommand("SELECT platform.stray_rows()", connection);
        if (await strays.ExecuteScalarAsync(cancellationToken) is > 0L and long stray) Stray(stray);
    }

    /// <summary>Comes again until nobody is at work in one of the tables for a moment.</summary>
    internal static async Task Make(NpgsqlConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!await TryMake(connection, time.GetUtcNow(), cancellationToken)) await Task.Delay(Again, TimeProvider.System, cancellationToken);
    }

    /// <summary>False when somebody is at work in one of the tables: it waits for nobody longer than others can wait for it.</summary>
    static async Task<bool> TryMake(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT platform.make_partitions(@now)", connection);
        command.Parameters.AddWithValue("now", now);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Partitions could not be made; the next round tries again")]
    partial void Failed(Exception e);

    [LoggerMessage(2, LogLevel.Critical, "{Count} rows lie in a default partition: their time had none of its own")]
    partial void Stray(long count);
}
