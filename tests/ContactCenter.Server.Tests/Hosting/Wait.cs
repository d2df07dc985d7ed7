using System.Diagnostics;

namespace ContactCenter.Server.Tests.Hosting;

public static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits for what happens in the background. Under fake time, nothing having come of it for a second of ours, time
    /// goes on by a second of the server's (five times, then each five seconds): somebody may sleep until his next poll.
    /// </summary>
    public static async Task Until(Func<Task<bool>> condition, string what, Action? nudge = null)
    {
        var waited = Stopwatch.StartNew();
        var (quiet, looks, nudges) = (Stopwatch.StartNew(), 0, 0);
        while (!await condition())
        {
            if (waited.Elapsed > Patience) Assert.Fail($"After {Patience.TotalSeconds} s still not so: {what}");
            await Task.Delay(20);
            // A standstill of this process is no silence of the server: it has been looked at several times.
            if (nudge is null || ++looks < 10 || quiet.Elapsed < Quiet * (nudges < 5 ? 1 : 5)) continue;
            nudges++;
            nudge();
            quiet.Restart();
            looks = 0;
        }
    }
}
