namespace ContactCenter.Routing.Tests.Support;

/// <summary>The system's clock, which a test may put forward.</summary>
public sealed class SkewedTime : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _ahead));

    public void MoveTo(DateTimeOffset instant)
    {
        var missing = (instant - GetUtcNow()).Ticks;
        if (missing > 0) Interlocked.Add(ref _ahead, missing + TimeSpan.TicksPerMillisecond);
    }
}
