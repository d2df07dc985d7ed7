using System.Security.Cryptography;
using ContactCenter.AppHost.Servers;
using ContactCenter.Server.Platform.Data;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace ContactCenter.Benchmarks.Rig;

/// <summary>
/// A PostgreSQL and a Redis of our own that keep what they are told, as in production (commits are forced to disk), with a
/// migrated database. All of it is gone afterwards.
/// </summary>
sealed class Installation : IAsyncDisposable
{
    const string Database = "contactcenter";
    readonly string folder;
    readonly List<Node> nodes = [];

    Installation(string folder, PrivatePostgres postgres, PrivateRedis redis) => (this.folder, Postgres, Redis) = (folder, postgres, redis);

    public PrivatePostgres Postgres { get; }
    public PrivateRedis Redis { get; }
    public string Owner { get; private set; } = "";
    public string Web { get; private set; } = "";
    public string Jobs { get; private set; } = "";

    public static async Task<Installation> Start(CancellationToken cancel)
    {
        await PackageInstaller.EnsureServersAsync(Console.Error.WriteLine, cancel);
        var data = Directory.CreateTempSubdirectory("contactcenter-benchmark-").FullName;
        // As root the servers run as another user, who must get through.
        File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var made = new Installation(data, await PrivatePostgres.StartAsync(data, cancel), await PrivateRedis.StartAsync(data, cancel));
        await made.Migrate(cancel);
        return made;
    }

    /// <summary>A node of the application, as a process of its own, ready.</summary>
    public async Task<Node> StartNode(CancellationToken cancel)
    {
        var node = new Node($"node-{nodes.Count + 1}", Path.Combine(folder, $"node-{nodes.Count + 1}"), Settings());
        nodes.Add(node);
        await node.Start(cancel);
        return node;
    }

    /// <summary>What a server needs to know, by the names of environment variables.</summary>
    public Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__Web"] = Web,
        ["ConnectionStrings__Jobs"] = Jobs,
        ["Redis__Configuration"] = Redis.Configuration,
        // One address and few tokens stand for very many people here.
        ["RateLimits__SignInsPerMinute"] = "1000000",
        ["RateLimits__VisitorSessionsPerMinute"] = "1000000",
        ["RateLimits__VisitorWritesPer10Seconds"] = "1000000",
        ["RateLimits__VisitorReadsPer10Seconds"] = "1000000",
        ["RateLimits__WidgetsPerMinute"] = "1000000",
    };

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    /// <summary>Transactions that PostgreSQL has committed since it started; single statements are one each.</summary>
    public Task<long> Commits(CancellationToken cancel) => Scalar<long>($"SELECT xact_commit FROM pg_stat_database WHERE datname = '{Database}'", cancel);

    /// <summary>After a warm-up, as autovacuum does within a minute: plans made for empty tables are not what a centre runs on.</summary>
    public Task Analyze(CancellationToken cancel) => Postgres.ExecuteAsync(Database, "ANALYZE", cancel);

    public async Task<T> Scalar<T>(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        Postgres.Folder.Remove();
        Redis.Folder.Remove();
        Directory.Delete(folder, recursive: true);
    }

    async Task Migrate(CancellationToken cancel)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await Postgres.ExecuteAsync("postgres", $"CREATE ROLE cc_owner LOGIN CREATEROLE PASSWORD '{secret}'", cancel);
        await Postgres.CreateDatabaseAsync(Database, owner: "cc_owner", cancel: cancel);
        (Owner, Web, Jobs) = (Login("cc_owner"), Login("cc_web"), Login("cc_jobs"));
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Owner"] = Owner, ["ConnectionStrings:Web"] = Web, ["ConnectionStrings:Jobs"] = Jobs };
        await Server.Platform.Data.Migrate.Run(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), TimeProvider.System, cancel);

        string Login(string user) => Postgres.ConnectionString(Database, user, secret);
    }
}
