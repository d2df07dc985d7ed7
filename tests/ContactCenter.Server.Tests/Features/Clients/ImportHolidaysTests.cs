using System.Net.Http.Headers;
using System.Text;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Clients;

// It is Monday, 9 March 2026, nine o'clock UTC.
public sealed class ImportHolidaysTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly object[] everyDay = [.. Enum.GetValues<DayOfWeek>().Select(d => new { day = $"{d}".ToLowerInvariant(), from = "09:00", to = "17:00" })];

    [Fact]
    public async Task A_file_is_tried_then_taken_and_its_days_are_closed_from_now_on_also_by_what_is_planned()
    {
        using var admin = await Admin("taken");
        var now = fixture.Time.Now;
        var easter = new { date = "2026-04-03", name = "Half a day", windows = new[] { new { from = "09:00", to = "12:00" } } };
        var calendar = (await admin.Post("calendars", new { name = "Taken", timeZone = "UTC", windows = everyDay, specialDays = new[] { easter } })).Expect(201);
        var planned = new { name = "Taken", timeZone = "UTC", windows = everyDay[1..], specialDays = Array.Empty<object>(), version = 1, validFrom = now.AddDays(30) };
        (await admin.Put($"calendars/{calendar.Id}", planned)).Expect(200);
        var file = File(("20260403", "Good Friday"), ("20260310", "Tomorrow"), ("20260501", "May"), ("20250501", "Last May"));

        var tried = (await Import(admin, calendar.Id, 2, file, dryRun: true)).Expect(200);
        Assert.Equal(["2026-03-10 Tomorrow", "2026-04-03 Good Friday", "2026-05-01 May"], Days(tried, "added"));
        Assert.Equal((1, 2L), (tried["past"].GetInt32(), tried["version"].GetInt64()));
        Assert.Equal(calendar["versions"][0].GetRawText(), (await admin.Get($"calendars/{calendar.Id}")).Expect(200)["versions"][0].GetRawText());

        var taken = (await Import(admin, calendar.Id, 2, file)).Expect(200);
        Assert.Equal(Days(tried, "added"), Days(taken, "added"));
        Assert.Equal(3L, taken["version"].GetInt64());
        var after = (await admin.Get($"calendars/{calendar.Id}")).Expect(200);
        var versions = after["versions"].EnumerateArray().ToList();
        // What had hours of its own keeps them.
        Assert.Equal(["Tomorrow", "Half a day", "May"], Names(versions[^2]));
        Assert.Equal(["Tomorrow", "Good Friday", "May"], Names(versions[^1]));
        Assert.Equal(["calendarAdded", "calendarChanged", "calendarChanged"], await fixture.Installation.Column<string>("SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", calendar.Id)));

        // The same once more is nothing new; with the version from before it is too late.
        var again = (await Import(admin, calendar.Id, 3, file)).Expect(200);
        Assert.Equal((0, 3, 3L), (again["added"].GetArrayLength(), again["kept"].GetArrayLength(), again["version"].GetInt64()));
        (await Import(admin, calendar.Id, 2, file)).Expect(409, "version_conflict");
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_by_line_and_nothing_is_changed()
    {
        using var admin = await Admin("wrong");
        var calendar = await fixture.Seed.Calendar("Wrong");
        var wrong = (await Import(admin, calendar, 1, File(("20260501", "May"), ("2026-05-02", "Not so")))).Expect(400, "invalid_request");
        Assert.Equal(["line 8"], wrong["errors"].EnumerateObject().Select(e => e.Name));
        (await Import(admin, calendar, 1, "BEGIN:VCALENDAR\nEND:VCALENDAR")).Expect(400, "invalid_request");
        (await Import(admin, calendar, 1, new string('x', 600_000))).Expect(413, "body_too_large");
        (await Import(admin, calendar, 1, "BEGIN:VCALENDAR", type: "application/json")).Expect(415, "unsupported_media_type");
        (await Import(admin, fixture.Seed.NewId(), 1, File(("20260501", "May")))).Expect(404, "not_found");
        Assert.Equal(1, (await admin.Get($"calendars/{calendar}")).Expect(200)["version"].GetInt64());
    }

    [Fact]
    public async Task Of_two_who_read_it_at_once_one_is_told_that_the_calendar_has_changed()
    {
        using var admin = await Admin("twice");
        var calendar = await fixture.Seed.Calendar("Twice");
        var answers = await Task.WhenAll(Import(admin, calendar, 1, File(("20260501", "May"))), Import(admin, calendar, 1, File(("20260601", "June"))));
        Assert.Equal([200, 409], answers.Select(a => a.Status).Order());
    }

    [Fact]
    public async Task Those_who_work_for_some_clients_only_import_nothing()
    {
        var client = await fixture.Seed.Client($"narrow-{fixture.Seed.NewId():n}");
        await fixture.Seed.User("narrow@holidays.test", [await fixture.Seed.Role("holiday keeper", [.. Permission.All])], [client]);
        using var narrow = await fixture.SignedIn("narrow@holidays.test");
        (await Import(narrow, await fixture.Seed.Calendar("Theirs"), 1, File(("20260501", "May")))).Expect(403, "forbidden");
    }

    private async Task<Api> Admin(string name)
    {
        await fixture.Seed.Admin($"{name}@holidays.test");
        return await fixture.SignedIn($"{name}@holidays.test");
    }

    private static string File(params (string Date, string Name)[] days) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{string.Concat(days.Select(d => $"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{d.Date}\r\nSUMMARY:{d.Name}\r\nEND:VEVENT\r\n"))}END:VCALENDAR\r\n";

    private static async Task<Answer> Import(Api api, Guid calendar, long version, string file, bool dryRun = false, string type = "text/calendar")
    {
        using var request = api.Request(HttpMethod.Post, $"calendars/{calendar}/holidays/import?version={version}&dryRun={(dryRun ? "true" : "false")}");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(file)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await api.Send(request);
    }

    private static List<string> Days(Answer answer, string field) =>
        [.. answer[field].EnumerateArray().Select(d => $"{d.GetProperty("date").GetString()} {d.GetProperty("name").GetString()}")];

    private static IEnumerable<string?> Names(System.Text.Json.JsonElement version) => version.GetProperty("specialDays").EnumerateArray().Select(d => d.GetProperty("name").GetString());
}
