using System.Text.Json;
using System.Web;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

public sealed class UsersTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private const string NewPassword = "A good one 7";

    [Fact]
    public async Task An_invited_user_sets_his_password_by_the_link_once_and_signs_in()
    {
        using var admin = await Admin("invites");
        var client = await fixture.Seed.Client("users-invited");
        var made = (await admin.Post("users", new { email = "new@users.test", name = "New", roles = new[] { BuiltInRoles.Agent }, clients = new[] { client } })).Expect(201);
        var user = made["user"];
        Assert.True(user.GetProperty("invited").GetBoolean());
        Assert.Equal([client], user.GetProperty("clients").EnumerateArray().Select(c => c.GetGuid()));
        var (id, token) = Link(made["inviteUrl"].GetString()!);
        Assert.Equal(user.GetProperty("id").GetGuid(), id);

        using var person = fixture.Api();
        (await person.Post("invites/accept", new { userId = id, token = "x" + token, password = NewPassword })).Expect(400, "invite_invalid");
        (await person.Post("invites/accept", new { userId = fixture.Seed.NewId(), token, password = NewPassword })).Expect(400, "invite_invalid");
        (await person.Post("invites/accept", new { userId = id, token, password = "short" })).Expect(400, "invalid_request");
        (await person.Post("invites/accept", new { userId = id, token, password = NewPassword })).Expect(204);
        (await person.Post("invites/accept", new { userId = id, token, password = "Another one 8" })).Expect(400, "invite_invalid");
        (await person.SignIn("new@users.test", NewPassword)).Expect(200);
        Assert.False((await admin.Get($"users/{id}")).Expect(200)["invited"].GetBoolean());
        Assert.Equal(["userAdded", "passwordChanged", "userSignedIn"], await Facts(id));
    }

    [Fact]
    public async Task A_link_dies_when_the_user_is_deactivated_and_a_new_one_resets_a_password()
    {
        using var admin = await Admin("links");
        await fixture.Seed.User("forgot@users.test", [BuiltInRoles.Agent]);
        var user = await Find(admin, "forgot@users.test");
        var id = user.GetProperty("id").GetGuid();
        var (_, first) = Link((await admin.Post($"users/{id}/invite")).Expect(200)["inviteUrl"].GetString()!);
        user = (await admin.Get($"users/{id}")).Json;
        var version = (await admin.Put($"users/{id}", Edit(user, active: false))).Expect(200)["version"].GetInt64();
        (await admin.Post($"users/{id}/invite")).Expect(409, "user_inactive");
        user = (await admin.Get($"users/{id}")).Json;
        Assert.Equal(version, user.GetProperty("version").GetInt64());
        (await admin.Put($"users/{id}", Edit(user, active: true))).Expect(200);
        using var person = fixture.Api();
        (await person.Post("invites/accept", new { userId = id, token = first, password = NewPassword })).Expect(400, "invite_invalid");
        var (_, second) = Link((await admin.Post($"users/{id}/invite")).Expect(200)["inviteUrl"].GetString()!);
        (await person.SignIn("forgot@users.test")).Expect(200);
        (await person.Post("invites/accept", new { userId = id, token = second, password = NewPassword })).Expect(204);
        (await person.Get("session")).Expect(401);
        (await person.SignIn("forgot@users.test", NewPassword)).Expect(200);
    }

    [Fact]
    public async Task Changed_permissions_and_clients_hold_from_the_next_request_on()
    {
        using var admin = await Admin("changes");
        var one = await fixture.Seed.Client("users-one");
        var two = await fixture.Seed.Client("users-two");
        var id = await fixture.Seed.User("changes@users.test", [BuiltInRoles.Agent], [one]);
        using var person = await fixture.SignedIn("changes@users.test");
        (await person.Get($"clients/{one}")).Expect(200);
        var user = (await admin.Get($"users/{id}")).Expect(200).Json;
        var changed = (await admin.Put($"users/{id}", Edit(user, clients: [two]))).Expect(200);
        (await person.Get($"clients/{one}")).Expect(404);
        (await person.Get($"clients/{two}")).Expect(200);
        (await admin.Put($"users/{id}", Edit(changed.Json, roles: []))).Expect(200);
        (await person.Get($"clients/{two}")).Expect(403, "forbidden");
        (await person.Get("session")).Expect(200);
        Assert.Equal(["userSignedIn", "userChanged", "userAccessChanged", "userChanged", "userAccessChanged"], await Facts(id));
    }

    [Fact]
    public async Task A_deactivated_user_is_out_with_his_next_request()
    {
        using var admin = await Admin("deactivates");
        var id = await fixture.Seed.User("fired@users.test", [BuiltInRoles.Agent]);
        using var person = await fixture.SignedIn("fired@users.test");
        var changed = (await admin.Put($"users/{id}", Edit((await admin.Get($"users/{id}")).Json, active: false))).Expect(200);
        (await person.Get("session")).Expect(401, "not_signed_in");
        (await person.SignIn("fired@users.test")).Expect(401, "invalid_credentials");
        // Let in again he signs in again: the old cookie stays dead.
        (await admin.Put($"users/{id}", Edit(changed.Json, active: true))).Expect(200);
        (await person.Get("session")).Expect(401, "not_signed_in");
        (await person.SignIn("fired@users.test")).Expect(200);
    }

    [Fact]
    public async Task A_change_made_by_another_process_holds_within_seconds()
    {
        var id = await fixture.Seed.User("elsewhere@users.test", [BuiltInRoles.Agent]);
        using var person = await fixture.SignedIn("elsewhere@users.test");
        await fixture.Installation.Execute("UPDATE access.users SET active = false WHERE id = @id", ("id", id));
        fixture.Advance(TimeSpan.FromSeconds(10));
        (await person.Get("session")).Expect(401, "not_signed_in");
    }

    [Fact]
    public async Task A_stale_edit_and_a_taken_address_change_nothing()
    {
        using var admin = await Admin("stale");
        var id = await fixture.Seed.User("stale@users.test", [BuiltInRoles.Agent]);
        await fixture.Seed.User("taken@users.test", [BuiltInRoles.Agent]);
        var user = (await admin.Get($"users/{id}")).Json;
        (await admin.Put($"users/{id}", Edit(user, name: "First"))).Expect(200);
        (await admin.Put($"users/{id}", Edit(user, name: "Second"))).Expect(409, "version_conflict");
        var now = (await admin.Get($"users/{id}")).Json;
        Assert.Equal("First", now.GetProperty("name").GetString());
        (await admin.Put($"users/{id}", Edit(now, email: "Taken@users.test"))).Expect(409, "email_taken");
        (await admin.Post("users", new { email = "taken@users.test", name = "Again", roles = Array.Empty<Guid>() })).Expect(409, "email_taken");
        (await admin.Post("users", new { email = "no address", name = " ", roles = new[] { fixture.Seed.NewId() } })).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task Nobody_changes_his_own_access_but_his_own_name_he_may()
    {
        using var admin = await Admin("own");
        var me = (await admin.Get("session")).Json.GetProperty("user").GetProperty("id").GetGuid();
        var user = (await admin.Get($"users/{me}")).Json;
        (await admin.Put($"users/{me}", Edit(user, active: false))).Expect(409, "own_access");
        (await admin.Put($"users/{me}", Edit(user, roles: [BuiltInRoles.Agent]))).Expect(409, "own_access");
        (await admin.Put($"users/{me}", Edit(user, name: "Me"))).Expect(200);
    }

    [Fact]
    public async Task An_administrator_of_some_clients_neither_sees_nor_touches_users_beyond_them()
    {
        var mine = await fixture.Seed.Client("users-limited");
        var other = await fixture.Seed.Client("users-beyond");
        await fixture.Seed.User("limited@users.test", [BuiltInRoles.Admin], [mine]);
        var inside = await fixture.Seed.User("inside@users.test", [BuiltInRoles.Agent], [mine]);
        var both = await fixture.Seed.User("both@users.test", [BuiltInRoles.Agent], [mine, other]);
        var all = await fixture.Seed.User("of-all@users.test", [BuiltInRoles.Agent]);
        var none = await fixture.Seed.User("of-none@users.test", [BuiltInRoles.Agent], []);
        using var admin = await fixture.SignedIn("limited@users.test");
        Assert.Equal(
            ["inside@users.test", "limited@users.test"],
            (await admin.Get("users")).Expect(200).Items.Select(u => u.GetProperty("email").GetString()!).Order(StringComparer.Ordinal));
        var unknown = fixture.Seed.NewId();
        var user = (await admin.Get($"users/{inside}")).Expect(200).Json;
        foreach (var beyond in new[] { both, all, none })
        {
            Assert.Equal((await admin.Get($"users/{unknown}")).Expect(404).Text, (await admin.Get($"users/{beyond}")).Text);
            Assert.Equal((await admin.Put($"users/{unknown}", Edit(user))).Expect(404).Text, (await admin.Put($"users/{beyond}", Edit(user))).Text);
            Assert.Equal((await admin.Post($"users/{unknown}/invite")).Expect(404).Text, (await admin.Post($"users/{beyond}/invite")).Text);
        }

        Assert.Equal(
            (await admin.Put($"users/{inside}", Edit(user, clients: [unknown]))).Expect(400).Text,
            (await admin.Put($"users/{inside}", Edit(user, clients: [other]))).Expect(400).Text);
        (await admin.Put($"users/{inside}", Edit(user, clients: []))).Expect(400, "invalid_request");
        (await admin.Put($"users/{inside}", Edit(user, allClients: true))).Expect(403, "exceeds_own_access");
        (await admin.Post("roles", new { name = "limited's", permissions = new[] { "tickets.read" } })).Expect(403, "exceeds_own_access");
        (await admin.Put($"users/{inside}", Edit(user, name: "Renamed"))).Expect(200);
    }

    [Fact]
    public async Task Nobody_gives_or_takes_over_more_than_he_may_himself()
    {
        var small = await fixture.Seed.Role("users-small", "users.manage", "tickets.read");
        await fixture.Seed.User("small@users.test", [small]);
        var strong = await fixture.Seed.User("strong@users.test", [BuiltInRoles.Admin]);
        var weak = await fixture.Seed.User("weak@users.test", []);
        using var admin = await fixture.SignedIn("small@users.test");
        (await admin.Put($"users/{weak}", Edit((await admin.Get($"users/{weak}")).Json, roles: [BuiltInRoles.Agent]))).Expect(403, "exceeds_own_access");
        (await admin.Post("users", new { email = "more@users.test", name = "More", roles = new[] { BuiltInRoles.Admin } })).Expect(403, "exceeds_own_access");
        (await admin.Put($"users/{strong}", Edit((await admin.Get($"users/{strong}")).Json, active: false))).Expect(403, "exceeds_own_access");
        (await admin.Post($"users/{strong}/invite")).Expect(403, "exceeds_own_access");
        (await admin.Post("roles", new { name = "users-more", permissions = new[] { "tickets.work" } })).Expect(403, "exceeds_own_access");
        (await admin.Put($"users/{weak}", Edit((await admin.Get($"users/{weak}")).Json, roles: [small]))).Expect(200);
    }

    [Fact]
    public async Task The_list_has_pages()
    {
        using var admin = await Admin("pages");
        var first = (await admin.Get("users?limit=1")).Expect(200);
        var second = (await admin.Get($"users?limit=1&cursor={first["nextCursor"].GetString()}")).Expect(200);
        Assert.NotEqual(Assert.Single(first.Items).GetProperty("id").GetGuid(), Assert.Single(second.Items).GetProperty("id").GetGuid());
    }

    private async Task<Api> Admin(string name)
    {
        await fixture.Seed.User($"{name}@users-admin.test", [BuiltInRoles.Admin]);
        return await fixture.SignedIn($"{name}@users-admin.test");
    }

    private static async Task<JsonElement> Find(Api admin, string email) =>
        (await admin.Get("users?limit=200")).Items.Single(u => u.GetProperty("email").GetString() == email);

    private static (Guid User, string Token) Link(string link)
    {
        var address = new Uri(link);
        Assert.Equal("/invite", address.AbsolutePath);
        var query = HttpUtility.ParseQueryString(address.Query);
        return (Guid.Parse(query["user"]!), query["token"]!);
    }

    private static object Edit(
        JsonElement user, string? email = null, string? name = null, Guid[]? roles = null, Guid[]? clients = null, bool? allClients = null, bool? active = null) => new
        {
            email = email ?? user.GetProperty("email").GetString(),
            name = name ?? user.GetProperty("name").GetString(),
            roles = roles ?? [.. user.GetProperty("roles").EnumerateArray().Select(r => r.GetGuid())],
            clients = clients ?? [.. user.GetProperty("clients").EnumerateArray().Select(c => c.GetGuid())],
            allClients = allClients ?? user.GetProperty("allClients").GetBoolean(),
            active = active ?? user.GetProperty("active").GetBoolean(),
            version = user.GetProperty("version").GetInt64(),
        };

    private Task<List<string>> Facts(Guid user) => fixture.Installation.Column<string>(
        "SELECT type FROM journal.events WHERE stream = @id AND stream_kind = 'user' ORDER BY sequence", ("id", user));
}
