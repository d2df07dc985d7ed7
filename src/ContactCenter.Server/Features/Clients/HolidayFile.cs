using System.Globalization;
using System.Text;
using ContactCenter.Server.Platform.Http;
using NodaTime;
using NodaTime.Text;

namespace ContactCenter.Server.Features.Clients;

/// <summary>A day of a file, and what it is called.</summary>
public sealed record Holiday(LocalDate Date, string Name);

/// <summary>
/// The whole days of an iCalendar file (RFC 5545): events with a date, their length and their name, once or every year on the
/// same date. What is more than that is refused by its line: half a calendar would open doors on a holiday.
/// </summary>
public sealed class HolidayFile
{
    /// <summary>A year of leave is no holiday.</summary>
    const int MostLength = 31;
    const int MostDays = 5_000;
    const int MostName = 100;
    const int Oldest = 1900;
    static readonly LocalDatePattern date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    readonly Shape errors = new();
    readonly List<Holiday> days = [];
    readonly LocalDate from;
    readonly LocalDate until;
    int past;

    HolidayFile(LocalDate from, LocalDate until) => (this.from, this.until) = (from, until);

    /// <summary>The days of that time in their order, each once, of two names the first. Past: days before it that do not come again.</summary>
    public static (IReadOnlyList<Holiday> Days, int Past, Problem? Problem) Read(byte[] file, LocalDate from, LocalDate until)
    {
        var reader = new HolidayFile(from, until);
        var lines = ICalendarLines.Of(file, reader.errors);
        if (reader.errors.Problem is null) reader.Read(lines);
        return ([.. reader.days.OrderBy(d => d.Date).DistinctBy(d => d.Date)], reader.past, reader.errors.Problem);
    }

    void Read(IReadOnlyList<ICalendarLine> lines)
    {
        var open = new Stack<string>();
        Event? current = null;
        foreach (var line in lines)
        {
            if (open.Count == 0 && !line.Is("BEGIN", "VCALENDAR"))
            {
                errors.Need(false, line.Place, "An iCalendar file begins with BEGIN:VCALENDAR.");
                return;
            }
            if (line.Name == "BEGIN")
            {
                open.Push(line.Value.ToUpperInvariant());
                if (open.Count == 2 && open.Peek() == "VEVENT") current = new(line.Place);
            }
            else if (line.Name == "END")
            {
                if (!line.Value.Equals(open.Peek(), StringComparison.OrdinalIgnoreCase))
                {
                    errors.Need(false, line.Place, $"END:{open.Peek()} is missing before it.");
                    return;
                }
                open.Pop();
                if (open.Count != 1 || current is null) continue;
                Take(current);
                current = null;
            }
            // What hangs on an event (a reminder) or on the file (a time zone) says nothing of its days.
            else if (open.Count == 2) current?.Lines.Add(line);
        }
        errors.Need(open.Count == 0 && lines.Count > 0, lines.Count > 0 ? lines[^1].Place : "file", "The file ends before END:VCALENDAR.").Need(days.Count <= MostDays, "file", $"At most {MostDays} days.");
    }

    void Take(Event one)
    {
        if (one["STATUS"] is { } status && status.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase)) return;
        foreach (var line in one.Lines.Where(l => l.Name is "RDATE" or "RECURRENCE-ID" or "EXRULE")) errors.Need(false, line.Place, $"{line.Name} is not understood here.");
        if (one["DTSTART"] is not { } begins)
        {
            errors.Need(false, one.Place, "An event without DTSTART.");
            return;
        }
        if (Date(begins) is not { } first || Length(one, first) is not { } length) return;
        if (YearlyRule.Of(one["RRULE"], first, Date, errors) is not { } rule) return;
        var without = one.Lines.Where(l => l.Name == "EXDATE").SelectMany(Dates).ToHashSet();
        var name = Named(one["SUMMARY"]);
        foreach (var start in rule.Starts(first, until).Where(s => !without.Contains(s)))
        {
            for (var day = start; day < start.PlusDays(length); day = day.PlusDays(1))
            {
                if (day >= from && days.Count <= MostDays) days.Add(new(day, name));
                else if (day < from && one["RRULE"] is null) past++;
            }
        }
    }

    LocalDate? Date(ICalendarLine line) => Date(line, line.Value);

    LocalDate? Date(ICalendarLine line, string value)
    {
        if (date.Parse(value) is { Success: true, Value.Year: >= Oldest } parsed) return parsed.Value;
        errors.Need(false, line.Place, $"{line.Name} is no whole day like 20261225.");
        return null;
    }

    IEnumerable<LocalDate> Dates(ICalendarLine line) => line.Value.Split(',').Select(v => Date(line, v)).OfType<LocalDate>();

    int? Length(Event one, LocalDate first)
    {
        if ((one["DTEND"] ?? one["DURATION"]) is not { } line) return 1;
        var length = 0L;
        if (line.Name == "DTEND")
        {
            if (Date(line) is not { } end) return null;
            length = Period.DaysBetween(first, end);
        }
        else if (PeriodPattern.Roundtrip.Parse(line.Value) is { Success: true, Value: { HasTimeComponent: false, Years: 0, Months: 0 } period })
        {
            length = period.Weeks * 7L + period.Days;
        }
        errors.Need(length is >= 1 and <= MostLength, line.Place, $"From 1 to {MostLength} whole days.");
        return length is >= 1 and <= MostLength ? (int)length : null;
    }

    static string Named(ICalendarLine? summary)
    {
        var name = ICalendarLines.Text(summary?.Value ?? "").ReplaceLineEndings(" ").Trim();
        if (name.Length <= MostName) return name;
        return name[..(char.IsHighSurrogate(name[MostName - 1]) ? MostName - 1 : MostName)];
    }

    sealed record Event(string Place)
    {
        public List<ICalendarLine> Lines { get; } = [];

        public ICalendarLine? this[string name] => Lines.FirstOrDefault(l => l.Name == name);
    }
}

