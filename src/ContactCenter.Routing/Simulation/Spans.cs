namespace ContactCenter.Routing.Simulation;

/// <summary>Intervals in order, none touching another, in milliseconds since 1970.</summary>
internal static class Spans
{
    /// <summary>What of the run these intervals cover; null covers all of it.</summary>
    public static IReadOnlyList<(long From, long To)> Of(IReadOnlyList<Interval>? intervals, long start, long end)
    {
        if (intervals is null) return [(start, end)];
        List<(long From, long To)> spans = [];
        foreach (var interval in intervals)
        {
            var from = Math.Max(start, interval.From.ToUnixTimeMilliseconds());
            var to = Math.Min(end, interval.To.ToUnixTimeMilliseconds());
            if (from >= to) continue;
            if (spans.Count > 0 && from <= spans[^1].To) spans[^1] = (spans[^1].From, Math.Max(to, spans[^1].To));
            else spans.Add((from, to));
        }

        return spans;
    }

    public static IReadOnlyList<(long From, long To)> Both(IReadOnlyList<(long From, long To)> some, IReadOnlyList<(long From, long To)> others) =>
    [
        .. from one in some
           from other in others
           let @from = Math.Max(one.From, other.From)
           let to = Math.Min(one.To, other.To)
           where @from < to
           orderby @from
           select (@from, to),
    ];

    /// <summary>The instant itself if it is within, else when the next begins; null after the last.</summary>
    public static long? Next(IReadOnlyList<(long From, long To)> spans, long at)
    {
        foreach (var (from, to) in spans)
        {
            if (at < to) return Math.Max(at, from);
        }

        return null;
    }
}
