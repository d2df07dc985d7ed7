using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Clients;

/// <summary>Opening hours under a name. They change from an instant on that is not past; what was open stays so.</summary>
public sealed class Calendar : StreamOwner
{
    readonly List<CalendarVersion> versions = [];

    Calendar() { }

    public string Name { get; private set; } = "";
    public IReadOnlyCollection<CalendarVersion> Versions => versions;

    public OpeningHours Hours => new(versions.Select(v => (v.ValidFrom, v.Hours)));

    public override string StreamKind => "calendar";
    public override Guid? StreamClient => null;

    public static Calendar Add(Guid id, string name, Hours hours, DateTimeOffset now)
    {
        var calendar = new Calendar { Id = id, Name = name };
        calendar.versions.Add(new(id, Stored(now), hours));
        calendar.Raise(now, new CalendarAdded(id));
        return calendar;
    }

    /// <summary>Of hours that were planned from the same instant on these take the place.</summary>
    public void Change(string name, Hours hours, DateTimeOffset from, DateTimeOffset now)
    {
        if (from < now) throw new ArgumentOutOfRangeException(nameof(from), "The past stays as it was.");
        Name = name;
        from = Stored(from);
        var before = versions.OrderBy(v => v.ValidFrom).LastOrDefault(v => v.ValidFrom <= from);
        if (before is null || !before.Hours.Says(hours))
        {
            if (before?.ValidFrom == from) before.Say(hours);
            else versions.Add(new(Id, from, hours));
        }
        Raise(now, new CalendarChanged(Id, from));
    }

    /// <summary>As exact as the database is.</summary>
    static DateTimeOffset Stored(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
}

/// <summary>The hours that hold from an instant on.</summary>
public sealed class CalendarVersion
{
    CalendarVersion() { }

    public CalendarVersion(Guid calendar, DateTimeOffset validFrom, Hours hours)
    {
        (CalendarId, ValidFrom) = (calendar, validFrom);
        Say(hours);
    }

    public Guid CalendarId { get; private init; }
    public DateTimeOffset ValidFrom { get; private init; }
    public string TimeZone { get; private set; } = "";
    public IReadOnlyList<WeeklyWindow> Windows { get; private set; } = [];
    public IReadOnlyList<SpecialDay> SpecialDays { get; private set; } = [];

    public Hours Hours => new(TimeZone, Windows, SpecialDays);

    internal void Say(Hours hours) => (TimeZone, Windows, SpecialDays) = (hours.TimeZone, hours.Windows, hours.SpecialDays);
}
