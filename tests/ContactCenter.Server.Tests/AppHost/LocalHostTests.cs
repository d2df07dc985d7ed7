using System.Diagnostics;
using ContactCenter.AppHost.Servers;

namespace ContactCenter.Server.Tests.AppHost;

public sealed class LocalHostTests
{
    [Fact]
    public async Task It_reaches_ready_tells_no_secret_and_leaves_no_child_when_it_is_killed()
    {
        using var data = new DataFolder();
        var port = FreePort.Find();
        using (var host = new RunningHost(data.Path, port))
        {
            Assert.True(await host.IsReadyAsync(), host.Said);
            Assert.EndsWith($"ready http://127.0.0.1:{port}", host.Said, StringComparison.Ordinal);
            var children = ChildrenOf(data.Path, host.Id);
            Assert.True(children.Count >= 2, string.Join('\n', children)); // PostgreSQL and Redis name the folder
            var visible = string.Join('\n', [host.Said, .. children, .. Logs(data.Path)]);
            var secrets = Secrets(data.Path);
            Assert.Equal(5, secrets.Count);
            foreach (var secret in secrets) Assert.DoesNotContain(secret, visible, StringComparison.Ordinal);

            using (var second = new RunningHost(data.Path, port))
            {
                Assert.Equal(1, await second.EndAsync());
                Assert.Contains("another AppHost runs with it", second.Said, StringComparison.Ordinal);
            }

            host.Kill();
            await host.EndAsync();
        }

        await UntilAsync(() => ChildrenOf(data.Path, 0).Count == 0 && FreePort.IsFree(port));
    }

    [Fact]
    public async Task It_starts_again_what_ends_by_itself_and_stops_everything_when_asked()
    {
        using var data = new DataFolder();
        var port = FreePort.Find();
        using var host = new RunningHost(data.Path, port);
        Assert.True(await host.IsReadyAsync(), host.Said);
        Process.GetProcessById(await Pid(data, "server")).Kill();
        await UntilAsync(() => host.Said.Contains("Server runs again", StringComparison.Ordinal));

        using (var interrupt = Process.Start("kill", ["-INT", $"{host.Id}"])) await interrupt.WaitForExitAsync();
        Assert.Equal(0, await host.EndAsync());
        Assert.EndsWith("Stopped.", host.Said.TrimEnd(), StringComparison.Ordinal);
        await UntilAsync(() => ChildrenOf(data.Path, host.Id).Count == 0 && FreePort.IsFree(port)); // a wrapper's last breath
    }

    [Fact]
    public async Task Of_several_nodes_each_serves_and_each_is_started_again_alone()
    {
        using var data = new DataFolder();
        var port = FindFreePair();
        using var host = new RunningHost(data.Path, port, nodes: 2);
        Assert.True(await host.IsReadyAsync(), host.Said);
        Assert.EndsWith($"ready http://127.0.0.1:{port}", host.Said, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{port + 1}/", host.Said, StringComparison.Ordinal);
        using var http = new HttpClient();
        foreach (var node in new[] { port, port + 1 })
            Assert.Contains("\"status\":\"ok\"", await http.GetStringAsync(new Uri($"http://127.0.0.1:{node}/health/ready")), StringComparison.Ordinal);

        var first = await Pid(data, "server");
        Process.GetProcessById(await Pid(data, "server-2")).Kill();
        await UntilAsync(() => host.Said.Contains("Server-2 runs again", StringComparison.Ordinal));
        Assert.Equal(first, await Pid(data, "server"));
        using (var interrupt = Process.Start("kill", ["-INT", $"{host.Id}"])) await interrupt.WaitForExitAsync();
        Assert.Equal(0, await host.EndAsync());
        await UntilAsync(() => ChildrenOf(data.Path, host.Id).Count == 0 && FreePort.IsFree(port) && FreePort.IsFree(port + 1));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var data = new DataFolder();
        var port = FreePort.Find();
        using var squatter = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        squatter.Start();
        using var host = new RunningHost(data.Path, port);
        Assert.Equal(1, await host.EndAsync());
        Assert.Contains($"Port {port} is in use.", host.Said, StringComparison.Ordinal);
    }

    private static async Task<int> Pid(DataFolder data, string node) => int.Parse(await File.ReadAllTextAsync(Path.Combine(data.Path, node, "pid")));

    private static int FindFreePair()
    {
        while (true)
        {
            if (FreePort.Find() is var port && port < 65535 && FreePort.IsFree(port + 1)) return port;
        }
    }

    /// <summary>Command lines of living processes that speak of the folder.</summary>
    private static List<string> ChildrenOf(string folder, int except) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), out var id) && id != except)
            .Select(CommandLine)
            .Where(line => line.Contains(folder, StringComparison.Ordinal)),
    ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it has ended meanwhile
        }
    }

    private static List<string> Secrets(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(folder, "secrets")).Select(File.ReadAllText).Select(text => text.Trim()),
        File.ReadAllText(Path.Combine(folder, "postgres/superuser-password")).Trim(),
        File.ReadAllText(Path.Combine(folder, "redis/password")).Trim(),
    ];

    private static IEnumerable<string> Logs(string folder) =>
        Directory.EnumerateFiles(folder, "log*", SearchOption.AllDirectories).Select(File.ReadAllText);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        while (!holds()) await Task.Delay(100, patience.Token);
    }
}
