using System.Diagnostics;
using System.Net;
using ContactCenter.AppHost.Servers;

namespace ContactCenter.Benchmarks.Rig;

/// <summary>One process that serves HTTP on a port of its own: a node of the application, or a reference beside it.</summary>
sealed class Node(string name, string folder, IReadOnlyDictionary<string, string?> settings, params string[] arguments) : IAsyncDisposable
{
    static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    readonly int port = FreePort.Find();
    ChildProcess? child;

    public Uri Address => new($"http://127.0.0.1:{port}/");

    /// <summary>What the process has used of the processors since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(child!.Id);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Comes back when it is ready.</summary>
    public async Task Start(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        string[] run = arguments.Length > 0 ? arguments : [Path.Combine(AppContext.BaseDirectory, "ContactCenter.Server.dll")];
        var environment = new Dictionary<string, string?>(settings) { ["ASPNETCORE_URLS"] = Address.ToString() };
        var command = new ChildCommand(name, "dotnet", run, folder) { Marker = run[0], Environment = environment, Grace = TimeSpan.FromSeconds(3) };
        child = await ChildProcess.StartAsync(command, cancel);
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (!await IsReady(http, cancel))
        {
            if (child.Exit.IsCompleted || Stopwatch.GetElapsedTime(started) > ReadyWithin)
                throw new HostException($"{name} did not become ready:{Environment.NewLine}{string.Join(Environment.NewLine, File.ReadLines(command.LogFile).TakeLast(20))}");
            await Task.Delay(25, cancel);
        }
    }

    public async Task Stop()
    {
        if (child is not null) await child.DisposeAsync();
        child = null;
    }

    public async ValueTask DisposeAsync() => await Stop();

    static async Task<bool> IsReady(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false; // its first answer takes long on a busy machine; our patience decides
        }
    }
}
