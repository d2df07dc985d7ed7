namespace ContactCenter.Routing.Simulation;

/// <summary>The half-hours of a run, as a clock on the wall of its zone shows them.</summary>
internal sealed class HalfHours
{
    public const long Length = 30 * 60 * 1000;
    private readonly TimeZoneInfo _zone;
    private readonly long _first;
    private readonly long _start;
    private readonly long _end;

    public HalfHours(Scenario scenario)
    {
        _zone = TimeZoneInfo.FindSystemTimeZoneById(scenario.TimeZone);
        (_start, _end) = (scenario.Start.ToUnixTimeMilliseconds(), scenario.End.ToUnixTimeMilliseconds());
        // Some zones are a quarter of an hour off; a change of the clock moves no zone by anything but half-hours.
        var offset = (long)_zone.GetUtcOffset(scenario.Start).TotalMilliseconds % Length;
        _first = ((_start + offset) / Length * Length) - offset;
        Count = (int)((_end - _first + Length - 1) / Length);
    }

    public int Count { get; }

    public int Of(long instant) => (int)((instant - _first) / Length);

    public DateTimeOffset From(int number) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(_first + (number * Length)), _zone);

    /// <summary>When it ends.</summary>
    public long To(int number) => _first + ((number + 1) * Length);

    /// <summary>How much of it is in the run.</summary>
    public long Within(int number) => Math.Min(To(number), _end) - Math.Max(_first + (number * Length), _start);
}

/// <summary>A number that goes up and down, times the time that it stood there, by half-hour.</summary>
internal sealed class Level(HalfHours halfHours, long start)
{
    private readonly double[] _area = new double[halfHours.Count];
    private long _since = start;
    private long _height;

    public double this[int halfHour] => _area[halfHour];

    public void Add(long change, long now)
    {
        Reach(now);
        _height += change;
    }

    public void Reach(long now)
    {
        while (_height != 0 && _since < now)
        {
            var at = halfHours.Of(_since);
            var to = Math.Min(now, halfHours.To(at));
            _area[at] += _height * (to - _since);
            _since = to;
        }

        _since = now;
    }
}

/// <summary>Contacts that began to wait in one half-hour, and what became of them.</summary>
internal struct Tally
{
    public long Offered;
    public long Answered;
    public long AnsweredInTarget;
    public long Abandoned;
    public long AbandonedInTarget;
    public long AnsweredWait;
    public long LongestWait;

    public void Answer(long wait, bool inTarget)
    {
        Answered++;
        if (inTarget) AnsweredInTarget++;
        AnsweredWait += wait;
        LongestWait = Math.Max(LongestWait, wait);
    }

    public void Abandon(long wait, bool inTarget)
    {
        Abandoned++;
        if (inTarget) AbandonedInTarget++;
        LongestWait = Math.Max(LongestWait, wait);
    }

    public void Add(in Tally other)
    {
        Offered += other.Offered;
        Answered += other.Answered;
        AnsweredInTarget += other.AnsweredInTarget;
        Abandoned += other.Abandoned;
        AbandonedInTarget += other.AbandonedInTarget;
        AnsweredWait += other.AnsweredWait;
        LongestWait = Math.Max(LongestWait, other.LongestWait);
    }

    public readonly Figures ToFigures(double? occupancy, double? load) => new()
    {
        Offered = Offered,
        Answered = Answered,
        AnsweredInTarget = AnsweredInTarget,
        Abandoned = Abandoned,
        AbandonedInTarget = AbandonedInTarget,
        Waiting = Offered - Answered - Abandoned,
        ServiceLevel = Share(AnsweredInTarget + AbandonedInTarget, Offered),
        AsaSeconds = Share(AnsweredWait / 1000.0, Answered),
        AbandonRate = Share(Abandoned, Offered),
        LongestWaitSeconds = Offered == 0 ? null : LongestWait / 1000.0,
        Occupancy = occupancy,
        Load = load,
    };

    public static double? Share(double part, double whole) => whole > 0 ? part / whole : null;
}
