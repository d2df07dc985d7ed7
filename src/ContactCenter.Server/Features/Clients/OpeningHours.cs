using NodaTime;

namespace ContactCenter.Server.Features.Clients;

public enum Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }

/// <summary>From and to as HH:mm on the wall; "24:00" is the day's end. To at or before from: over midnight.</summary>
public sealed record DayWindow(string From, string To);

public sealed record WeeklyWindow(Weekday Day, string From, string To);

/// <summary>A date on which only these windows hold, or none. What runs over midnight from the day before ends where it begins.</summary>
public sealed record SpecialDay(DateOnly Date, string Name, IReadOnlyList<DayWindow> Windows);

/// <summary>What a calendar says from an instant on.</summary>
public sealed record Hours(string TimeZone, IReadOnlyList<WeeklyWindow> Windows, IReadOnlyList<SpecialDay> SpecialDays)
{
    public bool Says(Hours other) => TimeZone == other.TimeZone && Windows.SequenceEqual(other.Windows)
        && SpecialDays.SequenceEqual(other.SpecialDays, EqualityComparer<SpecialDay>.Create(
            (a, b) => a!.Date == b!.Date && a.Name == b.Name && a.Windows.SequenceEqual(b.Windows), d => d.Date.GetHashCode()));
}

public sealed record OpenTime(DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// When a calendar is open, by the hours in force at each instant; the first ones hold from the beginning of time. A window
/// opens when the clock on the wall first shows its beginning, or jumps over it, and closes when it last shows its end: nobody
/// stands before a closed door while the clock shows an opening hour.
/// </summary>
public sealed class OpeningHours
{
    /// <summary>What does not change within two years does not change.</summary>
    const int Chunks = 21;
    static readonly Duration chunk = Duration.FromDays(35);

    readonly List<(Instant From, DateTimeZone Zone, ILookup<IsoDayOfWeek, Window> Week, Dictionary<LocalDate, Window[]> Special)> versions;

    public OpeningHours(IEnumerable<(DateTimeOffset ValidFrom, Hours Hours)> versions) => this.versions =
    [
        .. versions.OrderBy(v => v.ValidFrom).Select((v, at) => (
            at == 0 ? Instant.MinValue : Instant.FromDateTimeOffset(v.ValidFrom), DateTimeZoneProviders.Tzdb[v.Hours.TimeZone],
            v.Hours.Windows.ToLookup(w => (IsoDayOfWeek)((int)w.Day + 1), w => Window.Of(w.From, w.To)),
            v.Hours.SpecialDays.ToDictionary(d => LocalDate.FromDateOnly(d.Date), d => d.Windows.Select(w => Window.Of(w.From, w.To)).ToArray()))),
    ];

    public bool IsOpen(DateTimeOffset at) => IsOpen(Instant.FromDateTimeOffset(at));

    /// <summary>The instant itself when it is open then; null when it never opens again.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at) => IsOpen(at) ? at : NextChange(at);

    /// <summary>When it closes, if it is open, or opens; null when it stays as it is.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset at)
    {
        var from = Instant.FromDateTimeOffset(at);
        var open = IsOpen(from);
        for (var i = 0; i < Chunks; i++, from += chunk)
        {
            var spans = Spans(from, from + chunk);
            if (!open && spans.Count > 0) return spans[0].Start.ToDateTimeOffset();
            if (open && (spans.Count == 0 || spans[0].Start > from)) return from.ToDateTimeOffset();
            if (open && spans[0].End < from + chunk) return spans[0].End.ToDateTimeOffset();
        }
        return null;
    }

    public IReadOnlyList<OpenTime> Between(DateTimeOffset from, DateTimeOffset to) =>
        Spans(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to)).ConvertAll(s => new OpenTime(s.Start.ToDateTimeOffset(), s.End.ToDateTimeOffset()));

    bool IsOpen(Instant at) => Spans(at, at + Duration.Epsilon).Count > 0;

    /// <summary>In order, none touching another.</summary>
    List<(Instant Start, Instant End)> Spans(Instant from, Instant to)
    {
        var found = new List<(Instant Start, Instant End)>();
        for (var i = 0; i < versions.Count; i++)
        {
            var begin = Instant.Max(from, versions[i].From);
            var end = i + 1 < versions.Count ? Instant.Min(to, versions[i + 1].From) : to;
            if (begin < end) found.AddRange(Spans(i, begin, end));
        }
        found.Sort();
        var merged = new List<(Instant Start, Instant End)>();
        foreach (var span in found)
        {
            if (merged.Count > 0 && span.Start <= merged[^1].End) merged[^1] = (merged[^1].Start, Instant.Max(merged[^1].End, span.End));
            else merged.Add(span);
        }
        return merged;
    }

    IEnumerable<(Instant Start, Instant End)> Spans(int version, Instant from, Instant to)
    {
        var (_, zone, week, special) = versions[version];
        var last = to.InZone(zone).Date;
        // What began the day before may last until now.
        for (var date = from.InZone(zone).Date.PlusDays(-2); date <= last; date = date.PlusDays(1))
        {
            // A country that changes sides of the date line leaves out a day.
            if (Begin(date, zone).InZone(zone).Date != date) continue;
            var next = date.PlusDays(1);
            foreach (var window in special.GetValueOrDefault(date) ?? week[date.DayOfWeek])
            {
                var (start, end) = window.On(date, zone);
                if (special.ContainsKey(next)) end = Instant.Min(end, Begin(next, zone));
                (start, end) = (Instant.Max(start, from), Instant.Min(end, to));
                if (start < end) yield return (start, end);
            }
        }
    }

    static Instant Begin(LocalDate date, DateTimeZone zone) => First(zone, date.AtMidnight());

    static Instant First(DateTimeZone zone, LocalDateTime local) => zone.ResolveLocal(local, m => m.Count == 0 ? new(m.LateInterval.Start, zone) : m.First()).ToInstant();

    /// <summary>Minutes of the day; the end may be on the next one.</summary>
    readonly record struct Window(int From, int To)
    {
        const int Day = 24 * 60;

        public static Window Of(string from, string to)
        {
            var (begin, end) = (Clock.Minutes(from), Clock.Minutes(to));
            return new(begin, end > begin ? end : end + Day);
        }

        public (Instant Start, Instant End) On(LocalDate date, DateTimeZone zone) =>
            (First(zone, At(date, From)), To == Day ? Begin(date.PlusDays(1), zone) : Last(zone, At(date, To)));

        static LocalDateTime At(LocalDate date, int minutes) => date.AtMidnight().PlusMinutes(minutes);

        static Instant Last(DateTimeZone zone, LocalDateTime local) => zone.ResolveLocal(local, m => m.Count == 0 ? new(m.LateInterval.Start, zone) : m.Last()).ToInstant();
    }
}

/// <summary>Times on the wall as people write them.</summary>
public static class Clock
{
    public static int Minutes(string text) => ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';

    public static bool Shows(string? text) => text is [>= '0' and <= '2', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9'] && Minutes(text) <= 24 * 60;

    public static bool Knows(string? zone) => zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;
}
