using System.Text;
using ContactCenter.Server.Features.Clients;
using NodaTime;

namespace ContactCenter.Server.Tests.Features.Clients;

/// <summary>The reader alone. Today is 9 March 2026, and it looks five years ahead.</summary>
public sealed class HolidayFileTests
{
    private static readonly LocalDate today = new(2026, 3, 9);

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261225|SUMMARY:Christmas", "2026-12-25 Christmas")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261227|SUMMARY:Two days", "2026-12-25 Two days; 2026-12-26 Two days")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DURATION:P2D|SUMMARY:Two", "2026-12-25 Two; 2026-12-26 Two")]
    // A day that has begun is not past; one before it is.
    [InlineData("DTSTART;VALUE=DATE:20260308|DTEND;VALUE=DATE:20260310|SUMMARY:Now", "2026-03-09 Now")]
    [InlineData("DTSTART;VALUE=DATE:20260301", "")]
    [InlineData("DTSTART;VALUE=DATE:20990101", "")]
    // Every year on that date, for as long as is looked ahead, and no longer than it says.
    [InlineData("DTSTART;VALUE=DATE:20200501|RRULE:FREQ=YEARLY|SUMMARY:May", "2026-05-01 May; 2027-05-01 May; 2028-05-01 May; 2029-05-01 May; 2030-05-01 May")]
    [InlineData("DTSTART;VALUE=DATE:20260501|RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;COUNT=2|SUMMARY:May", "2026-05-01 May; 2027-05-01 May")]
    [InlineData("DTSTART;VALUE=DATE:20260501|RRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20290101T000000Z|SUMMARY:May", "2026-05-01 May; 2028-05-01 May")]
    [InlineData("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY|SUMMARY:Leap", "2028-02-29 Leap")]
    [InlineData("DTSTART;VALUE=DATE:20260501|RRULE:FREQ=YEARLY;COUNT=3|EXDATE;VALUE=DATE:20270501|SUMMARY:May", "2026-05-01 May; 2028-05-01 May")]
    [InlineData("DTSTART;VALUE=DATE:20260501|STATUS:CANCELLED", "")]
    // Names are unescaped, and a parameter in quotation marks may have a colon in it.
    [InlineData("DTSTART;VALUE=DATE:20260501|SUMMARY;ALTREP=\"cid:1;2\":Work\\, rest\\nand play", "2026-05-01 Work, rest and play")]
    // What hangs on the event says nothing of its days.
    [InlineData("DTSTART;VALUE=DATE:20260501|BEGIN:VALARM|SUMMARY:Wake up|DURATION:PT15M|END:VALARM|SUMMARY:May", "2026-05-01 May")]
    public void Whole_days_are_read(string lines, string days) => Assert.Equal(days, Said(File(lines)));

    [Theory]
    [InlineData("DTSTART:20261225T090000Z", "line 3")]
    [InlineData("DTSTART;VALUE=DATE:20261325", "line 3")]
    [InlineData("DTSTART;VALUE=DATE:18991225", "line 3")]
    [InlineData("SUMMARY:No day", "line 2")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20261225", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DTEND;VALUE=DATE:20270301", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|DURATION:PT1H", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=WEEKLY", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;BYDAY=4TH;BYMONTH=11", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|RRULE:FREQ=YEARLY;COUNT=0", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|RDATE;VALUE=DATE:20261226", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|no colon here", "line 4")]
    [InlineData("DTSTART;VALUE=DATE:20261225|END:VCALENDAR", "line 4")]
    public void What_is_more_than_that_is_refused_by_its_line(string lines, string place) => Assert.Equal(place, Wrong(Encoding.UTF8.GetBytes(File(lines))));

    [Theory]
    [InlineData("", "file")]
    [InlineData("subject,start\nChristmas,2026-12-25", "line 1")]
    [InlineData("BEGIN:VEVENT\nEND:VEVENT", "line 1")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225", "line 3")]
    public void What_is_no_calendar_is_refused(string file, string place) => Assert.Equal(place, Wrong(Encoding.UTF8.GetBytes(file)));

    [Fact]
    public void A_file_with_a_mark_and_a_time_zone_is_read_and_of_two_names_the_first_counts()
    {
        var zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
        var file = $"\uFEFFBEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zone}{Day("20260502", "One")}\r\n\r\n{Day("20260502", "Other")}{Day("20260501", "Before")}END:VCALENDAR\r\n";
        Assert.Equal("2026-05-01 Before; 2026-05-02 One", Said(file));
    }

    [Fact]
    public void A_fold_in_the_middle_of_a_letter_is_undone_and_a_broken_letter_is_refused_by_its_line()
    {
        var bytes = Encoding.UTF8.GetBytes(File("DTSTART;VALUE=DATE:20260501|SUMMARY:Año"));
        var letter = Array.IndexOf(bytes, (byte)0xC3) + 1;
        byte[] folded = [.. bytes[..letter], .. "\r\n "u8, .. bytes[letter..]];
        Assert.Equal("2026-05-01 Año", Said(folded));
        byte[] broken = [.. bytes[..letter], .. bytes[(letter + 1)..]];
        Assert.Equal("line 4", Wrong(broken));
    }

    [Fact]
    public void A_long_name_is_cut_between_letters()
    {
        var (days, _, _) = HolidayFile.Read(Encoding.UTF8.GetBytes(File($"DTSTART;VALUE=DATE:20260501|SUMMARY:{new string('x', 99)}🎄🎄")), today, today.PlusYears(5));
        Assert.Equal(new string('x', 99), Assert.Single(days).Name);
    }

    [Fact]
    public void Days_without_end_are_refused_before_they_fill_the_memory()
    {
        var years = string.Concat(Enumerable.Range(0, 300).Select(_ => "BEGIN:VEVENT\nDTSTART;VALUE=DATE:19000101\nDURATION:P31D\nRRULE:FREQ=YEARLY\nEND:VEVENT\n"));
        Assert.Equal("file", Wrong(Encoding.UTF8.GetBytes($"BEGIN:VCALENDAR\n{years}END:VCALENDAR")));
    }

    private static string Day(string date, string name) => $"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{date}\r\nSUMMARY:{name}\r\nEND:VEVENT\r\n";

    private static string File(string lines) => $"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines.Replace('|', '\n')}\nEND:VEVENT\nEND:VCALENDAR\n";

    private static string Said(string file) => Said(Encoding.UTF8.GetBytes(file));

    private static string Said(byte[] file)
    {
        var (days, _, problem) = HolidayFile.Read(file, today, today.PlusYears(5));
        Assert.Null(problem);
        return string.Join("; ", days.Select(d => $"{d.Date:uuuu-MM-dd} {d.Name}"));
    }

    private static string Wrong(byte[] file) => HolidayFile.Read(file, today, today.PlusYears(5)).Problem!.Errors!.Keys.First();
}
