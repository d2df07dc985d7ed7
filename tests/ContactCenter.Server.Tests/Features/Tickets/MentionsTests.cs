using System.Text.Json;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Tickets;

public sealed class MentionsTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    static object Note(string text, Guid? id = null, params Guid[] mentions) => id is null ? new { kind = "note", text, mentions } : new { kind = "note", text, id, mentions };

    static async Task<JsonElement> Mentions(Desk desk) => (await desk.Api.Get("mentions")).Expect(200).Json;

    [Fact]
    public async Task A_named_colleague_hears_of_it_once_finds_it_later_and_has_read_it_when_he_opens_the_ticket()
    {
        await using var ann = await floor.Agent();
        await using var ben = await floor.Agent();
        await using var second = await HubClient.Connect(ben.Api);
        var ticket = await floor.CustomerWrites("who knows this?");
        var id = floor.Seed.NewId();
        (await ann.Api.Post($"tickets/{ticket}/messages", Note("@Ben look", id, ben.Id))).Expect(201);
        (await ann.Api.Post($"tickets/{ticket}/messages", Note("@Ben look", id, ben.Id))).Expect(200);
        var news = await ben.News.Next("mentioned");
        Assert.Equal((ticket, id, "@Ben look"), (news.Body.GetProperty("ticketId").GetGuid(), news.Body.GetProperty("messageId").GetGuid(), news.Body.GetProperty("text").GetString()));
        await second.Next("mentioned");
        await floor.Settled();
        Assert.DoesNotContain(ben.News.Arrived(), n => n.Name == "mentioned");

        var waiting = await Mentions(ben);
        Assert.Equal(1, waiting.GetProperty("unread").GetInt32());
        var mention = Assert.Single(waiting.GetProperty("items").EnumerateArray());
        Assert.Equal((ticket, "@Ben look", false), (mention.GetProperty("ticketId").GetGuid(), mention.GetProperty("preview").GetString(), mention.GetProperty("read").GetBoolean()));
        Assert.Equal(0, (await Mentions(ann)).GetProperty("unread").GetInt32());

        (await ann.Api.Post($"tickets/{ticket}/mentions/read")).Expect(204);
        Assert.Equal(1, (await Mentions(ben)).GetProperty("unread").GetInt32());
        (await ben.Api.Post($"tickets/{ticket}/mentions/read")).Expect(204);
        await second.Next("mentionsOpened");
        (await ben.Api.Post($"tickets/{ticket}/mentions/read")).Expect(204);
        var read = await Mentions(ben);
        Assert.Equal(0, read.GetProperty("unread").GetInt32());
        Assert.True(Assert.Single(read.GetProperty("items").EnumerateArray()).GetProperty("read").GetBoolean());
        Assert.Equal(["colleagueMentioned", "mentionsRead"], (await floor.Facts(ticket)).Where(f => f.Contains("ention", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_does_not_work_on_the_clients_tickets_is_not_offered_and_cannot_be_named()
    {
        var other = await floor.Seed.Client("mentions-other");
        await using var ann = await floor.Agent();
        await using var stranger = await floor.Agent(other);
        var viewer = await floor.Seed.User("viewer@mentions.test", [BuiltInRoles.ClientViewer], [floor.Client]);
        var boss = await floor.Seed.User("boss@mentions.test", [BuiltInRoles.Supervisor]);
        var offered = (await ann.Api.Get($"colleagues?clientId={floor.Client}")).Expect(200).Items.Select(c => c.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(boss, offered);
        Assert.Contains(ann.Id, offered);
        Assert.DoesNotContain(viewer, offered);
        Assert.DoesNotContain(stranger.Id, offered);
        (await ann.Api.Get($"colleagues?clientId={other}")).Expect(404, "not_found");

        var ticket = await floor.CustomerWrites("secret");
        foreach (var wrong in new[] { stranger.Id, viewer, floor.Seed.NewId() })
            Refused(await ann.Api.Post($"tickets/{ticket}/messages", Note("@you", null, wrong)));
        Refused(await ann.Api.Post($"tickets/{ticket}/messages", Note("@you @you", null, boss, boss)));
        Refused(await ann.Api.Post($"tickets/{ticket}/messages", Note("@all", null, [.. Enumerable.Range(0, 21).Select(_ => floor.Seed.NewId())])));
        Refused(await ann.Api.Post($"tickets/{ticket}/messages", new { kind = "reply", text = "@you", mentions = new[] { boss } }));
        Assert.Empty(await floor.Installation.Column<Guid>("SELECT id FROM tickets.mentions WHERE ticket_id = @ticket", ("ticket", ticket)));
        Assert.DoesNotContain("noteAdded", await floor.Facts(ticket));

        static void Refused(Answer answer) => Assert.Equal("mentions", Assert.Single(answer.Expect(400, "invalid_request")["errors"].EnumerateObject()).Name);
    }

    [Fact]
    public async Task Who_has_lost_the_client_does_not_see_what_named_him_there()
    {
        var client = await floor.Seed.Client("mentions-lost");
        var queue = await floor.Seed.Queue(client);
        await using var ann = await floor.Agent(client);
        await using var ben = await floor.Agent(client, floor.Client);
        var ticket = await floor.CustomerWrites("gone", client: client, queue: queue);
        (await ann.Api.Post($"tickets/{ticket}/messages", Note("@ben", null, ben.Id))).Expect(201);
        Assert.Equal(1, (await Mentions(ben)).GetProperty("unread").GetInt32());
        using var admin = await Admin();
        var user = (await admin.Get($"users/{ben.Id}")).Expect(200);
        (await admin.Put($"users/{ben.Id}", new
        {
            email = user["email"].GetString(), name = user["name"].GetString(), roles = new[] { BuiltInRoles.Agent }, clients = new[] { floor.Client }, allClients = false, active = true,
            version = user["version"].GetInt64(),
        })).Expect(200);
        var left = await Mentions(ben);
        Assert.Equal(0, left.GetProperty("unread").GetInt32());
        Assert.Empty(left.GetProperty("items").EnumerateArray());
        (await ben.Api.Post($"tickets/{ticket}/mentions/read")).Expect(404, "not_found");
    }

    async Task<Api> Admin()
    {
        await floor.Seed.Admin("admin@mentions.test");
        return await floor.SignedIn("admin@mentions.test");
    }
}
