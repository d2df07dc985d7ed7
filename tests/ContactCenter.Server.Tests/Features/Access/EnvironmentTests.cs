using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

/// <summary>What differs between a developer's machine and production.</summary>
public sealed class EnvironmentTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Production_does_not_start_with_the_demo_or_its_accounts()
    {
        Assert.Contains("Demo:Enabled", Refused(o => o.Settings["Demo:Enabled"] = "true").Message, StringComparison.Ordinal);
        var user = await fixture.Seed.User("agent1@demo.test", [BuiltInRoles.Agent]);
        Assert.Contains("demo accounts", Refused(_ => { }).Message, StringComparison.Ordinal);

        await fixture.Installation.Execute("UPDATE access.users SET active = false");
        await using var production = fixture.StartAnother(o => o.Settings["environment"] = "Production");
        using var api = production.Api();
        (await api.Get("/health/live")).Expect(200);
        await fixture.Installation.Execute("UPDATE access.users SET active = true WHERE id = @id", ("id", user));
    }

    [Fact]
    public async Task Only_a_developers_own_machine_gets_a_cookie_for_plain_http()
    {
        await fixture.Seed.User("plain@environments.test", [BuiltInRoles.Agent]);
        await using var development = fixture.StartAnother(o => o.Settings["environment"] = "Development");
        using var api = development.Api();
        Assert.DoesNotContain("secure", (await api.SignIn("plain@environments.test")).Expect(200).Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        using var elsewhere = fixture.Api();
        Assert.Contains("secure", (await elsewhere.SignIn("plain@environments.test")).Expect(200).Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_session_of_one_node_is_good_on_another()
    {
        await fixture.Seed.User("nodes@environments.test", [BuiltInRoles.Agent]);
        using var here = await fixture.SignedIn("nodes@environments.test");
        await using var other = fixture.StartAnother();
        using var there = other.Api();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/session");
        request.Headers.Add("Cookie", here.CookieHeader);
        request.Headers.Add("X-CSRF-TOKEN", here.AntiforgeryToken);
        (await there.Send(request)).Expect(204);
    }

    private Exception Refused(Action<ServerOptions> change) => Assert.ThrowsAny<InvalidOperationException>(() => fixture.StartAnother(o =>
    {
        o.Settings["environment"] = "Production";
        change(o);
    }));
}
