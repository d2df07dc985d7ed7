using System.Security.Cryptography;
using ContactCenter.AppHost.Servers;
using ContactCenter.Server.Platform.Data;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>A PostgreSQL with the product's logins and an empty migrated database that others are copied from.</summary>
public sealed class DatabaseServer : IAsyncDisposable
{
    private const string Template = "template_contactcenter";
    private readonly SemaphoreSlim copying = new(1);
    private readonly string ownerPassword = Secret();
    private readonly string webPassword = Secret();
    private readonly string jobsPassword = Secret();
    private int databases;

    private DatabaseServer(PrivatePostgres postgres) => Postgres = postgres;

    public PrivatePostgres Postgres { get; }

    /// <summary>Many short-lived databases on one server are not worth a vacuum; one under load for minutes is, or its plans stay those of empty tables.</summary>
    public static async Task<DatabaseServer> Start(bool forOne = false)
    {
        var server = new DatabaseServer(await PrivatePostgres.StartTemporaryAsync(forOne ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(10)));
        await server.Postgres.ExecuteAsync("postgres", $"CREATE ROLE cc_owner LOGIN CREATEROLE PASSWORD '{server.ownerPassword}'");
        await server.CreateEmpty(Template);
        // Partitions for today (tests on real time), then for the day on which fake time stands.
        foreach (var time in new[] { TimeProvider.System, new FakeTime() })
            await Migrate.Run(server.Configuration(Template), time, CancellationToken.None);
        return server;
    }

    /// <summary>As an administrator makes it: the owner is no superuser, so walls hold for it too where they are meant to.</summary>
    public Task CreateEmpty(string database) => Postgres.CreateDatabaseAsync(database, owner: "cc_owner");

    /// <summary>A database of one's own, migrated.</summary>
    public async Task<string> Create()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await copying.WaitAsync();
        try
        {
            await Postgres.CreateDatabaseAsync(name, Template, "cc_owner");
        }
        finally
        {
            copying.Release();
        }

        return name;
    }

    // An owner's connection must not linger in a pool: a template that somebody holds open cannot be copied.
    public string Owner(string database) => Login(database, "cc_owner", ownerPassword) + ";Pooling=false;Timeout=15";

    public string Web(string database) => Login(database, "cc_web", webPassword) + ";Maximum Pool Size=30";

    public string Jobs(string database) => Login(database, "cc_jobs", jobsPassword) + ";Maximum Pool Size=12";

    public IConfiguration Configuration(string database) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:Owner"] = Owner(database),
        ["ConnectionStrings:Web"] = Web(database),
        ["ConnectionStrings:Jobs"] = Jobs(database),
    }).Build();

    public async ValueTask DisposeAsync()
    {
        copying.Dispose();
        await Postgres.DisposeAsync();
    }

    private static string Secret() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private string Login(string database, string user, string password) => Postgres.ConnectionString(database, user, password);
}

/// <summary>The PostgreSQL that all tests of a run share; it and its folder go with the run, however that ends.</summary>
public static class SharedServers
{
    // Nobody stops it: whoever runs the tests may give a process that has ended its work no time for that. Its own guard
    // ends it and removes its folder as soon as this process is gone.
    private static readonly Lazy<Task<DatabaseServer>> Started = new(() => DatabaseServer.Start());

    public static Task<DatabaseServer> Database => Started.Value;
}
