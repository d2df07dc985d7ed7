using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class WidgetTests(ChatServer server) : IClassFixture<ChatServer>
{
    object New(string key, Guid? client = null, Guid? queue = null, string[]? origins = null, string colour = "#AA00bb", string title = "Ask us") => new
    {
        clientId = client ?? server.Acme, queueId = queue ?? server.AcmeQueue, key, name = "Shop", title, greeting = "Hello",
        offlineText = "Back at nine", colour, allowedOrigins = origins ?? ["https://shop.acme.test"],
    };

    static object Edit(Answer widget, string title, object? version = null, string? key = null, bool active = true) => new
    {
        key, queueId = widget["queueId"], name = "Shop", title, greeting = "Hi", offlineText = "", colour = "#000000",
        allowedOrigins = new[] { "https://shop.acme.test" }, active, version = version ?? widget["version"],
    };

    [Fact]
    public async Task A_widget_that_was_added_can_be_read_listed_and_changed()
    {
        using var admin = await server.SignedIn("acme-admin@chat.test");
        var added = (await admin.Post("widgets", New("shop"))).Expect(201);
        Assert.Equal("#aa00bb", added["colour"].GetString());
        Assert.True(added["active"].GetBoolean());
        Assert.Equal(added.Text, (await admin.Get($"widgets/{added.Id}")).Expect(200).Text);
        Assert.Contains((await admin.Get($"widgets?clientId={server.Acme}")).Items, w => w.GetProperty("id").GetGuid() == added.Id);

        var changed = (await admin.Put($"widgets/{added.Id}", Edit(added, "Talk to us", active: false))).Expect(200);
        Assert.Equal("Talk to us", changed["title"].GetString());
        Assert.Equal(2, changed["version"].GetInt64());
        Assert.Equal(["widgetAdded", "widgetChanged"], await server.Facts(added.Id));
        using var visitor = server.Api();
        (await visitor.Get("chat/shop")).Expect(404, "not_found");
    }

    [Fact]
    public async Task A_stale_change_is_refused()
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var added = (await admin.Post("widgets", New("stale"))).Expect(201);
        (await admin.Put($"widgets/{added.Id}", Edit(added, "First"))).Expect(200);
        (await admin.Put($"widgets/{added.Id}", Edit(added, "Second"))).Expect(409, "version_conflict");
        Assert.Equal("First", (await admin.Get($"widgets/{added.Id}"))["title"].GetString());
    }

    [Fact]
    public async Task A_key_is_taken_once_and_never_changes()
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var added = (await admin.Post("widgets", New("once"))).Expect(201);
        (await admin.Post("widgets", New("once"))).Expect(409, "key_taken");
        (await admin.Put($"widgets/{added.Id}", Edit(added, "Same", key: "twice"))).Expect(400, "invalid_request");
        foreach (var word in new[] { "messages", "stream", "typing", "end", "Upper", "a b", "" })
            (await admin.Post("widgets", New(word))).Expect(400, "invalid_request");
    }

    [Theory]
    [InlineData("https://Shop.Acme.test/", "https://shop.acme.test")]
    [InlineData("https://shop.acme.test:443", "https://shop.acme.test")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("https://bücher.test", "https://xn--bcher-kva.test")]
    public async Task A_site_is_kept_as_browsers_write_it(string given, string kept)
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var added = (await admin.Post("widgets", New($"site-{server.Seed.NewId():n}", origins: [given, given]))).Expect(201);
        Assert.Equal([kept], added["allowedOrigins"].EnumerateArray().Select(o => o.GetString()));
    }

    [Theory]
    [InlineData("https://acme.test/shop")]
    [InlineData("https://acme.test?x=1")]
    [InlineData("https://acme.test#top")]
    [InlineData("https://user@acme.test")]
    [InlineData("https://*.acme.test")]
    [InlineData("ftp://acme.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("acme.test")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("")]
    public async Task What_is_no_origin_is_refused(string origin)
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var answer = (await admin.Post("widgets", New("bad-site", origins: [origin]))).Expect(400, "invalid_request");
        Assert.True(answer["errors"].TryGetProperty("allowedOrigins", out _));
    }

    [Fact]
    public async Task Another_clients_widget_is_not_there()
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var banks = (await admin.Post("widgets", New("banks", server.Bank, server.BankQueue))).Expect(201);
        using var acme = await server.SignedIn("acme-admin@chat.test");
        var unknown = await acme.Get($"widgets/{server.Seed.NewId()}");
        var foreign = await acme.Get($"widgets/{banks.Id}");
        Assert.Equal((404, unknown.Text), (foreign.Status, foreign.Text));
        (await acme.Put($"widgets/{banks.Id}", Edit(banks, "Mine"))).Expect(404, "not_found");
        Assert.DoesNotContain((await acme.Get("widgets")).Items, w => w.GetProperty("clientId").GetGuid() == server.Bank);
        Assert.Empty((await acme.Get($"widgets?clientId={server.Bank}")).Items);
    }

    [Fact]
    public async Task Another_clients_queue_or_name_is_an_unknown_one()
    {
        using var acme = await server.SignedIn("acme-admin@chat.test");
        var answers = new List<Answer>
        {
            await acme.Post("widgets", New("cross", queue: server.BankQueue)), await acme.Post("widgets", New("cross", queue: server.Seed.NewId())),
            await acme.Post("widgets", New("cross", server.Bank, server.BankQueue)), await acme.Post("widgets", New("cross", server.Seed.NewId())),
        };
        Assert.All(answers, a => a.Expect(400, "invalid_request"));
        Assert.Single(answers.Select(a => a.Text).Distinct());
        using var all = await server.SignedIn("admin@chat.test");
        (await all.Post("widgets", New("cross", queue: server.BankQueue))).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task The_widget_of_a_client_who_is_no_longer_served_is_not_there()
    {
        var client = await server.Seed.Client("left");
        await server.Seed.Widget(client, await server.Seed.Queue(client), "left-chat");
        using var page = server.Api();
        (await page.Get("chat/left-chat")).Expect(200);
        await server.Installation.Execute("UPDATE clients.clients SET active = false WHERE id = @client", ("client", client));
        (await page.Get("chat/left-chat")).Expect(404, "not_found");
        (await page.Post("chat/left-chat/sessions", new { })).Expect(404, "not_found");
    }

    [Fact]
    public async Task Who_may_only_read_changes_nothing()
    {
        using var looker = await server.SignedIn("looker@chat.test");
        (await looker.Get("widgets")).Expect(200);
        (await looker.Post("widgets", New("looked"))).Expect(403, "forbidden");
        using var nobody = server.Api();
        (await nobody.Get("widgets")).Expect(401, "not_signed_in");
    }

    [Theory]
    [InlineData("""{"clientId":"x"}""")]
    [InlineData("""{"unknown":1}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task A_malformed_body_is_refused(string body)
    {
        using var admin = await server.SignedIn("admin@chat.test");
        (await admin.Post("widgets", body)).Expect(400);
        (await admin.Post("widgets", New("colour", colour: "red"))).Expect(400, "invalid_request");
        (await admin.Post("widgets", New("colour", colour: "#00000\0"))).Expect(400, "invalid_request");
        (await admin.Post("widgets", New("sign", title: "a\0b"))).Expect(400, "invalid_request");
    }
}
