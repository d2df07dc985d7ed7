using System.Globalization;

namespace ContactCenter.AppHost.Servers;

/// <summary>What the system tells of other processes: from /proc, or by ps and pgrep where there is none.</summary>
internal static class ProcessTable
{
    /// <summary>The command line of a living process; empty when there is none or it has ended and only waits to be reaped.</summary>
    public static async Task<string> CommandLineAsync(int process, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
            return (await ShellCommand.RunAsync("ps", ["-o", "command=", "-p", Text(process)], cancel)).Output;
        try
        {
            return (await File.ReadAllTextAsync($"/proc/{process}/cmdline", cancel)).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }

    public static async Task<IReadOnlyList<int>> ChildrenAsync(int process, CancellationToken cancel)
    {
        try
        {
            var list = OperatingSystem.IsLinux()
                ? await File.ReadAllTextAsync($"/proc/{process}/task/{process}/children", cancel)
                : (await ShellCommand.RunAsync("pgrep", ["-P", Text(process)], cancel)).Output;
            return [.. list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return []; // it has ended
        }
    }

    private static string Text(int process) => process.ToString(CultureInfo.InvariantCulture);
}
