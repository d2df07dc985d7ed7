using System.Text.Json;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

/// <summary>What an agent sees of the customer beside the talk.</summary>
public sealed class ContactPanelTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Theory]
    [InlineData("America/New_York", "America/New_York")]
    [InlineData("UTC", "UTC")]
    [InlineData("Mars/Olympus", null)]
    [InlineData("UTC+05", null)]
    [InlineData("", null)]
    public async Task A_zone_that_the_browser_names_is_kept_if_there_is_one(string named, string? kept)
    {
        using var visitor = await server.Visitor(details: new { name = "Mia", timeZone = named });
        var ticket = await visitor.Open();
        using var agent = await server.SignedIn("ana@chat.test");
        var contact = (await agent.Get($"tickets/{ticket}")).Expect(200)["contact"];
        Assert.Equal(kept, contact.GetProperty("timeZone").GetString());
        var card = (await agent.Get($"contacts/{contact.GetProperty("id").GetGuid()}")).Expect(200);
        Assert.Equal((kept, "Mia", "Acme Air"), (card["timeZone"].GetString(), card["name"].GetString(), card["clientName"].GetString()));
        var address = Assert.Single(card["addresses"].EnumerateArray());
        Assert.Equal(("chat", visitor.Session.ToString()), (address.GetProperty("channel").GetString(), address.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task His_tickets_come_newest_first_and_page_by_page()
    {
        using var visitor = await server.Visitor();
        using var other = await server.Visitor();
        await other.Open("Somebody else");
        var tickets = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            tickets.Insert(0, await visitor.Open($"Matter {i}"));
            (await visitor.Api.Post("chat/end")).Expect(204);
            server.Advance(TimeSpan.FromSeconds(1));
        }

        using var agent = await server.SignedIn("ana@chat.test");
        var contact = (await agent.Get($"tickets/{tickets[0]}")).Expect(200)["contact"].GetProperty("id").GetGuid();
        var first = (await agent.Get($"tickets?contactId={contact}&limit=2")).Expect(200);
        var rest = (await agent.Get($"tickets?contactId={contact}&limit=2&cursor={first["nextCursor"].GetString()}")).Expect(200);
        Assert.Equal(tickets, first.Items.Concat(rest.Items).Select(t => t.GetProperty("id").GetGuid()));
        Assert.Equal(JsonValueKind.Null, rest["nextCursor"].ValueKind);
        (await agent.Get($"contacts/{server.Seed.NewId()}")).Expect(404, "not_found");
    }
}
