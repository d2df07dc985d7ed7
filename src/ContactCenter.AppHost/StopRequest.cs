using System.Runtime.InteropServices;
using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>Ctrl+C, a polite kill, a closed terminal, or the death of the `dotnet run` that shows us.</summary>
internal sealed partial class StopRequest : IDisposable
{
    private const nint DefaultHandler = 0;
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);
    private readonly TimeProvider time;
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] signals;
    private readonly Task watch;
    private long asked;

    public StopRequest(TimeProvider time)
    {
        this.time = time;
        // A shell without job control starts what it puts in the background deaf to Ctrl+C; whoever sends it means it.
        _ = SetHandler(Signals.Interrupt, DefaultHandler);
        signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, On))];
        watch = WatchParentAsync();
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        source.Cancel();
        foreach (var signal in signals) signal.Dispose();
        if (watch.IsCompleted) source.Dispose();
    }

    /// <summary>
    /// The first asks for an orderly end; another, if it is no echo (some senders signal both process and group), ends
    /// us at once, and the children's wrappers tidy up.
    /// </summary>
    private void On(PosixSignalContext context)
    {
        if (!source.IsCancellationRequested) asked = time.GetTimestamp();
        context.Cancel = time.GetElapsedTime(asked) < Echo;
        source.Cancel();
    }

    private async Task WatchParentAsync()
    {
        var parent = ParentProcess();
        var commandLine = await ProcessTable.CommandLineAsync(parent, source.Token);
        if (!commandLine.Contains("dotnet", StringComparison.Ordinal) || !commandLine.Contains(" run ", StringComparison.Ordinal)) return;
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await ticks.WaitForNextTickAsync(source.Token))
            {
                if (ParentProcess() != parent) await source.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // We end anyway.
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ParentProcess();
}
