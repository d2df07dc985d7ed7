using ContactCenter.AppHost.Servers;
using Npgsql;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>A database and a Redis of one's own, for one server or several.</summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly bool ownsServer;

    private Installation(DatabaseServer server, bool ownsServer, string database, PrivateRedis redis) =>
        (Server, this.ownsServer, Database, Redis) = (server, ownsServer, database, redis);

    public DatabaseServer Server { get; }

    public string Database { get; }

    public PrivateRedis Redis { get; }

    /// <summary>With its own PostgreSQL where a test stops it (a second more).</summary>
    public static async Task<Installation> Make(bool ownPostgres = false)
    {
        var server = ownPostgres ? await DatabaseServer.Start(forOne: true) : await SharedServers.Database;
        var database = await server.Create();
        // Servers for tests acknowledge before they have written; what one that is stopped has promised must outlive its processes.
        if (ownPostgres) await server.Postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET synchronous_commit = on");
        return new Installation(server, ownPostgres, database, await PrivateRedis.StartTemporaryAsync());
    }

    /// <summary>Runs statements as the owner, who passes the walls but is no superuser.</summary>
    public Task<int> Execute(string sql, params (string Name, object? Value)[] parameters) =>
        Run(Server.Owner(Database), sql, parameters, c => c.ExecuteNonQueryAsync());

    public Task<T> Scalar<T>(string sql, params (string Name, object? Value)[] parameters) =>
        Run(Server.Owner(Database), sql, parameters, async c => (T)(await c.ExecuteScalarAsync())!);

    /// <summary>The first column of every row, as the owner.</summary>
    public Task<List<T>> Column<T>(string sql, params (string Name, object? Value)[] parameters) =>
        ColumnAs<T>(Server.Owner(Database), sql, parameters);

    /// <summary>The first column of every row, with any login.</summary>
    public static Task<List<T>> ColumnAs<T>(string login, string sql, params (string Name, object? Value)[] parameters) =>
        Run(login, sql, parameters, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync();
            var values = new List<T>();
            while (await reader.ReadAsync()) values.Add(await reader.GetFieldValueAsync<T>(0));
            return values;
        });

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        if (ownsServer) await Server.DisposeAsync();
        else await Server.Postgres.DropDatabaseAsync(Database);
    }

    private static async Task<T> Run<T>(string login, string sql, (string Name, object? Value)[] parameters, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var connection = new NpgsqlConnection(login);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return await run(command);
    }
}
