using System.Diagnostics;
using System.Globalization;

namespace ContactCenter.AppHost.Servers;

/// <summary>What to run as a child, and in which folder its log and pid file are.</summary>
public sealed record ChildCommand(string Name, string File, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>Another existing user to run as; only root can ask for that.</summary>
    public string? RunAs { get; init; }

    /// <summary>Text on the child's command line by which a pid found in a pid file is known to be still ours.</summary>
    public required string Marker { get; init; }

    /// <summary>Shell name of the signal that ends the child in order.</summary>
    public string StopSignal { get; init; } = "TERM";

    /// <summary>Time the child has to end in order before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    public string? WorkingFolder { get; init; }

    /// <summary>Added to ours; null takes one away. Secrets go here, never into Arguments: everyone can read a command line.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The folder goes with the child when this process dies without having stopped it.</summary>
    public bool RemoveFolderWhenOrphaned { get; init; }

    public string LogFile => Path.Combine(Folder, "log");

    public string PidFile => Path.Combine(Folder, "pid");
}

/// <summary>A child that cannot outlive us: its wrapper ends it as soon as the pipe that we hold is closed.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // A parent-death signal would fire when the thread that spawned the child ends, so the wrapper waits for
    // the end of its input instead; that comes however we die. It has a session of its own, so that Ctrl+C
    // reaches only us and the children stop in our order. Signals are ignored only once the child has started,
    // because a child inherits what is ignored. The pid file is there exactly as long as the child is.
    private const string Wrapper = """
        pid_file=$1; log=$2; signal=$3; tries=$4; orphaned=$5; shift 5
        exec 3<&0
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        child=$!
        trap '' INT TERM HUP
        echo "$child" >"$pid_file"
        echo "$child"
        exec >/dev/null 2>&1
        lives() { [ "$(cat "$pid_file")" = "$child" ]; }
        (
          while read -r word <&3; do [ "$word" = keep ] && orphaned=; done
          if lives; then
            kill -s CONT "$child" $(cat "/proc/$child/task/$child/children" || pgrep -P "$child")
            kill -s "$signal" "$child"
            while lives && [ "$tries" -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
            lives && kill -s KILL "$child" && sleep 0.5
          fi
          [ -z "$orphaned" ] || rm -rf "$orphaned"
        ) &
        wait "$child"
        code=$?
        rm -f "$pid_file"
        exit "$code"
        """;

    private readonly Process wrapper;
    private readonly ChildCommand command;
    private int stopped;

    private ChildProcess(Process wrapper, ChildCommand command, int id)
    {
        this.wrapper = wrapper;
        this.command = command;
        Id = id;
        Exit = WaitAsync();
    }

    /// <summary>The child's own pid, not its wrapper's.</summary>
    public int Id { get; }

    /// <summary>Ends with the child's exit code.</summary>
    public Task<int> Exit { get; }

    public static async Task<ChildProcess> StartAsync(ChildCommand command, CancellationToken cancel)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = command.WorkingFolder ?? command.Folder,
        };
        if (command.RunAs is not null) start.UserName = command.RunAs;
        foreach (var (name, value) in command.Environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        AddOwnSession(start);
        string[] wrapped =
        [
            "-c", Wrapper, "child", command.PidFile, command.LogFile, command.StopSignal,
            ((int)(command.Grace.TotalSeconds * 10)).ToString(CultureInfo.InvariantCulture),
            command.RemoveFolderWhenOrphaned ? command.Folder : "", command.File, .. command.Arguments,
        ];
        foreach (var argument in wrapped) start.ArgumentList.Add(argument);

        var process = Process.Start(start) ?? throw new HostException($"Cannot start {command.Name}.");
        var line = await process.StandardOutput.ReadLineAsync(cancel);
        if (int.TryParse(line, CultureInfo.InvariantCulture, out var id)) return new ChildProcess(process, command, id);
        process.Dispose();
        throw new HostException($"Cannot start {command.Name} in {command.Folder}.");
    }

    /// <summary>Ends the child in order, by force after its grace; comes back when it is gone.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopped, 1) == 0) CloseInput();
        await Exit.WaitAsync(command.Grace + TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        wrapper.Dispose();
    }

    /// <summary>Ends what an earlier run left alive, if the pid in its pid file is still that child.</summary>
    public static async Task EndLeftoverAsync(ChildCommand command, CancellationToken cancel)
    {
        if (!File.Exists(command.PidFile)) return;
        var text = (await File.ReadAllTextAsync(command.PidFile, cancel)).Trim();
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var id) && await IsOursAsync(id))
        {
            Signals.Send(id, Signals.Continue);
            Signals.Send(id, command.StopSignal == "INT" ? Signals.Interrupt : Signals.Terminate);
            for (var waited = TimeSpan.Zero; waited < command.Grace && await IsOursAsync(id); waited += Step)
                await Task.Delay(Step, cancel);
            if (await IsOursAsync(id)) Signals.Send(id, Signals.Kill);
            for (var waited = TimeSpan.Zero; waited < command.Grace && await IsOursAsync(id); waited += Step)
                await Task.Delay(Step, cancel);
        }

        File.Delete(command.PidFile);

        async Task<bool> IsOursAsync(int candidate) =>
            (await ProcessTable.CommandLineAsync(candidate, cancel)).Contains(command.Marker, StringComparison.Ordinal);
    }

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static void AddOwnSession(ProcessStartInfo start)
    {
        if (!OperatingSystem.IsMacOS())
        {
            start.FileName = "setsid";
            start.ArgumentList.Add("sh");
            return;
        }

        start.FileName = "perl";
        foreach (var argument in (string[])["-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "sh"]) start.ArgumentList.Add(argument);
    }

    private async Task<int> WaitAsync()
    {
        await wrapper.WaitForExitAsync();
        if (Interlocked.Exchange(ref stopped, 1) == 0) CloseInput();
        return wrapper.ExitCode;
    }

    private void CloseInput()
    {
        try
        {
            wrapper.StandardInput.WriteLine("keep");
            wrapper.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has ended by itself and its wrapper reads no more: nothing is left to stop.
        }
    }
}
