using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>Starts a child that ended by itself again, later each time it ends soon.</summary>
internal sealed class Restarts(Screen screen, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    public async Task KeepAsync(string name, Func<Task> exit, Func<CancellationToken, Task> start, CancellationToken cancel)
    {
        var wait = First;
        while (true)
        {
            var begun = time.GetTimestamp();
            await exit().WaitAsync(cancel);
            if (time.GetElapsedTime(begun) > Steady) wait = First;
            screen.Say($"{Clock()} {name} ended; it starts again in {wait.TotalSeconds:0} s");
            await Task.Delay(wait, time, cancel);
            wait = wait * 2 < Longest ? wait * 2 : Longest;
            try
            {
                await start(cancel);
                screen.Say($"{Clock()} {name} runs again");
            }
            catch (HostException failure)
            {
                screen.Say($"{Clock()} {failure.Message}");
            }
        }
    }

    private string Clock() => time.GetLocalNow().ToString("HH:mm:ss");
}
