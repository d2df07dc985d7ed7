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

    public Hours InForce(DateTimeOffset now) => (versions.Where(v => v.ValidFrom <= now).MaxBy(v => v.ValidFrom) ?? versions.MinBy(v => v.ValidFrom)!).Hours;

    /// <summary>Whether all hours from now on, also those that are planned, say something of that date.</summary>
    public bool HasFrom(DateTimeOffset now, DateOnly date) =>
        versions.Where(v => v.ValidFrom > now).Select(v => v.Hours).Prepend(InForce(now)).All(h => h.SpecialDays.Any(d => d.Date == date));

    /// <summary>From now on closed on these days, also by hours that are planned; a date that has hours of its own keeps them. The most special days there are then.</summary>
    public int AddHolidays(IReadOnlyCollection<SpecialDay> days, DateTimeOffset now)
    {
        var planned = versions.Where(v => v.ValidFrom > now).ToList();
        var hours = With(InForce(now), days);
        var fuller = planned.ConvertAll(v => With(v.Hours, days));
        if (!InForce(now).Says(hours) || planned.Zip(fuller).Any(p => !p.First.Hours.Says(p.Second)))
        {
            foreach (var (version, said) in planned.Zip(fuller)) version.Say(said);
            Change(Name, hours, now, now);
        }
        return fuller.Append(hours).Max(h => h.SpecialDays.Count);
    }

    static Hours With(Hours hours, IReadOnlyCollection<SpecialDay> days) =>
        hours with { SpecialDays = [.. hours.SpecialDays.Concat(days.ExceptBy(hours.SpecialDays.Select(d => d.Date), d => d.Date)).OrderBy(d => d.Date)] };

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
