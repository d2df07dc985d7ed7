using System.Diagnostics;
using System.Text.RegularExpressions;
using ContactCenter.AppHost.Servers;
using ContactCenter.Server.Tests.Hosting;
using ContactCenter.Server.Tests.HouseRules;
using Npgsql;

namespace ContactCenter.Server.Tests.Snapshots;

/// <summary>infra/schema.sql is the migrated schema on one page, to read; what runs is the migrations.</summary>
public sealed partial class SchemaTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // Releases of pg_dump write some things differently; others than this one are asked for the same objects only.
    private const string WrittenBy = "15";

    [Fact]
    public async Task The_schema_on_paper_is_the_one_that_the_migrations_make()
    {
        var dump = await PgDump();
        var file = SourceTree.In("infra", "schema.sql");
        var version = await Run(dump, "--version");
        var present = Readable(await Run(dump, "--schema-only", "--no-owner",
            // Partitions come and go with the calendar.
            "--exclude-table", "journal.events_2*", "--exclude-table", "routing.decisions_2*", "--exclude-table", "routing.recordings_2*", fixture.Installation.Database));
        if (version.Contains($" {WrittenBy}.", StringComparison.Ordinal)) Snapshot.Check(file, present);
        else Assert.Equal(Objects(await File.ReadAllTextAsync(file)), Objects(present));
    }

    /// <summary>Beside the server, or beside what the server's name is a link to, or on the path.</summary>
    private static async Task<string> PgDump()
    {
        var folder = await ServerBinaries.FindPostgresAsync(null, CancellationToken.None) ?? throw new InvalidOperationException("There is no PostgreSQL.");
        var behind = Path.GetDirectoryName(File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true)?.FullName);
        return new[] { folder, behind }.OfType<string>().Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Select(f => Path.Combine(f, "pg_dump")).First(File.Exists);
    }

    private static string Readable(string dump)
    {
        var lines = dump.Split('\n').Where(l => !l.StartsWith("SET ", StringComparison.Ordinal) && !l.StartsWith("SELECT pg_catalog.set_config", StringComparison.Ordinal)
            && !l.StartsWith('\\') && !l.StartsWith("-- Dumped", StringComparison.Ordinal) && l != "--" && !l.StartsWith("-- PostgreSQL database dump", StringComparison.Ordinal));
        var text = BlankLines().Replace(string.Join('\n', lines), "\n\n").Trim();
        return "-- The whole schema, as the migrations make it (SchemaTests writes this page; nothing runs it).\n-- Partitions of journal.events, routing.decisions and routing.recordings are left out.\n\n" + text + "\n";
    }

    private static IEnumerable<string> Objects(string schema) => schema.Split('\n').Where(l => l.StartsWith("-- Name:", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private async Task<string> Run(string dump, params string[] arguments)
    {
        var login = new NpgsqlConnectionStringBuilder(fixture.Installation.Server.Postgres.ConnectionString(fixture.Installation.Database));
        var start = new ProcessStartInfo(dump, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (login.Host!, login.Port.ToString());
        (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (login.Username!, login.Password!);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(await errors);
    }

    [GeneratedRegex(@"\n{3,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlankLines();
}
