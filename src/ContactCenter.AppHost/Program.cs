using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var (options, complaint) = HostOptions.Parse(args);
        if (complaint is not null || options.Help)
        {
            var output = complaint is null ? Console.Out : Console.Error;
            if (complaint is not null) await output.WriteLineAsync(complaint + Environment.NewLine);
            await output.WriteLineAsync(HostOptions.Usage);
            return complaint is null ? 0 : 2;
        }

        var time = TimeProvider.System;
        var screen = new Screen(Console.Out, time);
        using var stop = new StopRequest(time);
        try
        {
            await using (var host = new LocalHost(options, ExistingServers.FromEnvironment(), Repository.Find(), screen, time))
                await host.RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            screen.Say("Stopped.");
        }
        catch (HostException failure)
        {
            screen.Say("");
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }

        return 0;
    }
}
