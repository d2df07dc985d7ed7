using System.Globalization;
using Npgsql;

namespace ContactCenter.AppHost.Servers;

/// <summary>A PostgreSQL of our own: scram passwords, loopback TCP only, no Unix socket.</summary>
public sealed class PrivatePostgres : PrivateServer
{
    public const string Superuser = "postgres";

    // Faster and smaller; what it holds is not meant to survive a crash.
    private static readonly string[] TestSettings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB"];

    private readonly string binaries;
    private readonly TimeSpan? vacuums;

    private PrivatePostgres(PrivateFolder folder, string binaries, TimeSpan? vacuums)
        : base(folder) => (this.binaries, this.vacuums) = (binaries, vacuums);

    protected override string Name => "PostgreSQL";

    private string Cluster => Folder.In("data");

    /// <summary>
    /// For tests: nothing is forced to disk, and it is gone with all its data when disposed of or orphaned. It looks each
    /// <paramref name="vacuums"/> (a minute, unless said) whether a table has grown so much that its queries want other plans.
    /// </summary>
    public static async Task<PrivatePostgres> StartTemporaryAsync(TimeSpan? vacuums = null, CancellationToken cancel = default)
    {
        await PackageInstaller.EnsureServersAsync(Console.Error.WriteLine, cancel);
        return await StartInAsync(await PrivateFolder.TemporaryAsync("postgres", cancel), vacuums, cancel);
    }

    /// <summary>Keeps its data and its password in the folder "postgres" of the data folder.</summary>
    public static async Task<PrivatePostgres> StartAsync(string dataFolder, CancellationToken cancel = default) =>
        await StartInAsync(await PrivateFolder.UnderAsync(dataFolder, "postgres", cancel), null, cancel);

    public string ConnectionString(string database) => ConnectionString(database, Superuser, Password);

    public string ConnectionString(string database, string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = user,
        Password = password,
    }.ConnectionString;

    /// <summary>A template must have no connections: clear its pools first.</summary>
    public async Task CreateDatabaseAsync(string name, string? template = null, string? owner = null, CancellationToken cancel = default)
    {
        var sql = $"CREATE DATABASE {Quote(name)}";
        if (template is not null) sql += $" TEMPLATE {Quote(template)}";
        if (owner is not null) sql += $" OWNER {Quote(owner)}";
        await ExecuteAsync("postgres", sql, cancel);
    }

    public Task DropDatabaseAsync(string name, CancellationToken cancel = default) =>
        ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Quote(name)} WITH (FORCE)", cancel);

    /// <summary>Runs a statement as superuser.</summary>
    public async Task ExecuteAsync(string database, string sql, CancellationToken cancel = default)
    {
        await using var connection = await OpenAsync(database, cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public static string Quote(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    protected override Task<ChildCommand> CommandAsync(CancellationToken cancel)
    {
        string[] settings =
        [
            $"port={Port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=400",
            "log_min_error_statement=panic", // a statement may hold a password
            .. Folder.Temporary ? TestSettings : [],
            .. vacuums is { } pause ? new[] { $"autovacuum_naptime={pause.TotalSeconds:0}s" } : [],
        ];
        return Task.FromResult(new ChildCommand(
            Name, Path.Combine(binaries, "postgres"), ["-D", Cluster, .. settings.SelectMany(setting => (string[])["-c", setting])], Folder.Path)
        {
            RunAs = Folder.RunAs,
            Marker = Cluster,
            StopSignal = "INT", // fast shutdown; TERM would wait for every client to leave
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
            RemoveFolderWhenOrphaned = Folder.Temporary,
        });
    }

    protected override async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await OpenAsync("postgres", cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // not yet; its end or our patience decides
        }
    }

    private static async Task<PrivatePostgres> StartInAsync(PrivateFolder folder, TimeSpan? vacuums, CancellationToken cancel)
    {
        var versionFile = folder.In("data/PG_VERSION");
        int? major = File.Exists(versionFile)
            ? int.Parse(await File.ReadAllTextAsync(versionFile, cancel), CultureInfo.InvariantCulture)
            : null;
        var found = await ServerBinaries.FindPostgresAsync(major, cancel) ?? throw new HostException(
            major is null
                ? $"PostgreSQL {ServerBinaries.OldestPostgres} or newer is missing."
                : $"The data in {folder.Path} is PostgreSQL {major}'s, which this machine does not have. Install it, or choose another folder with --data.");
        var server = new PrivatePostgres(folder, found, vacuums);
        server.Password = await PrivateFolder.SecretAsync(folder.In("superuser-password"), cancel);
        if (major is null) await server.InitialiseAsync(cancel);
        await server.StartAsync(cancel);
        return server;
    }

    /// <summary>Made beside and moved, so that no crash leaves half a cluster that the next start would take for a whole one.</summary>
    private async Task InitialiseAsync(CancellationToken cancel)
    {
        const string Script = """
            umask 077
            rm -rf data.new
            cat >new-password
            "$1" -D data.new -U "$2" --pwfile=new-password -A scram-sha-256 -E UTF8 --locale="$3" $4
            code=$?
            rm -f new-password
            [ "$code" = 0 ] && mv data.new data
            """;
        var locale = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8";
        var done = await ShellCommand.RunAsync(
            "sh",
            ["-c", Script, "sh", Path.Combine(binaries, "initdb"), Superuser, locale, Folder.Temporary ? "--no-sync" : ""],
            Folder.RunAs, Password, Folder.Path, cancel);
        if (done.ExitCode != 0) throw new HostException($"initdb failed in {Folder.Path}:{Environment.NewLine}{done.Output}");
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
