using System.Globalization;
using System.Net;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class TranscriptTests(ChatServer server) : IClassFixture<ChatServer>
{
    static async Task<(HttpStatusCode Status, string Text, string Disposition)> Fetch(VisitorCaller visitor, string query = "")
    {
        using var request = visitor.Api.Request(HttpMethod.Get, "chat/transcript" + query);
        using var response = await visitor.Api.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentDisposition?.ToString() ?? "");
    }

    [Fact]
    public async Task A_visitor_takes_his_own_talk_with_him_without_notes_and_without_markup()
    {
        using var ida = await server.Visitor();
        using var neighbour = await server.Visitor();
        await neighbour.Open("The neighbour's secret");
        var ticket = await ida.Open("<script>alert(1)</script> & \"bags\" مرحبا");
        await server.Assign(ticket);
        await server.Say(ticket, "It is in <Lisbon>");
        await server.Say(ticket, "He shouts", "note");

        var (status, page, disposition) = await Fetch(ida);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("attachment", disposition, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;bags&quot; مرحبا", page, StringComparison.Ordinal);
        Assert.Contains("It is in &lt;Lisbon&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Ana Lopez joined the chat", page, StringComparison.Ordinal);
        Assert.Contains("Times are those of UTC", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("shouts", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_the_times_of_his_zone_with_its_name_in_his_language()
    {
        using var ida = await server.Visitor();
        await ida.Open();
        var at = (await ida.History()).Items.Single().GetProperty("at").GetDateTimeOffset();
        var there = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu"));
        var (_, page, _) = await Fetch(ida, "?zone=Asia/Kathmandu&language=es-MX");
        Assert.Contains("Las horas son las de Asia/Kathmandu", page, StringComparison.Ordinal);
        Assert.Contains(there.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " +05:45", page, StringComparison.Ordinal);
        Assert.Contains("dir=\"rtl\"", (await Fetch(ida, "?language=ar")).Text, StringComparison.Ordinal);
        Assert.Contains("Times are those of UTC", (await Fetch(ida, "?language=tlh")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_whole_after_the_end_over_several_tickets_and_pages()
    {
        using var ida = await server.Visitor();
        var first = await ida.Open("first ticket");
        (await ida.Api.Post("chat/end", new { })).Expect(204);
        var second = await ida.Open("second ticket");
        Assert.NotEqual(first, second);
        await server.Assign(second);
        await server.Installation.Execute(
            """
            INSERT INTO tickets.messages (id, client_id, ticket_id, sequence, kind, author_kind, text, status, at)
            SELECT gen_random_uuid(), client_id, id, 1000 + n, 'customer', 'customer', 'line ' || n || '.', 'stored', @now
            FROM tickets.tickets CROSS JOIN generate_series(1, 450) n WHERE id = @ticket
            """, ("ticket", second), ("now", server.Time.Now));
        (await ida.Api.Post("chat/end", new { })).Expect(204);
        var (_, page, _) = await Fetch(ida);
        Assert.True(page.IndexOf("first ticket", StringComparison.Ordinal) < page.IndexOf("second ticket", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, 450), n => Assert.Contains($">line {n}.<", page, StringComparison.Ordinal));
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/dev/zero")]
    [InlineData("Europe/Madrid\n")]
    public async Task A_zone_that_we_do_not_know_is_UTC_and_the_file_says_so(string zone)
    {
        using var ida = await server.Visitor();
        await ida.Open();
        Assert.Contains("Times are those of UTC", (await Fetch(ida, $"?zone={Uri.EscapeDataString(zone)}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_talk_or_without_a_token_there_is_nothing()
    {
        using var ida = await server.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await Fetch(ida)).Status);
        using var nobody = server.Api();
        (await nobody.Get("chat/transcript")).Expect(401, "session_invalid");
    }
}
