using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class PreChatTests(ChatServer server) : IClassFixture<ChatServer>
{
    async Task<Answer> Widget(Api admin, string key, object? preChat = null, object? theme = null) => (await admin.Post("widgets", new
    {
        clientId = server.Acme, queueId = server.AcmeQueue, key, name = "Shop", title = "Ask us", allowedOrigins = Array.Empty<string>(), preChat, theme,
    })).Expect(201);

    static object Form(string name, string email, string topic) => new { name, email, topic };

    [Fact]
    public async Task What_is_required_is_asked_of_every_visitor_and_named_field_by_field()
    {
        using var admin = await server.SignedIn("admin@chat.test");
        await Widget(admin, "asks-all", Form("required", "required", "required"));
        using var page = server.Api();
        var face = (await page.Get("chat/asks-all")).Expect(200)["preChat"];
        Assert.Equal("required", face.GetProperty("topic").GetString());

        var refused = (await page.Post("chat/asks-all/sessions", new { name = "  ", email = "ida@home.test" })).Expect(400, "invalid_request");
        Assert.Equal(["name", "topic"], refused["errors"].EnumerateObject().Select(e => e.Name).Order());
        (await page.Post("chat/asks-all/sessions", new { name = "Ida", email = "nowhere", topic = "A bag" })).Expect(400, "invalid_request");
        Assert.Equal(0, await server.Installation.Scalar<long>(
            "SELECT count(*) FROM channels.visitor_sessions s JOIN channels.widgets w ON w.id = s.widget_id WHERE w.key = 'asks-all'"));

        using var ida = await server.Visitor("asks-all", new { name = "Ida", email = "ida@home.test", topic = "A bag" });
        var ticket = await ida.Open("It is blue");
        using var agent = await server.SignedIn("ana@chat.test");
        var seen = (await agent.Get($"tickets/{ticket}")).Expect(200);
        Assert.Equal(("A bag", "Ida"), (seen["subject"].GetString(), seen["contact"].GetProperty("name").GetString()));
    }

    [Fact]
    public async Task What_is_optional_or_off_stops_nobody()
    {
        using var admin = await server.SignedIn("admin@chat.test");
        await Widget(admin, "asks-little", Form("optional", "off", "off"));
        using var silent = await server.Visitor("asks-little");
        await silent.Open();
        using var open = await server.Visitor("asks-little", new { name = "Ida", email = "ida@home.test" });
        await open.Open();
    }

    [Fact]
    public async Task A_widget_asks_and_looks_as_it_did_when_an_edit_says_nothing_of_it()
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var theme = new { side = "left", scheme = "dark", corners = "square", launcherText = " Ask us " };
        var added = await Widget(admin, "keeps", Form("off", "required", "optional"), theme);
        var changed = (await admin.Put($"widgets/{added.Id}", new
        {
            queueId = server.AcmeQueue, name = "Shop", title = "Other", greeting = "", offlineText = "", colour = "#000000", allowedOrigins = Array.Empty<string>(), active = true, version = 1,
        })).Expect(200);
        Assert.Equal(("off", "required"), (changed["preChat"].GetProperty("name").GetString(), changed["preChat"].GetProperty("email").GetString()));
        using var page = server.Api();
        var face = (await page.Get("chat/keeps")).Expect(200)["theme"];
        Assert.Equal(("left", "dark", "square", "Ask us"), (Word("side"), Word("scheme"), Word("corners"), Word("launcherText")));

        string? Word(string name) => face.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_widget_that_nobody_configured_asks_for_a_name_and_an_email_as_the_visitor_likes()
    {
        using var page = server.Api();
        var face = (await page.Get("chat/acme-chat")).Expect(200);
        Assert.Equal(("optional", "optional", "off"), (
            face["preChat"].GetProperty("name").GetString(), face["preChat"].GetProperty("email").GetString(), face["preChat"].GetProperty("topic").GetString()));
        Assert.Equal(("right", "auto"), (face["theme"].GetProperty("side").GetString(), face["theme"].GetProperty("scheme").GetString()));
    }

    [Theory]
    [InlineData("""{"name":"maybe","email":"off","topic":"off"}""", null)]
    [InlineData("""{"name":"off"}""", null)]
    [InlineData(null, """{"side":"top","scheme":"auto","corners":"round","launcherText":""}""")]
    [InlineData(null, """{"side":"left","scheme":"auto","corners":"round","launcherText":"This text is longer than thirty letters"}""")]
    [InlineData(null, """{"side":"left","scheme":"auto","corners":"round","launcherText":"two\nlines"}""")]
    [InlineData(null, """{"side":"left","scheme":"auto","corners":"round","launcherText":null}""")]
    public async Task A_form_or_a_look_that_there_is_not_is_refused(string? preChat, string? theme)
    {
        using var admin = await server.SignedIn("admin@chat.test");
        var extra = preChat is null ? $"\"theme\":{theme}" : $"\"preChat\":{preChat}";
        var body = $$"""{"clientId":"{{server.Acme}}","queueId":"{{server.AcmeQueue}}","key":"bad-look","name":"Shop","title":"Ask us","allowedOrigins":[],{{extra}}}""";
        (await admin.Post("widgets", body)).Expect(400, "invalid_request");
    }
}
