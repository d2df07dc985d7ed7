using ContactCenter.Server.Features.Clients;
using static ContactCenter.Server.Features.Clients.Weekday;

namespace ContactCenter.Server.Tests.Features.Clients;

/// <summary>The rules alone, as tables. Instants are UTC unless they say otherwise.</summary>
public sealed class OpeningHoursTests
{
    private static readonly Weekday[] everyDay = Enum.GetValues<Weekday>();

    [Theory]
    // Monday to Friday nine to five with a pause, in Madrid (UTC+1 in winter, +2 in summer).
    [InlineData("2026-01-12T07:59:59Z", false, "2026-01-12T08:00:00Z")]
    [InlineData("2026-01-12T08:00:00Z", true, "2026-01-12T12:00:00Z")]
    [InlineData("2026-01-12T12:00:00Z", false, "2026-01-12T13:00:00Z")]
    [InlineData("2026-07-13T07:00:00Z", true, "2026-07-13T11:00:00Z")]
    [InlineData("2026-01-16T16:00:00Z", false, "2026-01-19T08:00:00Z")]
    [InlineData("2026-01-17T10:00:00Z", false, "2026-01-19T08:00:00Z")]
    // The weekend in which the clocks change: Monday opens an hour earlier by UTC.
    [InlineData("2026-03-27T17:00:00Z", false, "2026-03-30T07:00:00Z")]
    [InlineData("2026-10-23T17:00:00Z", false, "2026-10-26T08:00:00Z")]
    public void Several_windows_a_day_follow_the_clock_on_the_wall(string at, bool open, string change) =>
        Check(Of("Europe/Madrid", [.. Week("09:00", "13:00"), .. Week("14:00", "17:00")]), at, open, change);

    [Theory]
    // Friday 22:00 to Saturday 06:00 in New York (UTC-5).
    [InlineData("2026-01-17T02:59:00Z", false, "2026-01-17T03:00:00Z")]
    [InlineData("2026-01-17T04:59:00Z", true, "2026-01-17T11:00:00Z")]
    [InlineData("2026-01-17T10:59:00Z", true, "2026-01-17T11:00:00Z")]
    [InlineData("2026-01-17T11:00:00Z", false, "2026-01-24T03:00:00Z")]
    // That night an hour is missing: eight hours on the wall last seven.
    [InlineData("2026-03-07T03:00:00Z", true, "2026-03-07T11:00:00Z")]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_begins(string at, bool open, string change) =>
        Check(Of("America/New_York", [new(Friday, "22:00", "06:00")]), at, open, change);

    [Theory]
    // Berlin, 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC. 25 October: 03:00 becomes 02:00 at 01:00 UTC.
    [InlineData("02:30", "05:00", "2026-03-29T00:00:00Z", false, "2026-03-29T01:00:00Z")]
    [InlineData("02:30", "05:00", "2026-03-29T01:00:00Z", true, "2026-03-29T03:00:00Z")]
    [InlineData("00:00", "02:30", "2026-03-29T00:30:00Z", true, "2026-03-29T01:00:00Z")]
    [InlineData("02:10", "02:50", "2026-03-29T01:00:00Z", false, "2026-03-30T00:10:00Z")]
    [InlineData("02:30", "05:00", "2026-10-25T00:00:00Z", false, "2026-10-25T00:30:00Z")]
    [InlineData("02:30", "05:00", "2026-10-25T01:15:00Z", true, "2026-10-25T04:00:00Z")]
    [InlineData("00:00", "02:30", "2026-10-25T00:45:00Z", true, "2026-10-25T01:30:00Z")]
    [InlineData("02:00", "03:00", "2026-10-25T00:00:00Z", true, "2026-10-25T02:00:00Z")]
    public void An_hour_that_is_missing_or_comes_twice_opens_early_and_closes_late(string from, string to, string at, bool open, string change) =>
        Check(Of("Europe/Berlin", Daily(from, to)), at, open, change);

    [Theory]
    // In Beirut midnight itself is missing on 29 March 2026, in Havana it comes twice on 1 November 2026.
    [InlineData("Asia/Beirut", "2026-03-28T21:59:59Z", true)]
    [InlineData("Asia/Beirut", "2026-03-28T22:00:00Z", true)]
    [InlineData("America/Havana", "2026-11-01T04:30:00Z", true)]
    [InlineData("America/Havana", "2026-11-01T05:30:00Z", true)]
    // The far ends of the world, and a day that Samoa never had.
    [InlineData("Pacific/Kiritimati", "2026-06-01T10:00:00Z", true)]
    [InlineData("Pacific/Pago_Pago", "2026-06-01T11:00:00Z", true)]
    [InlineData("Pacific/Apia", "2011-12-30T09:59:59Z", true)]
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z", true)]
    public void Whole_days_leave_no_gap_anywhere(string zone, string at, bool open) =>
        Check(Of(zone, Daily("00:00", "24:00")), at, open, null);

    [Theory]
    // Monday nine to five where it is UTC+14, and where it is UTC-11.
    [InlineData("Pacific/Kiritimati", "2026-01-11T18:59:00Z", false, "2026-01-11T19:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-01-12T03:00:00Z", false, "2026-01-18T19:00:00Z")]
    [InlineData("Pacific/Pago_Pago", "2026-01-12T20:00:00Z", true, "2026-01-13T04:00:00Z")]
    public void The_day_is_that_of_the_place(string zone, string at, bool open, string change) =>
        Check(Of(zone, [new(Monday, "09:00", "17:00")]), at, open, change);

