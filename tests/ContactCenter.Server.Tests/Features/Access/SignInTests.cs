using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

public sealed class SignInTests(ServerFixture fixture) : IClassFixture<ServerFixture>
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
}
