using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

/// <summary>
/// Two companies who have nothing to do with each other, and two sites that serve both at any hour. Ids are the same on every
/// machine. The office's hours are there to be looked at: no queue closes by them.
/// </summary>
static class ClientsDemo
{
    public static readonly Guid AcmeAir = new("01980000-0000-7000-8000-0000000000a1");
    public static readonly Guid BrightBank = new("01980000-0000-7000-8000-0000000000b1");

    public static readonly Guid Lisbon = new("01980000-0000-7000-8000-000000000c01");
    public static readonly Guid Manila = new("01980000-0000-7000-8000-000000000c02");
    static readonly Guid always = new("01980000-0000-7000-8000-000000000c11");
    static readonly Guid office = new("01980000-0000-7000-8000-000000000c12");

    public static async Task Seed(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await db.Set<Client>().Select(c => c.Id).ToListAsync(cancellationToken);
        foreach (var (id, key, name) in new[] { (AcmeAir, "acme-air", "Acme Air"), (BrightBank, "bright-bank", "Bright Bank") })
        {
            if (!there.Contains(id)) db.Add(Client.Add(id, key, name, now));
        }
        await AddSites(db, now, cancellationToken);
    }

    static async Task AddSites(AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var calendars = await db.Set<Calendar>().Select(c => c.Id).ToListAsync(cancellationToken);
        if (!calendars.Contains(always)) db.Add(Calendar.Add(always, "Around the clock", new("UTC", [.. Enum.GetValues<Weekday>().Select(d => new WeeklyWindow(d, "00:00", "24:00"))], []), now));
        if (!calendars.Contains(office)) db.Add(Calendar.Add(office, "Acme Air office", OfficeHours(now.Year), now));
        // Sites point to them.
        await db.SaveChangesAsync(cancellationToken);

        var sites = await db.Set<Site>().Select(s => s.Id).ToListAsync(cancellationToken);
        if (!sites.Contains(Lisbon)) db.Add(Site.Add(Lisbon, "Lisbon", "Europe/Lisbon", always, now));
        if (!sites.Contains(Manila)) db.Add(Site.Add(Manila, "Manila", "Asia/Manila", always, now));
        // And agents to these.
        await db.SaveChangesAsync(cancellationToken);
    }

    static Hours OfficeHours(int year) => new(
        "Europe/Lisbon",
        [
            .. Enum.GetValues<Weekday>().Where(d => d < Weekday.Saturday).Select(d => new WeeklyWindow(d, "08:00", "20:00")),
            new(Weekday.Saturday, "09:00", "13:00"),
        ],
        [
            new(new(year, 12, 24), "Christmas Eve", [new("08:00", "13:00")]),
            new(new(year, 12, 25), "Christmas Day", []),
            new(new(year + 1, 1, 1), "New Year's Day", []),
        ]);
}
