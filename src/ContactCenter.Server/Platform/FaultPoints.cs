using System.Diagnostics;

namespace ContactCenter.Server.Platform;

/// <summary>
/// Named steps of the walk at which a test lets this process die, as if its power went. Calls are compiled into Debug builds
/// only, and even there do nothing unless a setting names the point; production does not start with that setting.
/// </summary>
public static class FaultPoints
{
    public const string AfterVerify = "after-verify";
    public const string AfterCommit = "after-commit";
    public const string AfterRedis = "after-redis";
    public const string AfterReserve = "after-reserve";
    public const string AfterClaimCommit = "after-claim-commit";
    public const string AfterConfirm = "after-confirm";
    public const string RelayKept = "relay-kept";
    public const string OutboxHandled = "outbox-handled";

    public static readonly IReadOnlyList<string> All =
        [AfterVerify, AfterCommit, AfterRedis, AfterReserve, AfterClaimCommit, AfterConfirm, RelayKept, OutboxHandled];

    // Of the process, since that is what ends.
    static string? armed;
    static int left;

    /// <summary>Faults:StopAt names the point, Faults:After at which reach of it the process ends.</summary>
    public static void Arm(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration["Faults:StopAt"] is not { Length: > 0 } point) return;
        if (environment.IsProduction()) throw new InvalidOperationException("Faults:StopAt is set: it ends the process and never runs in production.");
        if (!All.Contains(point)) throw new InvalidOperationException($"Faults:StopAt: there is no point {point}.");
        left = configuration.GetValue<int>("Faults:After", 1);
        armed = point;
    }

    [Conditional("FAULT_POINTS")]
    public static void Reach(string point)
    {
        // SIGKILL: nothing is finished, flushed or told.
        if (point == armed && Interlocked.Decrement(ref left) == 0) Process.GetCurrentProcess().Kill();
    }
}
