using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

/// <summary>The list of sites, kept by those who work for all clients.</summary>
static class Sites
{
    public sealed record SiteView(Guid Id, string Name, string TimeZone, Guid? CalendarId, bool Active, long Version);
    public sealed record NewSite(string Name, string TimeZone, Guid? CalendarId = null);
    public sealed record SiteEdit(string Name, string TimeZone, bool Active, long Version, Guid? CalendarId = null);

    public static async Task<Ok<Page<SiteView>>> List(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var sites = await db.Set<Site>().AsNoTracking().Where(s => page.After == null || s.Id > page.After)
            .OrderBy(s => s.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(sites.ConvertAll(ToView), s => s.Id));
    }

    public static async Task<Results<Ok<SiteView>, Problem>> Get(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Site>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is { } site ? TypedResults.Ok(ToView(site)) : Problem.NotFound;

    public static async Task<Results<Created<SiteView>, Problem>> Add(
        NewSite request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (await Check(db, request.Name, request.TimeZone, request.CalendarId, cancellationToken) is { } bad) return bad;
        var now = time.GetUtcNow();
        var site = Site.Add(Ids.New(now), request.Name.Trim(), request.TimeZone, request.CalendarId, now);
        db.Add(site);
        if (await db.SaveOr("name_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Created($"/api/v1/sites/{site.Id}", ToView(site));
    }

    public static async Task<Results<Ok<SiteView>, Problem>> Edit(
        Guid id, SiteEdit request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (await db.Set<Site>().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } site) return Problem.NotFound;
        if (await Check(db, request.Name, request.TimeZone, request.CalendarId, cancellationToken) is { } bad) return bad;
        if (request.Version != site.Version) return Problem.Stale;
        site.Change(request.Name.Trim(), request.TimeZone, request.CalendarId, request.Active, time.GetUtcNow());
        if (await db.SaveOr("name_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Ok(ToView(site));
    }

    static async Task<Problem?> Check(AppDb db, string name, string timeZone, Guid? calendar, CancellationToken cancellationToken) => new Shape()
        .Text("name", name, 100)
        .Need(Clock.Knows(timeZone), "timeZone", "Not an IANA time zone.")
        .Need(await CalendarIds.MayBe(db, calendar, cancellationToken), "calendarId", "There is no such calendar.")
        .Problem;

    static SiteView ToView(Site site) => new(site.Id, site.Name, site.TimeZone, site.CalendarId, site.Active, site.Version);
}

public static class SiteNames
{
    /// <summary>Whether somebody may belong to it: one that is there, or none.</summary>
    public static async Task<bool> MayBe(AppDb db, Guid? id, CancellationToken cancellationToken) =>
        id is null || await db.Set<Site>().AnyAsync(s => s.Id == id, cancellationToken);

    public static async Task<IReadOnlyDictionary<Guid, string>> All(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Site>().ToDictionaryAsync(s => s.Id, s => s.Name, cancellationToken);

    /// <summary>Those clients that only some sites may serve, with them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Guid>>> Serving(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Client>().Where(c => c.Sites.Count > 0).ToDictionaryAsync(c => c.Id, c => c.Sites, cancellationToken);
}
