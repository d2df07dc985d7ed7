namespace ContactCenter.Routing.Simulation;

/// <summary>A clock that stands still until the run moves it. Milliseconds since 1970, as the scripts count.</summary>
internal sealed class VirtualTime(long start) : TimeProvider
{
    private long _now = start;

    public long Now
    {
        get => Volatile.Read(ref _now);
        set => Volatile.Write(ref _now, value);
    }

    public override long TimestampFrequency => 1000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);

    public override long GetTimestamp() => Now;
}
