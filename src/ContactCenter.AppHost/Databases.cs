using ContactCenter.AppHost.Servers;
using Npgsql;

namespace ContactCenter.AppHost;

/// <summary>The three connection strings of the application: its owner migrates and seeds, the server knows only the other two.</summary>
internal sealed record Databases(string Owner, string Web, string Jobs)
{
    public const string Name = "contactcenter";
    private const string OwnerRole = "cc_owner";

    // Of all nodes together, and of one: PrivatePostgres takes 400.
    private const int WebConnections = 200;
    private const int JobsConnections = 30;

    /// <summary>Makes database and owner in our own server; both may be there already.</summary>
    public static async Task<Databases> InAsync(PrivatePostgres postgres, DataFolder data, int nodes, CancellationToken cancel)
    {
        var password = await data.SecretAsync(OwnerRole, cancel);
        // The secret is of hex digits, so it needs no quoting.
        await postgres.ExecuteAsync("postgres", $"""
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OwnerRole}') THEN CREATE ROLE {OwnerRole}; END IF;
            END $$;
            ALTER ROLE {OwnerRole} LOGIN CREATEROLE PASSWORD '{password}';
            """, cancel);
        try
        {
            await postgres.CreateDatabaseAsync(Name, owner: OwnerRole, cancel: cancel);
        }
        catch (PostgresException exists) when (exists.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // From an earlier run.
        }

        var all = await OfAsync(postgres.ConnectionString(Name, OwnerRole, password), data, cancel);
        return all with { Web = Pooled(all.Web, WebConnections / nodes), Jobs = Pooled(all.Jobs, JobsConnections) };
    }

    private static string Pooled(string login, int most) => new NpgsqlConnectionStringBuilder(login) { MaxPoolSize = Math.Min(100, most) }.ConnectionString;

    /// <summary>The logins of the server beside a given owner; migrating creates them with these passwords.</summary>
    public static async Task<Databases> OfAsync(string owner, DataFolder data, CancellationToken cancel)
    {
        return new Databases(owner, await LoginAsync("cc_web"), await LoginAsync("cc_jobs"));

        async Task<string> LoginAsync(string role) => new NpgsqlConnectionStringBuilder(owner)
        {
            Username = role,
            Password = await data.SecretAsync(role, cancel),
        }.ConnectionString;
    }
}
