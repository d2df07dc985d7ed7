using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Clients;

public sealed class ClientsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_client_is_added_read_and_edited_and_the_journal_says_so()
    {
        using var admin = await Admin("admin-a@clients.test");
        var added = (await admin.Post("clients", new { key = "added-client", name = " Added Client " })).Expect(201);
        Assert.Equal(("added-client", "Added Client", true, 1L), Shown(added));
        Assert.Equal($"/api/v1/clients/{added.Id}", added.Headers["Location"]);
        Assert.Equal(added.Text, (await admin.Get($"clients/{added.Id}")).Expect(200).Text);

        var edited = (await admin.Put($"clients/{added.Id}", new { name = "New name", active = false, version = 1 })).Expect(200);
        Assert.Equal(("added-client", "New name", false, 2L), Shown(edited));
        Assert.Equal(["clientAdded", "clientChanged"], await fixture.Installation.Column<string>(
            "SELECT type FROM journal.events WHERE stream = @id AND client_id = @id ORDER BY sequence", ("id", added.Id)));
    }

    [Fact]
    public async Task A_stale_edit_changes_nothing()
    {
        using var admin = await Admin("admin-b@clients.test");
        var id = (await admin.Post("clients", new { key = "stale-client", name = "First" })).Expect(201).Id;
        (await admin.Put($"clients/{id}", new { name = "Second", active = true, version = 1 })).Expect(200);
        (await admin.Put($"clients/{id}", new { name = "Third", active = true, version = 1 })).Expect(409, "version_conflict");
        Assert.Equal("Second", (await admin.Get($"clients/{id}"))["name"].GetString());
    }

    [Fact]
    public async Task Two_edits_of_the_same_version_at_once_let_one_through()
    {
        using var admin = await Admin("admin-c@clients.test");
        var id = (await admin.Post("clients", new { key = "raced-client", name = "First" })).Expect(201).Id;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => admin.Put($"clients/{id}", new { name = $"Name {n}", active = true, version = 1 })));
        Assert.Single(answers, a => a.Status == 200);
        Assert.All(answers.Where(a => a.Status != 200), a => a.Expect(409, "version_conflict"));
    }

    [Fact]
    public async Task A_key_belongs_to_one_client_and_never_changes()
    {
        using var admin = await Admin("admin-d@clients.test");
        var id = (await admin.Post("clients", new { key = "taken-key", name = "First" })).Expect(201).Id;
        (await admin.Post("clients", new { key = "taken-key", name = "Second" })).Expect(409, "key_taken");
        (await admin.Put($"clients/{id}", new { key = "other-key", name = "First", active = true, version = 1 })).Expect(400, "invalid_request");
        (await admin.Put($"clients/{id}", new { key = "taken-key", name = "First", active = true, version = 1 })).Expect(200);
    }

    [Theory]
    [InlineData("Upper", "Name", "key")]
    [InlineData("two--hyphens", "Name", "key")]
    [InlineData("", "Name", "key")]
    [InlineData("good-key", "  ", "name")]
    public async Task What_a_client_cannot_be_called_is_refused_by_field(string key, string name, string field)
    {
        using var admin = await Admin($"admin-{fixture.Seed.NewId():n}@clients.test");
        var refused = (await admin.Post("clients", new { key, name })).Expect(400, "invalid_request");
        Assert.Equal([field], refused["errors"].EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Whoever_works_for_one_client_sees_that_one_and_others_do_not_exist_for_him()
    {
        var mine = await fixture.Seed.Client("mine-only");
        var other = await fixture.Seed.Client("not-mine");
        await fixture.Seed.User("one@clients.test", [BuiltInRoles.Admin], [mine]);
        using var api = await fixture.SignedIn("one@clients.test");

        Assert.Equal([mine], (await api.Get("clients")).Expect(200).Items.Select(c => c.GetProperty("id").GetGuid()));
        var unknown = (await api.Get($"clients/{fixture.Seed.NewId()}")).Expect(404, "not_found");
        Assert.Equal(unknown.Text, (await api.Get($"clients/{other}")).Expect(404, "not_found").Text);
        var edit = new { name = "Stolen", active = true, version = 1 };
        Assert.Equal(unknown.Text, (await api.Put($"clients/{other}", edit)).Expect(404, "not_found").Text);
        (await api.Put($"clients/{mine}", edit)).Expect(200);
        // He could not see what he made.
        (await api.Post("clients", new { key = "his-own", name = "His own" })).Expect(403, "forbidden");
    }

    [Fact]
    public async Task Reading_and_managing_are_two_permissions()
    {
        await fixture.Seed.User("agent@clients.test", [BuiltInRoles.Agent]);
        using var agent = await fixture.SignedIn("agent@clients.test");
        (await agent.Get("clients")).Expect(200);
        (await agent.Post("clients", new { key = "by-agent", name = "By agent" })).Expect(403, "forbidden");
        using var nobody = fixture.Api();
        (await nobody.Get("clients")).Expect(401, "not_signed_in");
    }

    [Fact]
    public async Task A_list_comes_in_pages_that_leave_nothing_out()
    {
        using var admin = await Admin("admin-e@clients.test");
        for (var n = 0; n < 5; n++) await fixture.Seed.Client($"paged-{n}");
        var all = (await admin.Get("clients?limit=200")).Items.Select(c => c.GetProperty("id").GetGuid()).ToList();
        var paged = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await admin.Get($"clients?limit=2&cursor={cursor}")).Expect(200);
            paged.AddRange(page.Items.Select(c => c.GetProperty("id").GetGuid()));
            cursor = page["nextCursor"].GetString();
        }
        Assert.Equal(all, paged);
    }

    async Task<Api> Admin(string email)
    {
        await fixture.Seed.User(email, [BuiltInRoles.Admin]);
        return await fixture.SignedIn(email);
    }

    static (string?, string?, bool, long) Shown(Answer client) =>
        (client["key"].GetString(), client["name"].GetString(), client["active"].GetBoolean(), client["version"].GetInt64());
}
