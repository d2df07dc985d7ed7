using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Clients;

// It is Monday, 9 March 2026, nine o'clock UTC.
public sealed class CalendarsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly object[] mornings = [new { day = "monday", from = "09:00", to = "12:00" }, new { day = "tuesday", from = "09:00", to = "12:00" }];

    [Fact]
    public async Task A_change_holds_from_when_it_says_and_the_journal_knows_of_it()
    {
        using var admin = await Admin("change");
        var start = fixture.Time.Now;
        var added = (await admin.Post("calendars", new { name = "Mornings", timeZone = "UTC", windows = mornings })).Expect(201);
        Assert.Equal((true, start.Date.AddHours(12), 1L), (added["openNow"].GetBoolean(), added["nextChange"].GetDateTimeOffset().UtcDateTime, added["version"].GetInt64()));
        Assert.Equal(added.Text, (await admin.Get($"calendars/{added.Id}")).Expect(200).Text);

        var planned = new { name = "Mornings", timeZone = "UTC", windows = Array.Empty<object>(), specialDays = Array.Empty<object>(), version = 1, validFrom = (DateTimeOffset?)start.AddHours(1) };
        var edited = (await admin.Put($"calendars/{added.Id}", planned)).Expect(200);
        Assert.Equal([start, start.AddHours(1)], edited["versions"].EnumerateArray().Select(v => v.GetProperty("validFrom").GetDateTimeOffset()));
        Assert.Equal((true, start.AddHours(1)), (edited["openNow"].GetBoolean(), edited["nextChange"].GetDateTimeOffset()));
        // What was planned from the same instant is replaced, and a name alone changes no hours.
        var again = (await admin.Put($"calendars/{added.Id}", new { planned.name, planned.timeZone, windows = mornings[1..], planned.specialDays, version = 2, planned.validFrom })).Expect(200);
        Assert.Equal(2, again["versions"].GetArrayLength());
        var renamed = (await admin.Put($"calendars/{added.Id}", new { name = "Early", planned.timeZone, windows = mornings, planned.specialDays, version = 3 })).Expect(200);
        Assert.Equal(2, renamed["versions"].GetArrayLength());
        Assert.Equal(["calendarAdded", "calendarChanged", "calendarChanged", "calendarChanged"], await Facts(added.Id));

        (await admin.Put($"calendars/{added.Id}", new { planned.name, planned.timeZone, windows = mornings, planned.specialDays, version = 3 })).Expect(409, "version_conflict");
        var past = (await admin.Put($"calendars/{added.Id}", new { planned.name, planned.timeZone, windows = mornings, planned.specialDays, version = 4, validFrom = start.AddSeconds(-1) })).Expect(400, "invalid_request");
        Assert.True(past["errors"].TryGetProperty("validFrom", out _));
        (await admin.Post("calendars", new { name = "Early", timeZone = "UTC", windows = mornings })).Expect(409, "name_taken");
    }

    [Theory]
    [InlineData("Mars/Olympus", "09:00", "12:00", "timeZone")]
    [InlineData("UTC", "9:00", "12:00", "windows")]
    [InlineData("UTC", "09:00", "09:00", "windows")]
    [InlineData("UTC", "09:00", "24:01", "windows")]
    [InlineData("UTC", "24:00", "09:00", "windows")]
    [InlineData("UTC", "09:60", "12:00", "windows")]
    public async Task Hours_that_mean_nothing_are_refused_by_field(string zone, string from, string to, string field)
    {
        using var admin = await Admin($"{fixture.Seed.NewId():n}");
        foreach (var path in new[] { "calendars", "calendars/preview" })
        {
            var hours = new { timeZone = zone, windows = new[] { new { day = "monday", from, to } } };
            var refused = await admin.Post(path, path == "calendars" ? new { name = "Refused", hours.timeZone, hours.windows } : hours);
            Assert.True(refused.Expect(400, "invalid_request")["errors"].TryGetProperty(field, out _));
        }
    }

    [Fact]
    public async Task A_preview_says_what_hours_would_mean_and_saves_nothing()
    {
        using var admin = await Admin("preview");
        var seen = (await admin.Post("calendars/preview", new
        {
            timeZone = "UTC", windows = mornings, specialDays = new[] { new { date = "2026-03-10", name = "Holiday", windows = Array.Empty<object>() } },
        })).Expect(200);
        var today = fixture.Time.Now;
        Assert.Equal((true, today.AddHours(3)), (seen["openNow"].GetBoolean(), seen["nextChange"].GetDateTimeOffset()));
        Assert.Equal([today], seen["week"].EnumerateArray().Select(w => w.GetProperty("from").GetDateTimeOffset()));
    }

    [Fact]
    public async Task What_all_clients_share_is_changed_by_those_only_who_work_for_all()
    {
        var client = await fixture.Seed.Client($"shared-{fixture.Seed.NewId():n}");
        var role = await fixture.Seed.Role("keeper of one", [.. Permission.All]);
        await fixture.Seed.User("narrow@calendars.test", [role], [client]);
        using var narrow = await fixture.SignedIn("narrow@calendars.test");
        var (calendar, site) = (await fixture.Seed.Calendar("Shared"), await fixture.Seed.Site("Shared"));
        (await narrow.Get($"calendars/{calendar}")).Expect(200);
        (await narrow.Post("calendars", new { name = "Mine", timeZone = "UTC", windows = mornings })).Expect(403, "forbidden");
        (await narrow.Post("sites", new { name = "Mine", timeZone = "UTC" })).Expect(403, "forbidden");
        (await narrow.Put($"sites/{site}", new { name = "Mine", timeZone = "UTC", active = true, version = 1 })).Expect(403, "forbidden");
    }

    [Fact]
    public async Task A_site_has_a_zone_and_a_calendar_and_a_client_says_which_may_serve_it()
    {
        using var admin = await Admin("sites");
        var calendar = await fixture.Seed.Calendar("Of the site");
        var site = (await admin.Post("sites", new { name = "Manila", timeZone = "Asia/Manila", calendarId = calendar })).Expect(201);
        (await admin.Post("sites", new { name = "Manila", timeZone = "Asia/Manila" })).Expect(409, "name_taken");
        (await admin.Post("sites", new { name = "Nowhere", timeZone = "Nowhere" })).Expect(400, "invalid_request");
        (await admin.Post("sites", new { name = "Nowhere", timeZone = "UTC", calendarId = fixture.Seed.NewId() })).Expect(400, "invalid_request");
        (await admin.Put($"sites/{site.Id}", new { name = "Manila", timeZone = "Asia/Manila", active = false, version = 1 })).Expect(200);
        (await admin.Put($"sites/{site.Id}", new { name = "Manila", timeZone = "Asia/Manila", active = true, version = 1 })).Expect(409, "version_conflict");
        Assert.Equal(["siteAdded", "siteChanged"], await Facts(site.Id));

        var client = (await admin.Post("clients", new { key = "onshore", name = "Onshore" })).Expect(201);
        Assert.Empty(client["sites"].EnumerateArray());
        var edited = (await admin.Put($"clients/{client.Id}", new { name = "Onshore", active = true, version = 1, sites = new[] { site.Id } })).Expect(200);
        Assert.Equal([site.Id], edited["sites"].EnumerateArray().Select(s => s.GetGuid()));
        // What is not said stays.
        var renamed = (await admin.Put($"clients/{client.Id}", new { name = "On shore", active = true, version = 2 })).Expect(200);
        Assert.Equal(1, renamed["sites"].GetArrayLength());
        (await admin.Put($"clients/{client.Id}", new { name = "Onshore", active = true, version = 3, sites = new[] { fixture.Seed.NewId() } })).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task A_queue_may_name_a_calendar()
    {
        using var admin = await Admin("queue");
        var calendar = await fixture.Seed.Calendar("Of the queue");
        var client = await fixture.Seed.Client($"queue-{fixture.Seed.NewId():n}");
        var queue = (await admin.Post("queues", new { clientId = client, name = "Open", calendarId = calendar })).Expect(201);
        Assert.Equal(calendar, queue["calendarId"].GetGuid());
        (await admin.Post("queues", new { clientId = client, name = "Other", calendarId = fixture.Seed.NewId() })).Expect(400, "invalid_request");
    }

    private async Task<Api> Admin(string name)
    {
        await fixture.Seed.Admin($"{name}@calendars.test");
        return await fixture.SignedIn($"{name}@calendars.test");
    }

    private Task<List<string>> Facts(Guid stream) =>
        fixture.Installation.Column<string>("SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", stream));
}
