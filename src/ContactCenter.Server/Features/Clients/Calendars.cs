using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

/// <summary>The list of calendars, kept by those who work for all clients.</summary>
static class Calendars
{
    const int MostWindows = 200;
    public const int MostSpecialDays = 1_000;
    static readonly TimeSpan shown = TimeSpan.FromDays(7);

    public sealed record CalendarVersionView(DateTimeOffset ValidFrom, string TimeZone, IReadOnlyList<WeeklyWindow> Windows, IReadOnlyList<SpecialDay> SpecialDays);

    /// <summary>Versions in their order: the last that has begun is in force. NextChange: when it closes, or opens; null when it stays so.</summary>
    public sealed record CalendarView(Guid Id, string Name, IReadOnlyList<CalendarVersionView> Versions, bool OpenNow, DateTimeOffset? NextChange, long Version);

    public sealed record NewCalendar(string Name, string TimeZone, IReadOnlyList<WeeklyWindow> Windows, IReadOnlyList<SpecialDay>? SpecialDays = null);

    /// <summary>ValidFrom: from when on these hours hold; at once when it is not said.</summary>
    public sealed record CalendarEdit(
        string Name, string TimeZone, IReadOnlyList<WeeklyWindow> Windows, IReadOnlyList<SpecialDay> SpecialDays, long Version, DateTimeOffset? ValidFrom = null);

    public sealed record HoursAsked(string TimeZone, IReadOnlyList<WeeklyWindow> Windows, IReadOnlyList<SpecialDay>? SpecialDays = null);

    /// <summary>Week: the open times of the coming seven days.</summary>
    public sealed record HoursPreview(bool OpenNow, DateTimeOffset? NextChange, IReadOnlyList<OpenTime> Week);

    public static async Task<Ok<Page<CalendarView>>> List(AppDb db, TimeProvider time, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var calendars = await db.Set<Calendar>().AsNoTracking().Include(c => c.Versions).Where(c => page.After == null || c.Id > page.After)
            .OrderBy(c => c.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(calendars.ConvertAll(c => c.ToView(time.GetUtcNow())), c => c.Id));
    }

    public static async Task<Results<Ok<CalendarView>, Problem>> Get(Guid id, AppDb db, TimeProvider time, CancellationToken cancellationToken) =>
        await db.Set<Calendar>().AsNoTracking().Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } calendar
            ? TypedResults.Ok(calendar.ToView(time.GetUtcNow()))
            : Problem.NotFound;

    /// <summary>What hours would mean, before they are saved.</summary>
    public static Results<Ok<HoursPreview>, Problem> Preview(HoursAsked request, TimeProvider time)
    {
        var hours = new Hours(request.TimeZone, request.Windows, request.SpecialDays ?? []);
        if (Check(new Shape(), hours).Problem is { } bad) return bad;
        var now = time.GetUtcNow();
        var opening = new OpeningHours([(now, hours)]);
        return TypedResults.Ok(new HoursPreview(opening.IsOpen(now), opening.NextChange(now), opening.Between(now, now + shown)));
    }

    public static async Task<Results<Created<CalendarView>, Problem>> Add(
        NewCalendar request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Everybodys(scope) is { } forbidden) return forbidden;
        var hours = new Hours(request.TimeZone, request.Windows, request.SpecialDays ?? []);
        if (Check(new Shape().Text("name", request.Name, 100), hours).Problem is { } bad) return bad;
        var now = time.GetUtcNow();
        var calendar = Calendar.Add(Ids.New(now), request.Name.Trim(), hours, now);
        db.Add(calendar);
        if (await db.SaveOr("name_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Created($"/api/v1/calendars/{calendar.Id}", calendar.ToView(now));
    }

    public static async Task<Results<Ok<CalendarView>, Problem>> Edit(
        Guid id, CalendarEdit request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Everybodys(scope) is { } forbidden) return forbidden;
        if (await db.Set<Calendar>().Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } calendar) return Problem.NotFound;
        var now = time.GetUtcNow();
        var hours = new Hours(request.TimeZone, request.Windows, request.SpecialDays);
        var shape = Check(new Shape().Text("name", request.Name, 100), hours)
            .Need(request.ValidFrom is null || request.ValidFrom >= now, "validFrom", "The past stays as it was: now or later.");
        if (shape.Problem is { } bad) return bad;
        if (request.Version != calendar.Version) return Problem.Stale;
        calendar.Change(request.Name.Trim(), hours, (request.ValidFrom ?? now).ToUniversalTime(), now);
        if (await db.SaveOr("name_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Ok(calendar.ToView(now));
    }

    /// <summary>What all clients share is not for those to change who work for some.</summary>
    public static Problem? Everybodys(DataScope scope) => scope.AllClients ? null : new Problem(StatusCodes.Status403Forbidden, "forbidden");

    static Shape Check(Shape shape, Hours hours) => shape
        .Need(Clock.Knows(hours.TimeZone), "timeZone", "Not an IANA time zone.")
        .Need(hours.Windows.Count <= MostWindows, "windows", $"At most {MostWindows}.")
        .Need(hours.Windows.All(w => Fits(w.From, w.To)), "windows", Times)
        .Need(hours.SpecialDays.Count <= MostSpecialDays, "specialDays", $"At most {MostSpecialDays}.")
        .Need(hours.SpecialDays.DistinctBy(d => d.Date).Count() == hours.SpecialDays.Count, "specialDays", "Each date once.")
        .Need(hours.SpecialDays.All(d => d.Name.Length <= 100 && d.Windows.Count <= MostWindows), "specialDays", "Names of at most 100 characters.")
        .Need(hours.SpecialDays.All(d => d.Windows.All(w => Fits(w.From, w.To))), "specialDays", Times);

    const string Times = "Times are HH:mm from 00:00 to 24:00, and a window ends at another time than it begins.";

    static bool Fits(string from, string to) => Clock.Shows(from) && Clock.Shows(to) && from != to && from != "24:00";

    static CalendarView ToView(this Calendar calendar, DateTimeOffset now)
    {
        var hours = calendar.Hours;
        return new(calendar.Id, calendar.Name,
            [.. calendar.Versions.OrderBy(v => v.ValidFrom).Select(v => new CalendarVersionView(v.ValidFrom, v.TimeZone, v.Windows, v.SpecialDays))],
            hours.IsOpen(now), hours.NextChange(now), calendar.Version);
    }
}

public static class CalendarIds
{
    /// <summary>What it says of all times; null when it is not there.</summary>
    public static async Task<OpeningHours?> Hours(AppDb db, Guid id, CancellationToken cancellationToken) =>
        (await db.Set<Calendar>().AsNoTracking().Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == id, cancellationToken))?.Hours;

    /// <summary>Whether a thing may name it: one that is there, or none.</summary>
    public static async Task<bool> MayBe(AppDb db, Guid? id, CancellationToken cancellationToken) =>
        id is null || await db.Set<Calendar>().AnyAsync(c => c.Id == id, cancellationToken);
}
