using System.ComponentModel;
using System.Diagnostics;

namespace ContactCenter.AppHost.Servers;

/// <summary>A command that ends by itself, with all that it said.</summary>
internal sealed record ShellCommand(int ExitCode, string Output)
{
    private const int NotStarted = 127;

    public static Task<ShellCommand> RunAsync(string file, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        RunAsync(file, arguments, null, null, null, cancel);

    public static async Task<ShellCommand> RunAsync(
        string file, IReadOnlyList<string> arguments, string? runAs, string? input, string? folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "/",
        };
        start.Environment["LC_ALL"] = "C";
        if (runAs is not null) start.UserName = runAs;
        using var process = Begin(start, out var complaint);
        if (process is null) return new ShellCommand(NotStarted, complaint);
        if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
            return new ShellCommand(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    // A link that leads nowhere, a file of another machine's kind: as a shell says it.
    private static Process? Begin(ProcessStartInfo start, out string complaint)
    {
        try
        {
            complaint = "";
            return Process.Start(start);
        }
        catch (Win32Exception failure)
        {
            complaint = failure.Message;
            return null;
        }
    }

    /// <summary>The same, when anything but success ends what we are doing.</summary>
    public static async Task<string> MustAsync(
        string file, IReadOnlyList<string> arguments, string? runAs, string? input, CancellationToken cancel)
    {
        var done = await RunAsync(file, arguments, runAs, input, null, cancel);
        return done.ExitCode == 0
            ? done.Output
            : throw new HostException($"{file} ended with {done.ExitCode}:{Environment.NewLine}{done.Output.Trim()}");
    }
}
