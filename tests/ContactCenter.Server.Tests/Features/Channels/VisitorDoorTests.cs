using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Text;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class VisitorDoorTests(ChatServer server) : IClassFixture<ChatServer>
{
    static readonly (HttpMethod Method, string Path)[] TokenRoutes =
    [
        (HttpMethod.Get, "chat/messages"), (HttpMethod.Post, "chat/messages"), (HttpMethod.Get, "chat/stream"),
        (HttpMethod.Post, "chat/typing"), (HttpMethod.Post, "chat/end"),
    ];

    async Task<Answer> From(Api api, HttpMethod method, string path, string? origin, string? fetchSite = null, string? body = null)
    {
        using var request = api.Request(method, path);
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (fetchSite is not null) request.Headers.Add("Sec-Fetch-Site", fetchSite);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await api.Send(request);
    }

    async Task<Answer> Preflight(string path, string origin, string method = "POST")
    {
        using var api = server.Api();
        using var request = api.Request(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,last-event-id");
        return await api.Send(request);
    }

    [Fact]
    public async Task The_widget_of_a_key_shows_its_face_and_nothing_of_whose_it_is()
    {
        using var api = server.Api();
        var face = (await api.Get("chat/acme-chat")).Expect(200);
        Assert.Equal(["title", "greeting", "offlineText", "colour", "online", "preChat", "theme", "asksSatisfaction"], face.Json.EnumerateObject().Select(p => p.Name));
        Assert.False(face["online"].GetBoolean());
        (await api.Get("chat/no-such-widget")).Expect(404, "not_found");
        (await api.Post("chat/no-such-widget/sessions", new { })).Expect(404, "not_found");
    }

    [Fact]
    public async Task Without_a_token_of_ours_no_route_opens()
    {
        using var visitor = await server.Visitor();
        var good = visitor.Api.Bearer!;
        var random = Convert.ToBase64String(new byte[120]).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        foreach (var token in new[] { null, "", "x", random, good[..^4], good + "AAAA", Forged(good), new string('A', 5000) })
        {
            using var caller = server.Api();
            foreach (var (method, path) in TokenRoutes)
            {
                using var request = caller.Request(method, path);
                if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                // The token is looked at before the body is: a broken one tells nothing.
                if (method == HttpMethod.Post) request.Content = new StringContent("{", Encoding.UTF8, "application/json");
                (await caller.Send(request)).Expect(401, "session_invalid");
            }
        }
    }

    static string Forged(string token)
    {
        var middle = token.Length / 2;
        return token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..];
    }

    [Fact]
    public async Task A_token_in_the_address_opens_nothing()
    {
        using var visitor = await server.Visitor();
        using var caller = server.Api();
        (await caller.Get($"chat/messages?token={visitor.Api.Bearer}&access_token={visitor.Api.Bearer}")).Expect(401, "session_invalid");
    }

    /// <summary>A token as the server seals them, for whatever it says and whatever it was made for.</summary>
    string Sealed(Guid session, Guid client, TimeSpan life, string purpose = "visitor")
    {
        var until = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(until, (server.Time.Now + life).ToUnixTimeSeconds());
        var protector = server.Server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);
        return Base64Url.EncodeToString(protector.Protect([.. session.ToByteArray(), .. client.ToByteArray(), .. until]));
    }

    [Fact]
    public async Task Only_a_visitors_token_of_the_sessions_own_client_opens()
    {
        using var visitor = await server.Visitor();
        using var caller = server.Api();
        var life = TimeSpan.FromHours(1);
        caller.Bearer = Sealed(visitor.Session, server.Acme, life);
        (await caller.Get("chat/messages")).Expect(200);
        foreach (var token in new[]
        {
            Sealed(visitor.Session, server.Acme, life, "something-else"), Sealed(visitor.Session, server.Bank, life),
            Sealed(server.Seed.NewId(), server.Acme, life), Sealed(visitor.Session, server.Seed.NewId(), life),
        })
        {
            caller.Bearer = token;
            (await caller.Get("chat/messages")).Expect(401, "session_invalid");
            (await caller.Post("chat/messages", new { text = "Let me in" })).Expect(401, "session_invalid");
        }
    }

    [Fact]
    public async Task A_token_has_an_end_and_its_stream_ends_with_it()
    {
        using var visitor = await server.Visitor();
        visitor.Api.Bearer = Sealed(visitor.Session, server.Acme, TimeSpan.FromSeconds(40));
        using var stream = await visitor.Follow();
        await stream.Next("state");
        server.Advance(TimeSpan.FromSeconds(39));
        (await visitor.History()).Expect(200);
        server.Advance(TimeSpan.FromSeconds(1));
        (await visitor.History()).Expect(401, "session_invalid");
        while (await stream.Next() is { } late) Assert.Equal("comment", late.Type);
    }

    [Fact]
    public async Task A_signed_in_agents_cookie_gives_nothing_and_needs_no_antiforgery_token()
    {
        using var agent = await server.SignedIn("ana@chat.test");
        agent.AntiforgeryToken = null;
        (await agent.Get("chat/messages")).Expect(401, "session_invalid");
        var session = (await agent.Post("chat/acme-chat/sessions", new { })).Expect(201);
        agent.Bearer = session["token"].GetString();
        (await agent.Post("chat/messages", new { text = "As a visitor" })).Expect(201);
        var ticket = (await server.TicketsOf(session["sessionId"].GetGuid())).Single();
        Assert.Equal(["visitor"], (await server.Installation.Column<string>("SELECT DISTINCT actor_kind FROM journal.events WHERE stream = @ticket", ("ticket", ticket))));
    }

    [Fact]
    public async Task A_site_that_the_widget_allows_may_write_and_read_and_never_with_cookies()
    {
        foreach (var (path, method) in new[] { ("chat/acme-chat/sessions", "POST"), ("chat/messages", "POST"), ("chat/stream", "GET"), ("chat/end", "POST") })
        {
            var asked = (await Preflight(path, ChatServer.AcmeSite, method)).Expect(204);
            Assert.Equal(ChatServer.AcmeSite, asked.Headers["Access-Control-Allow-Origin"]);
            Assert.Contains("authorization", asked.Headers["Access-Control-Allow-Headers"]);
            Assert.Contains("last-event-id", asked.Headers["Access-Control-Allow-Headers"]);
            Assert.False(asked.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        }

        using var api = server.Api();
        var session = (await From(api, HttpMethod.Post, "chat/acme-chat/sessions", ChatServer.AcmeSite, "cross-site", "{}")).Expect(201);
        Assert.Equal(ChatServer.AcmeSite, session.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("Origin", session.Headers["Vary"]);
        Assert.False(session.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        api.Bearer = session["token"].GetString();
        (await From(api, HttpMethod.Post, "chat/messages", ChatServer.AcmeSite, "cross-site", """{"text":"Hello"}""")).Expect(201);
        // What goes wrong must be readable, too.
        api.Bearer = "x";
        Assert.Equal(ChatServer.AcmeSite, (await From(api, HttpMethod.Get, "chat/messages", ChatServer.AcmeSite)).Expect(401).Headers["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("https://evil.test", false)]
    [InlineData("null", false)]
    [InlineData("https://www.acme.test.evil.test", false)]
    [InlineData("http://www.acme.test", false)]
    [InlineData("https://www.acme.test:8443", false)]
    [InlineData(ChatServer.BankSite, true)]
    public async Task Another_site_is_refused(string origin, bool embedsAnotherWidget)
    {
        var asked = await Preflight("chat/acme-chat/sessions", origin);
        Assert.Equal(embedsAnotherWidget, asked.Headers.ContainsKey("Access-Control-Allow-Origin"));
        using var api = server.Api();
        var refused = (await From(api, HttpMethod.Post, "chat/acme-chat/sessions", origin, body: "{}")).Expect(403, "origin_not_allowed");
        Assert.Equal(embedsAnotherWidget, refused.Headers.ContainsKey("Access-Control-Allow-Origin"));
        (await From(api, HttpMethod.Get, "chat/acme-chat", origin)).Expect(403, "origin_not_allowed");
        using var visitor = await server.Visitor();
        foreach (var (method, path) in TokenRoutes)
            (await From(visitor.Api, method, path, origin, body: method == HttpMethod.Post ? """{"text":"Hi"}""" : null)).Expect(403, "origin_not_allowed");
        Assert.Empty(await server.TicketsOf(visitor.Session));
    }

    [Fact]
    public async Task Our_own_pages_and_callers_without_a_browser_may()
    {
        using var api = server.Api();
        var own = server.Server.Address.GetLeftPart(UriPartial.Authority);
        (await From(api, HttpMethod.Post, "chat/acme-chat/sessions", own, "same-origin", "{}")).Expect(201);
        (await From(api, HttpMethod.Get, "chat/acme-chat", null)).Expect(200);
        (await From(api, HttpMethod.Get, "chat/acme-chat", null, "same-origin")).Expect(200);
        // A picture or script on another site's page names no origin, but the browser says where it stands.
        (await From(api, HttpMethod.Get, "chat/acme-chat", null, "cross-site")).Expect(403, "origin_not_allowed");
    }

    [Fact]
    public async Task A_widget_that_is_switched_off_opens_no_sessions_but_lets_talks_go_on()
    {
        var queue = await server.Seed.Queue(server.Acme, "Old");
        var widget = await server.Seed.Widget(server.Acme, queue, "old-chat");
        using var visitor = await server.Visitor("old-chat");
        await visitor.Open();
        await server.Installation.Execute("UPDATE channels.widgets SET active = false WHERE id = @id", ("id", widget));
        using var late = server.Api();
        (await late.Post("chat/old-chat/sessions", new { })).Expect(404, "not_found");
        (await visitor.Write("Still there?")).Expect(201);
        (await visitor.History()).Expect(200);
    }

    [Fact]
    public async Task Details_that_are_none_are_refused()
    {
        using var api = server.Api();
        foreach (var bad in new object[]
        {
            new { name = new string('n', 101) }, new { name = "two\nlines" }, new { email = "nobody" }, new { email = "a b@c.test" },
            new { email = new string('e', 300) + "@c.test" }, new { language = "no language" }, new { topic = new string('t', 201) }, new { unknown = 1 },
            new { name = 5 }, "{", "[]", "null", "",
        })
            (await api.Post("chat/acme-chat/sessions", bad)).Expect(400);
        (await api.Post("chat/acme-chat/sessions", new { name = " Mia ", email = "mia@home.test", language = "pt-BR", topic = "Luggage" })).Expect(201);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        using var visitor = await server.Visitor();
        using var request = visitor.Api.Request(HttpMethod.Post, "chat/messages");
        var body = new NeverRead(70_000);
        request.Content = body;
        request.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await visitor.Api.Http.SendAsync(request)).StatusCode);
        Assert.False(body.Sent);
        var text = await visitor.Api.Post("chat/messages", $$"""{"text":"{{new string('x', 70_000)}}"}""");
        text.Expect(413, "body_too_large");
        Assert.Empty(await server.TicketsOf(visitor.Session));
    }

    /// <summary>A body that says how long it is and waits to be asked for.</summary>
    sealed class NeverRead : HttpContent
    {
        readonly long length;

        public NeverRead(long length)
        {
            this.length = length;
            Headers.ContentType = new("application/json");
        }

        public bool Sent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Sent = true;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