/// <summary>Once, or every so many years on the same date; what falls on the 29th of February is there in leap years only.</summary>
sealed record YearlyRule(int Every, int? Count, LocalDate? Last)
{
    static readonly YearlyRule once = new(1, 1, null);

    /// <summary>Null when it says more than that.</summary>
    public static YearlyRule? Of(ICalendarLine? line, LocalDate first, Func<ICalendarLine, string, LocalDate?> dateOf, Shape errors)
    {
        if (line is null) return once;
        var parts = line.Value.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2)
            .GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.First()[1]);
        var understood = parts.GetValueOrDefault("FREQ") == "YEARLY" && parts.All(p => p.Key switch
        {
            "FREQ" or "WKST" or "UNTIL" => true,
            "INTERVAL" or "COUNT" => Number(p.Value) is >= 1 and <= 1_000,
            "BYMONTH" => Number(p.Value) == first.Month,
            "BYMONTHDAY" => Number(p.Value) == first.Day,
            _ => false,
        });
        errors.Need(understood, line.Place, "Only what comes every year on the same date is understood.");
        if (!understood) return null;
        LocalDate? last = null;
        // A rule may end at an instant; its day is what counts here.
        if (parts.TryGetValue("UNTIL", out var until) && (last = dateOf(line, until.Split('T')[0])) is null) return null;
        return new(parts.TryGetValue("INTERVAL", out var every) ? Number(every) : 1, parts.TryGetValue("COUNT", out var count) ? Number(count) : null, last);
    }

    public IEnumerable<LocalDate> Starts(LocalDate first, LocalDate until)
    {
        if (this == once)
        {
            if (first <= until) yield return first;
            yield break;
        }
        var found = 0;
        for (var year = first.Year; year <= until.Year && found < (Count ?? int.MaxValue); year += Every)
        {
            if (first is { Month: 2, Day: 29 } && !CalendarSystem.Iso.IsLeapYear(year)) continue;
            var start = new LocalDate(year, first.Month, first.Day);
            if (start > until || start > Last) yield break;
            found++;
            yield return start;
        }
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

/// <summary>One property, on one or several lines of the file.</summary>
sealed record ICalendarLine(int Number, string Name, string Value)
{
    public string Place => $"line {Number}";

    public bool Is(string name, string value) => Name == name && Value.Equals(value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The lines of a file as they were before they were folded. Folds may cut a letter in two, so bytes are joined, not text.</summary>
static class ICalendarLines
{
    static readonly UTF8Encoding strict = new(false, throwOnInvalidBytes: true);

    public static IReadOnlyList<ICalendarLine> Of(byte[] file, Shape errors)
    {
        var lines = new List<ICalendarLine>();
        foreach (var (number, bytes) in Unfolded(file))
        {
            try
            {
                var text = strict.GetString(bytes);
                if (text.Trim().Length == 0) continue;
                if (Parse(number, text) is { } line) lines.Add(line);
                else errors.Need(false, $"line {number}", "Not a line of an iCalendar file.");
            }
            catch (DecoderFallbackException)
            {
                errors.Need(false, $"line {number}", "Not UTF-8.");
            }
            // Whatever this is, it is none: one word about it is enough.
            if (lines.Count == 0 && errors.Problem is not null) break;
        }
        return lines;
    }

    /// <summary>A text as it was meant.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length) text.Append(value[i]);
            else text.Append(value[++i] is 'n' or 'N' ? '\n' : value[i]);
        }
        return text.ToString();
    }

    static IEnumerable<(int Number, byte[] Bytes)> Unfolded(byte[] file)
    {
        var line = new List<byte>();
        var (number, begun, at) = (0, 1, file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        while (at < file.Length)
        {
            var end = Array.IndexOf(file, (byte)'\n', at);
            if (end < 0) end = file.Length;
            number++;
            var folded = number > 1 && file[at] is (byte)' ' or (byte)'\t';
            if (!folded && line.Count > 0)
            {
                yield return (begun, [.. line]);
                line.Clear();
            }
            if (!folded) begun = number;
            var length = end - at;
            if (length > 0 && file[end - 1] == (byte)'\r') length--;
            line.AddRange(file.AsSpan(at, length)[(folded && length > 0 ? 1 : 0)..]);
            at = end + 1;
        }
        if (line.Count > 0) yield return (begun, [.. line]);
    }

    /// <summary>NAME;PARAM="a:b":value. What is in quotation marks ends nothing; no parameter changes what is read here.</summary>
    static ICalendarLine? Parse(int number, string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] != ':' || quoted) continue;
            var name = text[..i].Split(';')[0].ToUpperInvariant();
            return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? new(number, name, text[(i + 1)..].Trim()) : null;
        }
        return null;
    }
}
