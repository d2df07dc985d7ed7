using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Access;

public sealed class RolesTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    [Fact]
    public async Task The_built_in_roles_are_there_with_what_they_may_and_stay_so()
    {
        using var admin = await Admin("built-in");
        var roles = (await admin.Get("roles")).Expect(200).Items.ToDictionary(r => r.GetProperty("name").GetString()!);
        string[] agent = ["agents.read", "channels.read", "clients.read", "queues.read", "tickets.read", "tickets.work"];
        Check("agent", BuiltInRoles.Agent, agent);
        Check("supervisor", BuiltInRoles.Supervisor, [.. agent, "agents.state", "board.read", "simulations.run", "tickets.assign"]);
        Check("admin", BuiltInRoles.Admin, Permission.All);
        Check("client-viewer", BuiltInRoles.ClientViewer, ["board.read", "clients.read", "queues.read", "tickets.read"]);
        (await admin.Put($"roles/{BuiltInRoles.ClientViewer}", new { name = "mine", permissions = Array.Empty<string>(), version = 0 })).Expect(409, "role_built_in");
        (await admin.Delete($"roles/{BuiltInRoles.Agent}")).Expect(409, "role_built_in");

        void Check(string name, Guid id, IEnumerable<string> permissions)
        {
            Assert.Equal(id, roles[name].GetProperty("id").GetGuid());
            Assert.True(roles[name].GetProperty("builtIn").GetBoolean());
            Assert.Equal(permissions.Order(StringComparer.Ordinal), roles[name].GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!));
        }
    }

    [Fact]
    public async Task All_permissions_can_be_listed()
    {
        using var admin = await Admin("permissions");
        Assert.Equal(Permission.All, (await admin.Get("permissions")).Expect(200).Items.Select(p => p.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task A_changed_role_changes_its_holders_at_once()
    {
        using var admin = await Admin("changed");
        var role = (await admin.Post("roles", new { name = "readers", permissions = new[] { "clients.read" } })).Expect(201).Json;
        var id = role.GetProperty("id").GetGuid();
        var user = await fixture.Seed.User("reader@roles.test", [id]);
        using var person = await fixture.SignedIn("reader@roles.test");
        (await person.Get("clients")).Expect(200);
        (await admin.Put($"roles/{id}", new { name = "readers", permissions = new[] { "queues.read" }, version = 99 })).Expect(409, "version_conflict");
        (await admin.Put($"roles/{id}", new { name = "readers", permissions = new[] { "queues.read" }, version = 1 })).Expect(200);
        (await person.Get("clients")).Expect(403, "forbidden");
        Assert.Equal(2, await fixture.Installation.Scalar<long>("SELECT access_stamp FROM access.users WHERE id = @id", ("id", user)));
        Assert.Equal(1, await fixture.Installation.Scalar<long>(
            "SELECT count(*) FROM journal.events WHERE stream = @id AND type = 'userAccessChanged'", ("id", user)));
        Assert.Equal(["roleAdded", "roleChanged"], await fixture.Installation.Column<string>(
            "SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", id)));
        (await admin.Delete($"roles/{id}")).Expect(409, "role_in_use");
    }

    [Fact]
    public async Task Nobody_changes_a_role_that_he_has_himself()
    {
        var role = await fixture.Seed.Role("own-role", [.. Permission.All]);
        await fixture.Seed.User("own@roles.test", [role]);
        using var admin = await fixture.SignedIn("own@roles.test");
        (await admin.Put($"roles/{role}", new { name = "own-role", permissions = Array.Empty<string>(), version = 1 })).Expect(409, "own_access");
    }

    [Fact]
    public async Task A_role_that_nobody_has_can_go_and_names_and_permissions_are_checked()
    {
        using var admin = await Admin("goes");
        var id = (await admin.Post("roles", new { name = "goes", permissions = new[] { "tickets.read", "tickets.read" } })).Expect(201).Id;
        Assert.Single((await admin.Get($"roles/{id}")).Expect(200)["permissions"].EnumerateArray());
        (await admin.Post("roles", new { name = "goes", permissions = Array.Empty<string>() })).Expect(409, "name_taken");
        (await admin.Post("roles", new { name = "new", permissions = new[] { "tickets.invent" } })).Expect(400, "invalid_request");
        (await admin.Delete($"roles/{id}")).Expect(204);
        (await admin.Get($"roles/{id}")).Expect(404, "not_found");
        (await admin.Delete($"roles/{id}")).Expect(404, "not_found");
    }

    private async Task<Api> Admin(string name)
    {
        await fixture.Seed.User($"{name}@roles-admin.test", [BuiltInRoles.Admin]);
        return await fixture.SignedIn($"{name}@roles-admin.test");
    }
}
