using System.Globalization;
using System.Text.RegularExpressions;

namespace ContactCenter.AppHost.Servers;

/// <summary>Where this machine keeps PostgreSQL and Redis.</summary>
public static partial class ServerBinaries
{
    public const int OldestPostgres = 15;
    public static readonly Version OldestRedis = new(6, 2);

    /// <summary>The folder with postgres and initdb: of the wanted major version (a cluster's own), else the newest.</summary>
    public static async Task<string?> FindPostgresAsync(int? major, CancellationToken cancel)
    {
        var best = (Folder: (string?)null, Version: new Version());
        foreach (var folder in PostgresFolders())
        {
            if (!File.Exists(Path.Combine(folder, "postgres")) || !File.Exists(Path.Combine(folder, "initdb"))) continue;
            var version = await VersionAsync(Path.Combine(folder, "postgres"), cancel);
            if (version is null || version.Major < OldestPostgres || (major is not null && version.Major != major)) continue;
            if (version > best.Version) best = (folder, version);
        }

        return best.Folder;
    }

    public static async Task<string?> FindRedisAsync(CancellationToken cancel)
    {
        foreach (var folder in Folders(["/opt/homebrew/opt/redis*/bin", "/usr/local/opt/redis*/bin"]))
        {
            var file = Path.Combine(folder, "redis-server");
            if (File.Exists(file) && await VersionAsync(file, cancel) is { } version && version >= OldestRedis) return file;
        }

        return null;
    }

    private static IEnumerable<string> PostgresFolders() => Folders(
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin", "/Applications/Postgres.app/Contents/Versions/*/bin",
    ]);

    private static IEnumerable<string> Folders(IReadOnlyList<string> patterns) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"])
        .Concat(patterns.SelectMany(Matching))
        .Distinct(StringComparer.Ordinal);

    /// <summary>Folders that fit a pattern with one star in one of its parts.</summary>
    private static IEnumerable<string> Matching(string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var star = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        var above = "/" + string.Join('/', parts[..star]);
        if (!Directory.Exists(above)) return [];
        return Directory.EnumerateDirectories(above, parts[star])
            .Select(folder => Path.Combine([folder, .. parts[(star + 1)..]]));
    }

    private static async Task<Version?> VersionAsync(string file, CancellationToken cancel)
    {
        var said = await ShellCommand.RunAsync(file, ["--version"], cancel);
        var match = NumberInText().Match(said.Output);
        return said.ExitCode == 0 && match.Success
            ? new Version(Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value))
            : null;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    // "postgres (PostgreSQL) 15.13 (Debian …)", "postgres (PostgreSQL) 18beta1" has no dot and is not for us; "Redis server v=7.0.15 sha=…"
    [GeneratedRegex(@"(\) |v=)(?<major>\d+)\.(?<minor>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberInText();
}
