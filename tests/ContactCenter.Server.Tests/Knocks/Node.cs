using System.Diagnostics;
using ContactCenter.AppHost.Servers;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>The application as a process of its own: it can be killed, frozen, and started again on the same port.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>The build beside the tests, or with CC_SERVER a published one, as it is shipped.</summary>
    private static readonly string Assembly = Path.GetFullPath(Environment.GetEnvironmentVariable("CC_SERVER") ?? "ContactCenter.Server.dll", AppContext.BaseDirectory);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("contactcenter-node-");
    private readonly Dictionary<string, string?> environment;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private ChildProcess? child;
    private bool frozen;

    public Node(string name, Installation installation, string? redis = null)
    {
        Name = name;
        Address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = "Testing",
            ["Logging__LogLevel__Default"] = "Warning",
            ["ConnectionStrings__Web"] = installation.Server.Web(installation.Database),
            ["ConnectionStrings__Jobs"] = installation.Server.Jobs(installation.Database),
            ["Redis__Configuration"] = redis ?? installation.Redis.Configuration,
        };
        foreach (var (key, value) in Floor.NoLimits) environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
    }

    public string Name { get; }

    public Uri Address { get; }

    public Task<int> Exit => child!.Exit;

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder.FullName, "log");

    /// <summary>
    /// Comes back when it serves; with a fault point it dies when that is reached for the nth time, which may be before that:
    /// there may be work left for it.
    /// </summary>
    public async Task Start(string? stopAt = null, int after = 1)
    {
        if (child is not null) await child.DisposeAsync();
        environment["Faults__StopAt"] = stopAt;
        environment["Faults__After"] = $"{after}";
        child = await ChildProcess.StartAsync(new ChildCommand(Name, "dotnet", [Assembly], folder.FullName)
        {
            Marker = Assembly,
            WorkingFolder = Path.GetDirectoryName(Assembly)!,
            Environment = environment,
            RemoveFolderWhenOrphaned = true,
        }, default);
        for (var waited = Stopwatch.StartNew(); !await IsReady() && !(stopAt is not null && child.Exit.IsCompleted); await Task.Delay(50))
            Assert.True(waited.Elapsed < ReadyWithin && (stopAt is not null || !child.Exit.IsCompleted), $"Node {Name} did not start.{Environment.NewLine}{Log}");
    }

    public async Task Kill()
    {
        await Signal("KILL");
        await Exit.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public Task Freeze()
    {
        frozen = true;
        return Signal("STOP");
    }

    public Task Thaw()
    {
        frozen = false;
        return Signal("CONT");
    }

    public async ValueTask DisposeAsync()
    {
        if (frozen) await Thaw();
        if (child is not null) await child.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{child!.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (Caller.IsNobodyThere(e))
        {
            return false; // not yet; its end or our patience decides
        }
    }
}
