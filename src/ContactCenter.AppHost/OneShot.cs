using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>A child that does one thing and ends; like all our children it does not outlive us.</summary>
internal static class OneShot
{
    public static async Task RunAsync(ChildCommand command, CancellationToken cancel)
    {
        await ChildProcess.EndLeftoverAsync(command, cancel);
        File.Delete(command.LogFile);
        int code;
        await using (var child = await ChildProcess.StartAsync(command, cancel)) code = await child.Exit.WaitAsync(cancel);
        if (code != 0) throw new HostException($"{command.Name} ended with {code}. The end of {command.LogFile}:{Environment.NewLine}{Tail(command.LogFile)}");
    }

    public static string Tail(string logFile) =>
        File.Exists(logFile) ? string.Join(Environment.NewLine, File.ReadLines(logFile).TakeLast(20)) : "";
}
