using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ContactCenter.AppHost.Servers;

namespace ContactCenter.Benchmarks.Queues;

/// <summary>BullMQ in a Node.js process of its own, on the same Redis; bullmq/life.mjs is its side.</summary>
sealed class BullMq : IAsyncDisposable
{
    readonly Process process;

    BullMq(Process process) => this.process = process;

    public static async Task<BullMq> Start(RedisMeter redis, int clients, CancellationToken cancel)
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            using var install = Process.Start(new ProcessStartInfo("npm", ["install", "--no-save", "--ignore-scripts"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })!;
            await install.StandardOutput.ReadToEndAsync(cancel);
            await install.WaitForExitAsync(cancel);
            if (install.ExitCode != 0) throw new HostException("npm could not install bullmq.");
        }
        var start = new ProcessStartInfo("node", ["life.mjs"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["REDIS_PORT"] = redis.Server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["REDIS_PASSWORD"] = redis.Password;
        start.Environment["CLIENTS"] = clients.ToString(CultureInfo.InvariantCulture);
        var made = new BullMq(Process.Start(start)!);
        await made.Hear("ready", cancel);
        return made;
    }

    /// <summary>Adds and processes so many jobs.</summary>
    public async Task Run(int jobs, CancellationToken cancel)
    {
        var line = jobs.ToString(CultureInfo.InvariantCulture);
        await process.StandardInput.WriteLineAsync(line.AsMemory(), cancel);
        await Hear(line, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
        process.Dispose();
    }

    async Task Hear(string line, CancellationToken cancel)
    {
        var said = await process.StandardOutput.ReadLineAsync(cancel);
        if (said != line) throw new HostException($"BullMQ's side said '{said}' and not '{line}'.");
    }

    static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "bullmq");
}
