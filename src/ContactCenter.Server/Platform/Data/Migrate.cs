using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ContactCenter.Server.Platform.Jobs;
using Npgsql;

namespace ContactCenter.Server.Platform.Data;

/// <summary>`migrate`: brings schema and logins up to date as the owner. Safe to run twice and on two machines: one waits for the other.</summary>
public static class Migrate
{
    // "cc" and a number nobody else uses: one lock for whoever changes the schema.
    const long SchemaLock = 0x6363_0001;

    /// <summary>The owner's context: sees every row under a policy of its own, and no server process holds its login.</summary>
    public static AppDb OwnerContext(string ownerConnection) => new(
        new DbContextOptionsBuilder<AppDb>().UseNpgsql(ownerConnection)
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning)).Options);

    public static async Task Run(IConfiguration configuration, TimeProvider time, CancellationToken cancellationToken)
    {
        var owner = configuration.GetConnectionString(DataSources.Owner)
            ?? throw new InvalidOperationException("ConnectionStrings:Owner is missing: migrate runs as the owner of the database.");
        await using var guard = new NpgsqlConnection(owner);
        await guard.OpenAsync(cancellationToken);
        await Execute(guard, $"SELECT pg_advisory_lock({SchemaLock})", cancellationToken);

        await using (var db = OwnerContext(owner)) await db.Database.MigrateAsync(cancellationToken);

        foreach (var name in new[] { DataSources.Web, DataSources.Jobs })
        {
            if (configuration.GetConnectionString(name) is { } login) await LetIn(guard, name, login, cancellationToken);
        }
        await PartitionJob.Make(guard, time, cancellationToken);
    }

    /// <summary>The login of a connection string gets its password; the two names are fixed because the policies speak of them.</summary>
    static async Task LetIn(NpgsqlConnection guard, string name, string connection, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var expected = name == DataSources.Web ? "cc_web" : "cc_jobs";
        if (settings.Username != expected)
            throw new InvalidOperationException($"ConnectionStrings:{name} must use the login {expected}: the walls in the database are built for it.");
        await using var quote = new NpgsqlCommand("SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', @role::text, @password::text)", guard);
        quote.Parameters.AddWithValue("role", expected);
        quote.Parameters.AddWithValue("password", settings.Password ?? "");
        await Execute(guard, (string)(await quote.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
