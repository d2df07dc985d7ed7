using System.Net.WebSockets;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Live;

public sealed class SocketFixture : ServerFixture
{
    protected override void Configure(ServerOptions options) => options.Settings["Access:SessionMinutes"] = "10";
}

/// <summary>Who may open a socket and what ends it.</summary>
public sealed class SocketTests(SocketFixture fixture) : IClassFixture<SocketFixture>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_socket_needs_a_session_and_the_hubs_permission()
    {
        await fixture.Seed.User("nothing@sockets.test", [await fixture.Seed.Role("sockets-nothing", "clients.read")]);
        await fixture.Seed.User("agent@sockets.test", [BuiltInRoles.Agent]);
        using var anonymous = fixture.Api();
        using var nothing = await fixture.SignedIn("nothing@sockets.test");
        using var agent = await fixture.SignedIn("agent@sockets.test");
        Assert.Equal(401, await Refused(anonymous, "/hubs/agent"));
        Assert.Equal(401, await Refused(anonymous, "/hubs/supervisor"));
        Assert.Equal(403, await Refused(nothing, "/hubs/agent"));
        Assert.Equal(403, await Refused(agent, "/hubs/supervisor"));
        await using var open = await HubClient.Connect(agent);
    }

    [Fact]
    public async Task Only_a_page_of_our_own_origin_may_open_a_socket()
    {
        await fixture.Seed.User("origin@sockets.test", [BuiltInRoles.Supervisor]);
        using var api = await fixture.SignedIn("origin@sockets.test");
        var own = fixture.Server.Address;
        foreach (var other in new[] { "https://evil.example", $"http://127.0.0.1:{own.Port + 1}", $"http://{own.Host}", "null", "" })
        {
            Assert.Equal(403, await Refused(api, "/hubs/agent", other));
            Assert.Equal(403, await Refused(api, "/hubs/supervisor", other));
        }

        await using var ours = await HubClient.Connect(api, origin: own.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task Negotiation_is_checked_alike_and_offers_sockets_only()
    {
        await fixture.Seed.User("negotiates@sockets.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("negotiates@sockets.test");
        api.AntiforgeryToken = null;
        var offered = (await api.Post("/hubs/agent/negotiate?negotiateVersion=1")).Expect(200)["availableTransports"];
        Assert.Equal("WebSockets", Assert.Single(offered.EnumerateArray()).GetProperty("transport").GetString());
        using var foreign = api.Request(HttpMethod.Post, "/hubs/agent/negotiate?negotiateVersion=1");
        foreign.Headers.Add("Origin", "https://evil.example");
        (await api.Send(foreign)).Expect(403, "origin_refused");
    }

    [Fact]
    public async Task Changed_access_ends_every_socket_of_the_user_within_a_second_and_no_others()
    {
        using var admin = await Admin("ends");
        var client = await fixture.Seed.Client("sockets-ends");
        var id = await fixture.Seed.User("ends@sockets.test", [BuiltInRoles.Supervisor], [client]);
        await fixture.Seed.User("stays@sockets.test", [BuiltInRoles.Supervisor], [client]);
        using var changed = await fixture.SignedIn("ends@sockets.test");
        using var other = await fixture.SignedIn("stays@sockets.test");
        await using var desk = await HubClient.Connect(changed);
        await using var board = await HubClient.Connect(changed, "/hubs/supervisor");
        await using var stays = await HubClient.Connect(other);
        var user = (await admin.Get($"users/{id}")).Json;
        (await admin.Put($"users/{id}", new
        {
            email = "ends@sockets.test", name = "Ends", roles = new[] { BuiltInRoles.Agent }, clients = new[] { client }, allClients = false, active = true,
            version = user.GetProperty("version").GetInt64(),
        })).Expect(200);
        await Task.WhenAll(desk.Ended, board.Ended).WaitAsync(30 * Second);
        Assert.False(stays.Ended.IsCompleted);
        // The session goes on with what is left.
        await using var again = await HubClient.Connect(changed);
        Assert.Equal(403, await Refused(changed, "/hubs/supervisor"));
    }

    [Fact]
    public async Task A_changed_role_and_a_new_password_end_sockets_too()
    {
        using var admin = await Admin("role");
        var role = (await admin.Post("roles", new { name = "sockets-role", permissions = new[] { "tickets.work", "tickets.read" } })).Expect(201).Id;
        await fixture.Seed.User("role@sockets.test", [role]);
        using var api = await fixture.SignedIn("role@sockets.test");
        using var elsewhere = await fixture.SignedIn("role@sockets.test");
        await using (var desk = await HubClient.Connect(api))
        {
            (await admin.Put($"roles/{role}", new { name = "sockets-role", permissions = new[] { "tickets.work" }, version = 1 })).Expect(200);
            await desk.Ended.WaitAsync(30 * Second);
        }

        await using (var desk = await HubClient.Connect(elsewhere))
        {
            (await api.Put("session/password", new { current = Seed.Password, next = "Next!23456" })).Expect(204);
            await desk.Ended.WaitAsync(30 * Second);
        }

        Assert.Equal(401, await Refused(elsewhere, "/hubs/agent"));
        await using var here = await HubClient.Connect(api);
    }

    [Fact]
    public async Task A_socket_ends_with_its_session()
    {
        await fixture.Seed.User("expires@sockets.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("expires@sockets.test");
        await using var desk = await HubClient.Connect(api);
        fixture.Advance(TimeSpan.FromMinutes(10) - Second);
        Assert.Null(await desk.Invoke("Typing", fixture.Seed.NewId(), true));
        fixture.Advance(Second);
        await desk.Ended.WaitAsync(30 * Second);
        fixture.Advance(Second);
        Assert.Equal(401, await Refused(api, "/hubs/agent"));
    }

    [Fact]
    public async Task A_message_beyond_the_limit_ends_its_socket()
    {
        await fixture.Seed.User("floods@sockets.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("floods@sockets.test");
        await using var desk = await HubClient.Connect(api);
        await desk.Send(new string('x', 5000));
        await desk.Ended.WaitAsync(30 * Second);
    }

    [Fact]
    public async Task What_a_hub_does_not_know_is_an_error_and_nothing_more()
    {
        await fixture.Seed.User("asks@sockets.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("asks@sockets.test");
        await using var desk = await HubClient.Connect(api);
        Assert.NotNull(await desk.Invoke("AcceptOffer", fixture.Seed.NewId()));
        Assert.NotNull(await desk.Invoke("Typing", "no id", true));
        Assert.Null(await desk.Invoke("Typing", fixture.Seed.NewId(), true));
    }

    private async Task<Api> Admin(string name)
    {
        await fixture.Seed.User($"{name}@sockets-admin.test", [BuiltInRoles.Admin]);
        return await fixture.SignedIn($"{name}@sockets-admin.test");
    }

    /// <summary>The status with which the socket was refused.</summary>
    private static async Task<int> Refused(Api api, string hub, string? origin = null)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.Open(api, hub, origin));
        return int.Parse(System.Text.RegularExpressions.Regex.Match(refused.Message, "status code '(?<code>[0-9]{3})'", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, Second).Groups["code"].Value);
    }
}