    [Theory]
    // Closed all day on 25 December; half a day on the 24th; a leap day with a night of its own. UTC, nights 20:00 to 04:00.
    [InlineData("2026-12-24T03:00:00Z", false, "2026-12-24T09:00:00Z")]
    [InlineData("2026-12-24T10:00:00Z", true, "2026-12-24T12:00:00Z")]
    [InlineData("2026-12-24T12:00:00Z", false, "2026-12-26T20:00:00Z")]
    [InlineData("2026-12-25T22:00:00Z", false, "2026-12-26T20:00:00Z")]
    [InlineData("2026-12-26T02:00:00Z", false, "2026-12-26T20:00:00Z")]
    // The night of the 23rd ends where the special 24th begins.
    [InlineData("2026-12-23T23:00:00Z", true, "2026-12-24T00:00:00Z")]
    [InlineData("2028-02-28T23:30:00Z", true, "2028-02-29T00:00:00Z")]
    [InlineData("2028-02-29T22:30:00Z", true, "2028-03-01T02:00:00Z")]
    [InlineData("2028-03-01T02:00:00Z", false, "2028-03-01T20:00:00Z")]
    public void A_special_day_says_all_there_is_of_its_date(string at, bool open, string change) =>
        Check(Of("UTC", Daily("20:00", "04:00"),
            new(new(2026, 12, 24), "Christmas Eve", [new("09:00", "12:00")]), new(new(2026, 12, 25), "Christmas", []),
            new(new(2028, 2, 29), "Leap night", [new("22:00", "02:00")])), at, open, change);

    [Fact]
    public void A_change_holds_from_its_instant_on_and_the_past_stays()
    {
        var turn = At("2026-01-14T12:00:00Z");
        var hours = new OpeningHours([(At("2026-01-01T00:00:00Z"), Hours("UTC", Week("09:00", "17:00"))), (turn, Hours("Asia/Tokyo", Week("09:00", "17:00")))]);
        // Before there were any, the first hold.
        Assert.True(hours.IsOpen(At("2025-06-02T10:00:00Z")));
        Assert.True(hours.IsOpen(turn.AddTicks(-1)));
        Assert.Equal(turn, hours.NextChange(At("2026-01-14T10:00:00Z")));
        Assert.False(hours.IsOpen(turn));
        Assert.Equal(At("2026-01-15T00:00:00Z"), hours.NextOpening(turn));
        // What was open on a Monday before the change is so still.
        Assert.Equal([new(At("2026-01-12T09:00:00Z"), At("2026-01-12T17:00:00Z"))], hours.Between(At("2026-01-12T00:00:00Z"), At("2026-01-13T00:00:00Z")));
    }

    [Fact]
    public void What_never_opens_and_what_never_closes_has_no_next_change()
    {
        Assert.Null(Of("UTC", []).NextOpening(At("2026-01-01T00:00:00Z")));
        Assert.Null(Of("UTC", Daily("00:00", "24:00")).NextChange(At("2026-01-01T00:00:00Z")));
        // Closed for a season and found all the same.
        var summer = Enumerable.Range(0, 300).Select(d => new SpecialDay(new DateOnly(2026, 1, 1).AddDays(d), "Closed", [])).ToArray();
        Assert.Equal(At("2026-10-28T09:00:00Z"), Of("UTC", Daily("09:00", "10:00"), summer).NextOpening(At("2026-01-01T00:00:00Z")));
    }

    [Fact]
    public void Whatever_the_hours_the_next_change_is_the_first_instant_at_which_it_differs()
    {
        var chance = new Random(20_260_329);
        string[] zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Pacific/Chatham", "UTC"];
        for (var round = 0; round < 60; round++)
        {
            var windows = Enumerable.Range(0, chance.Next(1, 6)).Select(_ => Random(chance)).Where(w => w.From != w.To).ToList();
            var hours = Of(zones[chance.Next(zones.Length)], windows, new SpecialDay(new(2026, 3, 29), "", []), new SpecialDay(new(2026, 10, 25), "", [new("01:00", "02:30")]));
            var at = At("2026-03-20T00:00:00Z").AddMinutes(chance.Next(0, 230 * 24 * 60));
            var open = hours.IsOpen(at);
            var end = hours.NextChange(at) ?? at.AddDays(20);
            for (var minute = at; minute < end && minute < at.AddDays(20); minute = minute.AddMinutes(7)) Assert.Equal(open, hours.IsOpen(minute));
            if (hours.NextChange(at) is { } change)
            {
                Assert.Equal(open, hours.IsOpen(change.AddTicks(-1)));
                Assert.NotEqual(open, hours.IsOpen(change));
            }
        }
    }

    private static WeeklyWindow Random(Random chance) => new(everyDay[chance.Next(7)], Time(chance), Time(chance));

    private static string Time(Random chance) => $"{chance.Next(24):00}:{chance.Next(4) * 15:00}";

    private static void Check(OpeningHours hours, string at, bool open, string? change)
    {
        Assert.Equal(open, hours.IsOpen(At(at)));
        Assert.Equal(change is null ? null : At(change), hours.NextChange(At(at)));
        Assert.Equal(open ? At(at) : change is null ? null : At(change), hours.NextOpening(At(at)));
    }

    private static OpeningHours Of(string zone, IEnumerable<WeeklyWindow> week, params SpecialDay[] special) => new([(At("2000-01-01T00:00:00Z"), Hours(zone, week, special))]);

    private static Hours Hours(string zone, IEnumerable<WeeklyWindow> week, params SpecialDay[] special) => new(zone, [.. week], special);

    private static IEnumerable<WeeklyWindow> Week(string from, string to) => everyDay[..5].Select(day => new WeeklyWindow(day, from, to));

    private static IEnumerable<WeeklyWindow> Daily(string from, string to) => everyDay.Select(day => new WeeklyWindow(day, from, to));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
