using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

public sealed class SignInFixture : ServerFixture
{
    protected override void Configure(ServerOptions options)
    {
        options.Settings["RateLimits:SignInsPerMinute"] = "1000";
        options.Settings["Access:SessionMinutes"] = "30";
    }
}

public sealed class SignInTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    [Fact]
    public async Task Who_signs_in_gets_his_roles_permissions_clients_and_a_cookie_that_scripts_cannot_read()
    {
        var mine = await fixture.Seed.Client("sign-in-mine", "Mine");
        await fixture.Seed.Client("sign-in-other", "Other");
        var user = await fixture.Seed.User("who@access.test", [BuiltInRoles.Agent], [mine], "Who Ever");
        using var api = fixture.Api();
        var answer = (await api.SignIn("Who@Access.Test")).Expect(200);
        Assert.Equal(user, answer["user"].GetProperty("id").GetGuid());
        Assert.Equal("Who Ever", answer["user"].GetProperty("name").GetString());
        Assert.Equal("agent", Assert.Single(answer["roles"].EnumerateArray()).GetString());
        Assert.Equal(
            ["agents.read", "channels.read", "clients.read", "queues.read", "tickets.read", "tickets.work"],
            answer["permissions"].EnumerateArray().Select(p => p.GetString()!));
        var client = Assert.Single(answer["clients"].EnumerateArray());
        Assert.Equal((mine, "sign-in-mine", "Mine"), (client.GetProperty("id").GetGuid(), client.GetProperty("key").GetString()!, client.GetProperty("name").GetString()!));
        Assert.False(answer["allClients"].GetBoolean());
        var cookie = answer.Headers["Set-Cookie"];
        Assert.StartsWith("cc_session=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(user, (await api.Get("session")).Expect(200)["user"].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        await fixture.Seed.User("known@access.test", [BuiltInRoles.Agent]);
        using var api = fixture.Api();
        var wrong = (await api.SignIn("known@access.test", "Wrong!2345")).Expect(401, "invalid_credentials");
        var unknown = (await api.SignIn("unknown@access.test", "Wrong!2345")).Expect(401, "invalid_credentials");
        Assert.Equal(wrong.Text, unknown.Text);
        Assert.Equal(wrong.Headers.Keys.Order(), unknown.Headers.Keys.Order());
        (await api.Get("session")).Expect(401, "not_signed_in");
    }

    [Fact]
    public async Task Who_is_not_active_or_has_set_no_password_cannot_sign_in()
    {
        var gone = await fixture.Seed.User("gone@access.test", [BuiltInRoles.Agent]);
        var invited = await fixture.Seed.User("invited@access.test", [BuiltInRoles.Agent]);
        await fixture.Installation.Execute("UPDATE access.users SET active = false WHERE id = @id", ("id", gone));
        await fixture.Installation.Execute("UPDATE access.users SET password_hash = NULL WHERE id = @id", ("id", invited));
        using var api = fixture.Api();
        (await api.SignIn("gone@access.test")).Expect(401, "invalid_credentials");
        (await api.SignIn("invited@access.test")).Expect(401, "invalid_credentials");
        // What the hash of nobody is made of opens nothing.
        (await api.SignIn("invited@access.test", "nobody's")).Expect(401, "invalid_credentials");
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_right_one_out_for_five_minutes()
    {
        var user = await fixture.Seed.User("locked@access.test", [BuiltInRoles.Agent]);
        using var api = fixture.Api();
        for (var i = 0; i < 4; i++) (await api.SignIn("locked@access.test", "Wrong!2345")).Expect(401, "invalid_credentials");
        (await api.SignIn("locked@access.test", "Wrong!2345")).Expect(423, "locked_out");
        (await api.SignIn("locked@access.test")).Expect(423, "locked_out");
        fixture.Advance(TimeSpan.FromMinutes(5));
        (await api.SignIn("locked@access.test")).Expect(200);
        Assert.Equal(
            ["signInFailed", "signInFailed", "signInFailed", "signInFailed", "signInFailed", "userLockedOut", "userSignedIn"],
            await Facts(user));
    }

    [Fact]
    public async Task A_name_that_is_nobodys_locks_out_like_one_that_is_somebodys()
    {
        await fixture.Seed.User("somebody@access.test", [BuiltInRoles.Agent]);
        using var api = fixture.Api();
        var answers = new List<(int Status, string Text)>[] { [], [] };
        foreach (var (name, list) in new[] { ("somebody@access.test", answers[0]), ("nobody@access.test", answers[1]) })
        {
            for (var i = 0; i < 7; i++)
            {
                var answer = await api.SignIn(name, "Wrong!2345");
                list.Add((answer.Status, answer.Text));
            }
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal([401, 401, 401, 401, 423, 423, 423], answers[1].Select(a => a.Status));
        fixture.Advance(TimeSpan.FromMinutes(5));
        (await api.SignIn("nobody@access.test", "Wrong!2345")).Expect(401, "invalid_credentials");
    }

    [Fact]
    public async Task A_success_forgets_the_failures_before_it()
    {
        await fixture.Seed.User("forgets@access.test", [BuiltInRoles.Agent]);
        using var api = fixture.Api();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++) (await api.SignIn("forgets@access.test", "Wrong!2345")).Expect(401);
            (await api.SignIn("forgets@access.test")).Expect(200);
        }
    }

    [Fact]
    public async Task Many_guesses_at_once_count_no_less_than_one_after_the_other()
    {
        var user = await fixture.Seed.User("storm@access.test", [BuiltInRoles.Agent]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var api = fixture.Api();
            return (await api.SignIn("storm@access.test", "Wrong!2345")).Status;
        }));
        Assert.Equal(4, answers.Count(s => s == 401));
        Assert.Equal(8, answers.Count(s => s == 423));
        Assert.Equal(5, (await Facts(user)).Count(f => f == "signInFailed"));
    }

    [Fact]
    public async Task After_signing_out_the_cookie_is_gone()
    {
        await fixture.Seed.User("out@access.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("out@access.test");
        (await api.Delete("session")).Expect(204);
        Assert.Equal("", api.CookieHeader);
        (await api.Get("session")).Expect(401, "not_signed_in");
    }

    [Fact]
    public async Task Signing_out_ends_copies_of_the_cookie_and_the_sessions_sockets_and_no_other_session()
    {
        await fixture.Seed.User("copied@access.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("copied@access.test");
        using var other = await fixture.SignedIn("copied@access.test");
        using var copy = api.At(fixture.Server.Address);
        using (var works = copy.At(fixture.Server.Address)) (await works.Get("session")).Expect(200);
        await using var screen = await HubClient.Connect(api);
        (await api.Delete("session")).Expect(204);
        using (var refused = copy.At(fixture.Server.Address)) (await refused.Get("session")).Expect(401, "not_signed_in");
        await screen.Ended;
        (await other.Get("session")).Expect(200);
        // Also when it was used all the time, a cookie that was signed out of never comes back to life.
        for (var half = 0; half < 5; half++)
        {
            fixture.Advance(TimeSpan.FromMinutes(14));
            (await other.Get("session")).Expect(200);
            using var again = copy.At(fixture.Server.Address);
            (await again.Get("session")).Expect(401, "not_signed_in");
        }
    }

    [Fact]
    public async Task A_session_nobody_uses_ends_and_one_in_use_goes_on()
    {
        await fixture.Seed.User("idle@access.test", [BuiltInRoles.Agent]);
        using var used = await fixture.SignedIn("idle@access.test");
        using var idle = await fixture.SignedIn("idle@access.test");
        fixture.Advance(TimeSpan.FromMinutes(20));
        (await used.Get("session")).Expect(200);
        fixture.Advance(TimeSpan.FromMinutes(15));
        (await used.Get("session")).Expect(200);
        (await idle.Get("session")).Expect(401, "not_signed_in");
    }

    [Fact]
    public async Task A_changed_cookie_is_nobodys()
    {
        await fixture.Seed.User("forged@access.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("forged@access.test");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        var cookie = api.CookieHeader;
        request.Headers.Add("Cookie", cookie[..40] + (cookie[40] == 'A' ? 'B' : 'A') + cookie[41..]);
        using var other = fixture.Api();
        (await other.Send(request)).Expect(401, "not_signed_in");
    }

    private Task<List<string>> Facts(Guid user) => fixture.Installation.Column<string>(
        "SELECT type FROM journal.events WHERE stream = @id AND stream_kind = 'user' ORDER BY sequence", ("id", user));
}

public sealed class FewSignInsFixture : ServerFixture
{
    protected override void Configure(ServerOptions options) => options.Settings["RateLimits:SignInsPerMinute"] = "3";
}

public sealed class SignInRateTests(FewSignInsFixture fixture) : IClassFixture<FewSignInsFixture>
{
    [Fact]
    public async Task One_address_may_knock_so_often_and_no_more()
    {
        using var api = fixture.Api();
        for (var i = 0; i < 3; i++) (await api.SignIn($"nobody{i}@access.test")).Expect(401);
        var refused = (await api.SignIn("nobody@access.test")).Expect(429, "rate_limited");
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
    }
}
