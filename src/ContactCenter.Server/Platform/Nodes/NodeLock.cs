using Npgsql;

namespace ContactCenter.Server.Platform.Nodes;

/// <summary>
/// A duty that one node at a time has, by an advisory lock of a connection of its own. It passes on when the node ends, and
/// within seconds when it is frozen. A node that thaws may believe for a moment that the duty is still his: what is done
/// under it must bear being done twice.
/// </summary>
public sealed class NodeLock(NpgsqlDataSource locks, string duty) : IAsyncDisposable
{
    NpgsqlConnection? connection;
    bool held;

    /// <summary>Whether the duty is this node's now. To be asked at least every few seconds.</summary>
    public async Task<bool> IsOurs(CancellationToken cancellationToken)
    {
        try
        {
            connection ??= await locks.OpenConnectionAsync(cancellationToken);
            // Taken twice it would have to be given back twice; while it is held the question is only whether the line stands.
            await using var command = new NpgsqlCommand(held ? "SELECT true" : "SELECT pg_try_advisory_lock(hashtextextended(@duty, 0))", connection);
            if (!held) command.Parameters.AddWithValue("duty", duty);
            return held = (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        held = false;
        if (connection is { } line) await line.DisposeAsync();
        connection = null;
    }
}
