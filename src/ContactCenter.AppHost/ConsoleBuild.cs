using System.Security.Cryptography;
using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>Builds console and chat widget when their sources differ from those of the last build.</summary>
internal sealed class ConsoleBuild(string repository, string childFolder)
{
    private static readonly Version OldestNode = new(20, 19);

    /// <summary>What the server serves.</summary>
    public string Output => Path.Combine(Sources, "dist");

    public bool IsBuilt => File.Exists(Path.Combine(Output, "index.html"));

    private string Sources => Path.Combine(repository, "web-agent");

    // Beside the packages, so that whoever removes those or the output gets a new build.
    private string InstalledStamp => Path.Combine(Sources, "node_modules", ".contactcenter-installed");

    private string BuiltStamp => Path.Combine(Sources, "node_modules", ".contactcenter-built");

    public async Task EnsureAsync(Screen screen, CancellationToken cancel)
    {
        var sources = await HashAsync(SourceFiles(), cancel);
        if (IsBuilt && Read(BuiltStamp) == sources) return;
        await RequireNodeAsync(cancel);
        var packages = await HashAsync([Path.Combine(Sources, "package-lock.json")], cancel);
        if (Read(InstalledStamp) != packages)
        {
            await screen.StepAsync("Installing the console's packages", () => NpmAsync(["ci"], cancel));
            await File.WriteAllTextAsync(InstalledStamp, packages, cancel);
        }

        await screen.StepAsync("Building the console", () => NpmAsync(["run", "build"], cancel));
        await File.WriteAllTextAsync(BuiltStamp, sources, cancel);
    }

    private static string Read(string stamp) => File.Exists(stamp) ? File.ReadAllText(stamp) : "";

    private IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Sources)
            .Concat(Directory.EnumerateDirectories(Sources)
                .Where(folder => Path.GetFileName(folder) is not ("node_modules" or "dist" or "coverage"))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
            .Order(StringComparer.Ordinal);

    private async Task<string> HashAsync(IEnumerable<string> files, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(Sources, file) + "\0"));
            hash.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(file, cancel)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task RequireNodeAsync(CancellationToken cancel)
    {
        string? found;
        try
        {
            found = (await ShellCommand.RunAsync("node", ["--version"], cancel)).Output.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            found = null; // no node in PATH
        }

        if (Version.TryParse(found?.TrimStart('v'), out var version) && version >= OldestNode) return;
        throw new HostException($"""
            The console needs Node.js {OldestNode} or newer to be built; {(found is null ? "there is none in PATH" : $"found {found}")}.
            Install it from https://nodejs.org/ or your package manager, or run without the console: --no-console.
            """);
    }

    private async Task NpmAsync(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var command = new ChildCommand("npm " + string.Join(' ', arguments), "npm", arguments, childFolder)
        {
            Marker = "npm",
            WorkingFolder = Sources,
            Environment = new Dictionary<string, string?> { ["NO_COLOR"] = "1" },
        };
        await OneShot.RunAsync(command, cancel);
    }
}
