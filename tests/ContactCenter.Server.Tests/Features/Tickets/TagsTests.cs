using System.Text.Json;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Tickets;

public sealed class TagsTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Theory]
    [InlineData("VIP", "vip")]
    [InlineData("  lost   bag ", "lost bag")]
    [InlineData("Ärger", "ärger")]
    [InlineData("#42", "#42")]
    [InlineData("", null)]
    [InlineData(" \u00a0 ", null)]
    [InlineData("?!", null)]
    [InlineData("two\nlines", null)]
    [InlineData("12345678901234567890123456789012345678901", null)]
    public void A_word_has_one_form(string typed, string? kept) => Assert.Equal(kept, Tag.Normal(typed));

    [Fact]
    public async Task A_tag_is_put_on_found_and_taken_off_and_each_is_a_fact()
    {
        await using var ann = await floor.Agent();
        var ticket = await floor.CustomerWrites("tag me");
        var before = (await ann.Api.Get($"tickets/{ticket}")).Expect(200)["version"].GetInt64();
        var tagged = (await ann.Api.Post($"tickets/{ticket}/tags", new { tag = " Lost  Bag " })).Expect(200);
        Assert.Equal(["lost bag"], Tags(tagged.Json));
        Assert.Equal(before + 1, tagged["version"].GetInt64());
        var again = (await ann.Api.Post($"tickets/{ticket}/tags", new { tag = "LOST BAG" })).Expect(200);
        Assert.Equal(before + 1, again["version"].GetInt64());
        Assert.Equal(ticket, Assert.Single((await ann.Api.Get("tickets?tag=Lost%20bag")).Expect(200).Items).GetProperty("id").GetGuid());
        Assert.Contains((await ann.Api.Get($"tags?clientId={floor.Client}")).Expect(200).Items, t => t.GetProperty("name").GetString() == "lost bag");

        Assert.Empty(Tags((await ann.Api.Delete($"tickets/{ticket}/tags?tag=lost%20bag")).Expect(200).Json));
        Assert.Equal(before + 2, (await ann.Api.Delete($"tickets/{ticket}/tags?tag=lost%20bag")).Expect(200)["version"].GetInt64());
        Assert.Empty((await ann.Api.Get("tickets?tag=lost%20bag")).Expect(200).Items);
        Assert.DoesNotContain((await ann.Api.Get("tags")).Expect(200).Items, t => t.GetProperty("name").GetString() == "lost bag");
        Assert.Equal(["ticketTagged", "ticketUntagged"], (await floor.Facts(ticket)).Where(f => f.EndsWith("agged", StringComparison.Ordinal)));
        Assert.DoesNotContain("lost", string.Join(' ', await floor.Installation.Column<string>("SELECT payload::text FROM journal.events WHERE stream = @id", ("id", ticket))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_word_and_one_too_many_are_refused()
    {
        await using var ann = await floor.Agent();
        var ticket = await floor.CustomerWrites("many tags");
        Assert.Equal("tag", Assert.Single((await ann.Api.Post($"tickets/{ticket}/tags", new { tag = "!" })).Expect(400, "invalid_request")["errors"].EnumerateObject()).Name);
        (await ann.Api.Get("tickets?tag=!")).Expect(400, "invalid_request");
        for (var i = 0; i < Tag.MostOnTicket; i++) (await ann.Api.Post($"tickets/{ticket}/tags", new { tag = $"tag {i}" })).Expect(200);
        (await ann.Api.Post($"tickets/{ticket}/tags", new { tag = "one more" })).Expect(409, "too_many_tags");
        (await ann.Api.Post($"tickets/{floor.Seed.NewId()}/tags", new { tag = "vip" })).Expect(404, "not_found");
    }

    [Fact]
    public async Task The_same_new_word_on_many_tickets_at_once_is_one_word()
    {
        await using var ann = await floor.Agent();
        var tickets = new List<Guid>();
        for (var i = 0; i < 6; i++) tickets.Add(await floor.CustomerWrites($"at once {i}"));
        var answers = await Task.WhenAll(tickets.Concat(tickets).Select(t => ann.Api.Post($"tickets/{t}/tags", new { tag = "storm" })));
        Assert.All(answers, a => a.Expect(200));
        Assert.Single(await floor.Installation.Column<Guid>("SELECT id FROM tickets.tags WHERE name = 'storm'"));
        Assert.Equal(tickets.Order(), (await ann.Api.Get("tickets?tag=storm&limit=4")).Items.Concat(await SecondPage(ann, "storm")).Select(t => t.GetProperty("id").GetGuid()).Order());
        foreach (var ticket in tickets) Assert.Single(await floor.Facts(ticket), "ticketTagged");
    }

    [Fact]
    public async Task The_owners_screens_hear_of_a_colleagues_tag()
    {
        var client = await floor.Seed.Client("tags-told");
        await using var ann = await floor.ReadyAgent(client);
        var ticket = await ann.Takes(await floor.CustomerWrites("tagged by another", client: client, queue: await floor.Seed.Queue(client)));
        await using var ben = await floor.Agent(client);
        (await ben.Api.Post($"tickets/{ticket}/tags", new { tag = "urgent" })).Expect(200);
        var news = await ann.News.Next("ticketChanged", n => n.GetProperty("change").GetString() == "tagged");
        Assert.Equal(ticket, news.Body.GetProperty("ticketId").GetGuid());
    }

    static async Task<IReadOnlyList<JsonElement>> SecondPage(Desk desk, string tag)
    {
        var first = (await desk.Api.Get($"tickets?tag={tag}&limit=4")).Expect(200);
        return [.. (await desk.Api.Get($"tickets?tag={tag}&limit=4&cursor={first["nextCursor"].GetString()}")).Expect(200).Items];
    }

    static List<string> Tags(JsonElement ticket) => [.. ticket.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!)];
}
