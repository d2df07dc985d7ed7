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
        for (var nudges = 0; !await condition();)
        {
            if (waited.Elapsed > Patience) Assert.Fail($"After {Patience.TotalSeconds} s still not so: {what}");
            await Task.Delay(20);
            if (nudge is null || waited.Elapsed < Quiet * (nudges < 5 ? nudges + 1 : 5 * (nudges - 3))) continue;
            nudges++;
            nudge();
        }
    }
}
