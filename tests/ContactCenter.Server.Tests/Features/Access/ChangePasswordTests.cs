using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

public sealed class ChangePasswordTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private const string Next = "Next!23456";

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_this_one_goes_on()
    {
        // A viewer: his scope shows no people, not even himself.
        await fixture.Seed.User("changes@password.test", [BuiltInRoles.ClientViewer], []);
        using var here = await fixture.SignedIn("changes@password.test");
        using var elsewhere = await fixture.SignedIn("changes@password.test");
        (await here.Put("session/password", new { current = Seed.Password, next = Next })).Expect(204);
        (await elsewhere.Get("session")).Expect(401, "not_signed_in");
        (await here.Get("session")).Expect(200);
        // Its antiforgery token is still good.
        (await here.Put("session/password", new { current = Next, next = "Third!23456" })).Expect(204);
        using var again = fixture.Api();
        (await again.SignIn("changes@password.test", Next)).Expect(401);
        (await again.SignIn("changes@password.test", "Third!23456")).Expect(200);
    }

    [Fact]
    public async Task The_present_password_must_be_right_and_guessing_it_locks()
    {
        await fixture.Seed.User("guesses@password.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("guesses@password.test");
        for (var i = 0; i < 5; i++)
        {
            var wrong = (await api.Put("session/password", new { current = "Wrong!2345", next = Next })).Expect(400, "invalid_request");
            Assert.True(wrong["errors"].TryGetProperty("current", out _));
        }
        (await api.Put("session/password", new { current = Seed.Password, next = Next })).Expect(423, "locked_out");
    }

    [Theory]
    [InlineData("Short!2")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("")]
    public async Task A_weak_password_is_refused(string next)
    {
        var name = $"weak{next.Length}@password.test";
        await fixture.Seed.User(name, [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn(name);
        var weak = (await api.Put("session/password", new { current = Seed.Password, next })).Expect(400, "invalid_request");
        Assert.True(weak["errors"].TryGetProperty("next", out _));
        (await api.Put("session/password", new { current = Seed.Password, next = new string('x', 300) })).Expect(400, "invalid_request");
    }
}
