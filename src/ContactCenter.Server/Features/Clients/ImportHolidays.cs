using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ContactCenter.Server.Features.Clients;

/// <summary>
/// Holidays out of an iCalendar file: days on which a calendar is closed, from today on. A date that has hours of its own keeps
/// them. With dryRun it says what it would add and adds nothing.
/// </summary>
static class ImportHolidays
{
    public const string Format = "text/calendar";
    public const int Limit = 512 * 1024;

    /// <summary>What comes every year is written down for so long; the file can be read again.</summary>
    const int Years = 5;

    /// <summary>Kept: dates of the file that the calendar has already. Past: dates before today, which nobody asks for.</summary>
    public sealed record HolidaysTaken(IReadOnlyList<SpecialDay> Added, IReadOnlyList<SpecialDay> Kept, int Past, long Version);

    public static async Task<Results<Ok<HolidaysTaken>, Problem>> Handle(
        Guid id, HttpRequest request, AppDb db, DataScope scope, TimeProvider time, long version, CancellationToken cancellationToken, bool dryRun = false)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (await db.Set<Calendar>().Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } calendar) return Problem.NotFound;
        var now = time.GetUtcNow();
        var today = Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[calendar.InForce(now).TimeZone]).Date;
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var (days, past, wrong) = HolidayFile.Read(file.ToArray(), today, today.PlusYears(Years));
        if (wrong is not null) return Shortened(wrong);
        if (days.Count == 0 && past == 0) return Problem.Invalid("file", "There is no day in it.");
        if (version != calendar.Version) return Problem.Stale;

        var closed = days.Select(d => new SpecialDay(d.Date.ToDateOnly(), d.Name, [])).ToList();
        var added = closed.FindAll(d => !calendar.HasFrom(now, d.Date));
        if (calendar.AddHolidays(closed, now) > Calendars.MostSpecialDays) return Problem.Invalid("file", $"A calendar has at most {Calendars.MostSpecialDays} special days.");
        if (!dryRun && added.Count > 0) await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new HolidaysTaken(added, [.. closed.Except(added)], past, dryRun ? version : calendar.Version));
    }

    static Problem Shortened(Problem all) => new(StatusCodes.Status400BadRequest, all.Code, null, all.Errors!.Take(Sheet.MostErrors).ToDictionary());
}
