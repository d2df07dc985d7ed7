using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>GET /simulations/days: which days there are to take, of the last thirteen weeks, and how much came on each.</summary>
static class RecordedDays
{
    static readonly TimeSpan shown = TimeSpan.FromDays(91);

    /// <summary>Contacts: so many were answered or gave up on that day.</summary>
    public sealed record RecordedDayView(DateOnly Date, long Contacts);
    public sealed record DaysView(string TimeZone, IReadOnlyList<RecordedDayView> Days);

    public static async Task<Results<Ok<DaysView>, Problem>> Handle(string? timeZone, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (TimeZones.Find(timeZone ?? "UTC") is not { } zone) return Problem.Invalid("timeZone", "Not an IANA time zone.");
        var clients = (await ClientNames.Active(db, cancellationToken)).Select(c => c.Id).ToArray();
        var from = TimeZones.StartOfDay(zone, time.GetUtcNow() - shown);
        // Quarters of an hour: no zone's day begins within one. Which day each is of, our own tables of zones say.
        var quarters = await db.Database.SqlQuery<Quarter>($"""
            SELECT date_bin('15 minutes', instant, '2000-01-01 00:00Z') AS "At", count(*) AS "Contacts" FROM journal.events
            WHERE client_id = ANY ({clients}) AND instant >= {from} AND type IN ('ticketAssigned', 'ticketAbandoned') GROUP BY 1
            """).ToListAsync(cancellationToken);
        return TypedResults.Ok(new DaysView(zone.Id, [.. quarters
            .GroupBy(q => Instant.FromDateTimeOffset(q.At).InZone(zone).Date).OrderByDescending(d => d.Key)
            .Select(d => new RecordedDayView(d.Key.ToDateOnly(), d.Sum(q => q.Contacts)))]));
    }

    sealed record Quarter(DateTimeOffset At, long Contacts);
}
