namespace ContactCenter.Server.Tests.Hosting;

/// <summary>Time that stands until a test moves it. Timers fire on the way, each at its own instant, in order.</summary>
public sealed class FakeTime(DateTimeOffset start) : TimeProvider
{
    /// <summary>Where every test starts: a Monday morning, far from the ends of day, month and year.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);

    private const int MostTicks = 1000;
    private readonly Lock gate = new();
    private readonly List<FakeTimer> timers = [];
    private DateTimeOffset now = start;

    public FakeTime()
        : this(Start)
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Never backwards: the machine's clock is not tested here, waiting is.</summary>
    public void AdvanceTo(DateTimeOffset target)
    {
        while (NextUntil(target) is { } due) due.Fire();
        lock (gate) now = target > now ? target : now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private FakeTimer? NextUntil(DateTimeOffset target)
    {
        lock (gate)
        {
            var next = timers.Where(t => t.Due <= target).MinBy(t => t.Due);
            if (next is null) return null;
            if (next.Due > now) now = next.Due;
            // A clock that ticks each second would tick millions of times in a leap of weeks: it ticks some hundred times then.
            if (next.Period > TimeSpan.Zero) next.Due = now + next.Period * Math.Ceiling(Math.Max(1, (target - now) / MostTicks / next.Period));
            else timers.Remove(next);
            return next;
        }
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time.now + dueTime;
                if (dueTime > TimeSpan.Zero)
                {
                    time.timers.Add(this);
                    return true;
                }

                if (Period > TimeSpan.Zero)
                {
                    Due = time.now + Period;
                    time.timers.Add(this);
                }
            }

            // Due at once: as a real timer does, on a thread of the pool.
            ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        public void Dispose()
        {
            lock (time.gate) time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
