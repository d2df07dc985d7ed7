using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>What a question of a batch got; there once the batch has run.</summary>
public sealed class Answer<T>
{
    internal List<T> Found { get; } = [];
    public IReadOnlyList<T> Rows => Found;
    public T? FirstOrDefault => Found.Count > 0 ? Found[0] : default;
}

/// <summary>
/// Questions of several rooms in one round trip, where round trips are what a customer waits for. They run one after the
/// other, and each sees what has been committed when its turn comes: what follows a lock sees what the lock waited for.
/// </summary>
public sealed class ReadBatch(AppDb db)
{
    readonly List<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> Take)> asked = [];

    /// <summary>Parameters are $1, $2 …; none may be null.</summary>
    public Answer<T> Ask<T>(string sql, Func<NpgsqlDataReader, T> row, params object[] parameters)
    {
        var answer = new Answer<T>();
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = value });
        asked.Add((command, reader => answer.Found.Add(row(reader))));
        return answer;
    }

    public async Task Run(CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction;
        if (transaction is null) await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)transaction?.GetDbTransaction());
            foreach (var (command, _) in asked) batch.BatchCommands.Add(command);
            ScopeInterceptor.Begin(db, batch);
            if (batch.BatchCommands.Count == 0) return;
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            if (batch.BatchCommands.Count > asked.Count) await reader.NextResultAsync(cancellationToken);
            foreach (var (_, take) in asked)
            {
                while (await reader.ReadAsync(cancellationToken)) take(reader);
                await reader.NextResultAsync(cancellationToken);
            }
        }
        finally
        {
            if (transaction is null) await db.Database.CloseConnectionAsync();
        }
    }
}
