using Npgsql;

namespace ContactCenter.Server.Features.Routing;

/// <summary>What one node at a time does with a pool: a lock that lasts as long as its connection.</summary>
static class PoolLock
{
    public static async Task<bool> Try(NpgsqlConnection guard, string work, string pool, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended(@work || ' of ' || @pool, 0))", guard);
        command.Parameters.AddWithValue("work", work);
        command.Parameters.AddWithValue("pool", pool);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task Release(NpgsqlConnection guard, string work, string pool)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock(hashtextextended(@work || ' of ' || @pool, 0))", guard);
            command.Parameters.AddWithValue("work", work);
            command.Parameters.AddWithValue("pool", pool);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and its lock with it.
        }
    }
}
