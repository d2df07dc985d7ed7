namespace ContactCenter.AppHost.Servers;

/// <summary>
/// A server of our own on loopback, with a random password, that dies with us. Its port stays the same over
/// restarts, so clients of it can be tested through its absence.
/// </summary>
public abstract class PrivateServer : IAsyncDisposable
{
    private const int MostTries = 20;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan MemoryFreeAfter = TimeSpan.FromMilliseconds(250);
    private ChildProcess? child;
    private bool frozen;

    protected PrivateServer(PrivateFolder folder) => Folder = folder;

    public PrivateFolder Folder { get; }

    public int Port { get; private set; }

    /// <summary>The server's own process.</summary>
    public int ProcessId => Running.Id;

    /// <summary>Ends when the server that was started last ends, whoever ended it.</summary>
    public Task<int> Exit => Running.Exit;

    protected abstract string Name { get; }

    protected string Password { get; set; } = "";

    private ChildProcess Running => child ?? throw new InvalidOperationException($"{Name} has not been started.");

    /// <summary>Comes back when the server answers. A server that runs stays as it is.</summary>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        if (child is { Exit.IsCompleted: false }) return;
        var firstStart = Port == 0;
        for (var tries = 1; ; tries++)
        {
            if (firstStart) Port = FreePort.Find();
            var command = await CommandAsync(cancel);
            await ChildProcess.EndLeftoverAsync(command, cancel);
            if (File.Exists(command.LogFile)) File.Move(command.LogFile, command.LogFile + ".previous", overwrite: true);
            child = await ChildProcess.StartAsync(command, cancel);
            frozen = false;
            if (await BecomesReadyAsync(cancel)) return;
            var log = await ReadLogAsync(command.LogFile, cancel);
            await StopAsync();
            // Somebody else may take a port between our look and the server's own; a process that the last life had just begun
            // when it was killed holds its memory a moment longer.
            var portTaken = firstStart && tries < 3 && log.Contains("ddress already in use", StringComparison.Ordinal);
            var memoryHeld = tries < MostTries && log.Contains("shared memory block", StringComparison.Ordinal);
            if (!portTaken && !memoryHeld) throw new HostException($"{Name} did not start. The end of {command.LogFile}:{Environment.NewLine}{log}");
            if (memoryHeld) await Task.Delay(MemoryFreeAfter, cancel);
        }
    }

    public async Task StopAsync()
    {
        if (child is not null) await child.StopAsync();
    }

    public async Task RestartAsync(CancellationToken cancel = default)
    {
        await StopAsync();
        await StartAsync(cancel);
    }

    /// <summary>Stops the server's processes where they are: connections stay open and nothing is answered.</summary>
    public async Task FreezeAsync()
    {
        Signals.Send(ProcessId, Signals.Stop);
        frozen = true;
        foreach (var process in await ProcessTable.ChildrenAsync(ProcessId, default)) Signals.Send(process, Signals.Stop);
    }

    public async Task ThawAsync()
    {
        foreach (var process in await ProcessTable.ChildrenAsync(ProcessId, default)) Signals.Send(process, Signals.Continue);
        Signals.Send(ProcessId, Signals.Continue);
        frozen = false;
    }

    /// <summary>As if the power went: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        var all = (IReadOnlyList<int>)[ProcessId, .. await ProcessTable.ChildrenAsync(ProcessId, default)];
        foreach (var process in all) Signals.Send(process, Signals.Kill);
        await Exit.WaitAsync(TimeSpan.FromSeconds(10));
        // The next start must not meet a process of the last one that still holds its memory or its port.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        foreach (var process in all.Skip(1))
        {
            while ((await ProcessTable.CommandLineAsync(process, patience.Token)).Length > 0)
                await Task.Delay(20, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (child is not null)
        {
            if (frozen && !child.Exit.IsCompleted) await ThawAsync();
            await child.DisposeAsync();
        }

        if (Folder.Temporary) Folder.Remove();
    }

    protected abstract Task<ChildCommand> CommandAsync(CancellationToken cancel);

    /// <summary>Whether it takes commands from us now; false while it cannot be reached or still loads.</summary>
    protected abstract Task<bool> AnswersAsync(CancellationToken cancel);

    private async Task<bool> BecomesReadyAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(ReadyWithin);
        try
        {
            while (!Exit.IsCompleted)
            {
                if (await AnswersAsync(patience.Token)) return true;
                await Task.Delay(20, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }

        return false;
    }

    private static async Task<string> ReadLogAsync(string file, CancellationToken cancel) =>
        File.Exists(file) ? string.Join(Environment.NewLine, (await File.ReadAllLinesAsync(file, cancel)).TakeLast(20)) : "";
}
