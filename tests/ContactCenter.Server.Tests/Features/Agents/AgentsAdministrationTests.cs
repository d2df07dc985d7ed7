using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Agents;

public sealed class AgentsAdministrationTests(AgentsFixture fixture) : IClassFixture<AgentsFixture>
{
    [Fact]
    public async Task The_standard_weights_are_told_by_channel()
    {
        var (agent, _) = await fixture.Agent("weights@admin.test");
        Assert.Equal("""{"voice":100,"chat":33,"social":33,"email":25,"task":20}""", (await agent.Get("agents/weights")).Expect(200)["weights"].GetRawText());
    }

    [Fact]
    public async Task A_user_is_made_an_agent_and_equipped()
    {
        using var admin = await fixture.Admin("a1@admin.test");
        var user = await fixture.Seed.User("new@admin.test", [BuiltInRoles.Agent], name: "New Agent");
        var english = (await admin.Post("skills", new { key = "lang-aa", name = "First" })).Expect(201).Id;
        var spanish = (await admin.Post("skills", new { key = "lang-bb", name = "Second" })).Expect(201).Id;

        var agent = (await admin.Post("agents", new { userId = user })).Expect(201);
        Assert.Equal((user, "New Agent", "new@admin.test", "offline", 1L),
            (agent.Id, agent["name"].GetString(), agent["email"].GetString(), agent["state"].GetString(), agent["version"].GetInt64()));
        Assert.Empty(agent["skills"].EnumerateArray());

        var edit = new { skills = new[] { Level(english, 7), Level(spanish, 3) }, weights = new { chat = 50 }, version = 1 };
        var edited = (await admin.Put($"agents/{user}", edit)).Expect(200);
        Assert.Equal("lang-aa 7, lang-bb 3", SkillsOf(edited));
        Assert.Equal("""{"chat":50}""", edited["weights"].GetRawText());
        Assert.Equal(edited.Text, (await admin.Get($"agents/{user}")).Expect(200).Text);

        // As it was read, with one skill less and the other better.
        var again = new { skills = new[] { new { skillId = english, key = "lang-aa", level = 9 } }, weights = (object?)null, version = 2 };
        var better = (await admin.Put($"agents/{user}", again)).Expect(200);
        Assert.Equal("lang-aa 9", SkillsOf(better));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, better["weights"].ValueKind);
        Assert.Equal(["agentAdded", "agentProfileChanged", "agentProfileChanged"], await fixture.Facts(user));
    }

    [Fact]
    public async Task Staff_of_some_clients_see_the_agents_who_serve_one_of_them_and_themselves()
    {
        var (mine, other) = (await fixture.Seed.Client("agents-mine"), await fixture.Seed.Client("agents-other"));
        var (api, own) = await fixture.Agent("own@walls.test", mine);
        var (_, both) = await fixture.Agent("both@walls.test", mine, other);
        var (_, foreign) = await fixture.Agent("foreign@walls.test", other);
        var seen = (await api.Get("agents?limit=200")).Expect(200).Items.Select(a => a.GetProperty("id").GetGuid()).ToHashSet();
        Assert.Superset(new HashSet<Guid> { own, both }, seen);
        Assert.DoesNotContain(foreign, seen);
        (await api.Get($"agents/{foreign}")).Expect(404, "not_found");
        Assert.Equal("both@walls.test", (await api.Get($"agents/{both}")).Expect(200)["email"].GetString());
    }

    [Fact]
    public async Task A_stale_edit_of_an_agent_changes_nothing()
    {
        using var admin = await fixture.Admin("a2@admin.test");
        var (api, id) = await fixture.Agent("stale@admin.test");
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        (await admin.Put($"agents/{id}", new { skills = Array.Empty<object>(), weights = new { chat = 50 }, version = 1 })).Expect(409, "version_conflict");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await admin.Get($"agents/{id}"))["weights"].ValueKind);
    }

    [Fact]
    public async Task What_an_agent_cannot_have_is_refused_by_field()
    {
        using var admin = await fixture.Admin("a3@admin.test");
        var (_, id) = await fixture.Agent("refused@admin.test");
        var skill = await fixture.Seed.Skill("refused-skill");
        await Refused("skills", [Level(fixture.Seed.NewId(), 5)], null);
        await Refused("skills", [Level(skill, 0)], null);
        await Refused("skills", [Level(skill, 11)], null);
        await Refused("skills", [Level(skill, 5), Level(skill, 6)], null);
        await Refused("weights", [], new { fax = 10 });
        await Refused("weights", [], new { chat = 0 });
        await Refused("weights", [], new { chat = 101 });
        Assert.Empty(await fixture.Facts(id));

        async Task Refused(string field, object[] skills, object? weights)
        {
            var answer = (await admin.Put($"agents/{id}", new { skills, weights, version = 1 })).Expect(400, "invalid_request");
            Assert.Equal([field], answer["errors"].EnumerateObject().Select(e => e.Name));
        }
    }

    [Fact]
    public async Task Nobody_is_made_an_agent_twice_or_out_of_nothing()
    {
        using var admin = await fixture.Admin("a4@admin.test");
        var (_, id) = await fixture.Agent("twice@admin.test");
        (await admin.Post("agents", new { userId = id })).Expect(409, "already_agent");
        (await admin.Post("agents", new { userId = fixture.Seed.NewId() })).Expect(400, "invalid_request");
        (await admin.Get($"agents/{fixture.Seed.NewId()}")).Expect(404, "not_found");
        (await admin.Put($"agents/{fixture.Seed.NewId()}", new { skills = Array.Empty<object>(), weights = (object?)null, version = 1 })).Expect(404, "not_found");
    }

    [Fact]
    public async Task The_list_shows_state_and_load_of_all_and_comes_in_pages()
    {
        using var admin = await fixture.Admin("a5@admin.test");
        var (api, id) = await fixture.Agent("loaded@admin.test");
        for (var n = 0; n < 3; n++) await fixture.Agent($"page-{n}@admin.test");
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        fixture.Work[id] = new AgentWork(66, 33, false, null);

        var agents = new List<System.Text.Json.JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await admin.Get($"agents?limit=2&cursor={cursor}")).Expect(200);
            agents.AddRange(page.Items);
            cursor = page["nextCursor"].GetString();
        }
        Assert.Equal(agents.Count, agents.Select(a => a.GetProperty("id").GetGuid()).Distinct().Count());
        Assert.Equal(await fixture.Installation.Scalar<long>("SELECT count(*) FROM agents.agents"), agents.Count);
        var shown = agents.Single(a => a.GetProperty("id").GetGuid() == id);
        Assert.Equal(("ready", 66), (shown.GetProperty("state").GetString(), shown.GetProperty("load").GetInt32()));
    }

    [Fact]
    public async Task Only_whoever_manages_agents_changes_them_and_a_clients_own_people_do_not_see_them()
    {
        var client = await fixture.Seed.Client("viewers");
        await fixture.Seed.User("viewer@admin.test", [BuiltInRoles.ClientViewer], [client]);
        using var viewer = await fixture.SignedIn("viewer@admin.test");
        foreach (var path in new[] { "agents", "skills", "break-reasons", "agents/me" }) (await viewer.Get(path)).Expect(403, "forbidden");

        var (agent, id) = await fixture.Agent("plain@admin.test");
        foreach (var path in new[] { "agents", "skills", "break-reasons" }) (await agent.Get(path)).Expect(200);
        (await agent.Post("agents", new { userId = id })).Expect(403, "forbidden");
        (await agent.Put($"agents/{id}", new { skills = Array.Empty<object>(), weights = (object?)null, version = 1 })).Expect(403, "forbidden");
        (await agent.Post("skills", new { key = "mine", name = "Mine" })).Expect(403, "forbidden");
        (await agent.Post("break-reasons", new { key = "mine", label = "Mine" })).Expect(403, "forbidden");
    }

    [Fact]
    public async Task Skills_are_kept()
    {
        using var admin = await fixture.Admin("a6@admin.test");
        var skill = (await admin.Post("skills", new { key = "kept-skill", name = "Kept" })).Expect(201);
        (await admin.Post("skills", new { key = "kept-skill", name = "Again" })).Expect(409, "key_taken");
        (await admin.Put($"skills/{skill.Id}", new { key = "renamed", name = "Kept", version = 1 })).Expect(400, "invalid_request");
        var edited = (await admin.Put($"skills/{skill.Id}", new { name = "Better", version = 1 })).Expect(200);
        Assert.Equal(("kept-skill", "Better", 2L), (edited["key"].GetString(), edited["name"].GetString(), edited["version"].GetInt64()));
        (await admin.Put($"skills/{skill.Id}", new { name = "Stale", version = 1 })).Expect(409, "version_conflict");
        Assert.Equal(edited.Text, (await admin.Get($"skills/{skill.Id}")).Expect(200).Text);
        Assert.Contains((await admin.Get("skills?limit=200")).Items, s => s.GetProperty("id").GetGuid() == skill.Id);
        (await admin.Get($"skills/{fixture.Seed.NewId()}")).Expect(404, "not_found");
        Assert.Equal(["skillAdded", "skillChanged"], await fixture.Facts(skill.Id));
    }

    [Fact]
    public async Task Break_reasons_are_kept_and_the_systems_own_stay_as_they_are()
    {
        using var admin = await fixture.Admin("a7@admin.test");
        var reason = (await admin.Post("break-reasons", new { key = "kept-reason", label = "Kept" })).Expect(201);
        Assert.Equal((true, false), (reason["active"].GetBoolean(), reason["system"].GetBoolean()));
        (await admin.Post("break-reasons", new { key = "kept-reason", label = "Again" })).Expect(409, "key_taken");
        var edited = (await admin.Put($"break-reasons/{reason.Id}", new { label = "Better", active = false, version = 1 })).Expect(200);
        Assert.Equal(("Better", false), (edited["label"].GetString(), edited["active"].GetBoolean()));
        (await admin.Put($"break-reasons/{reason.Id}", new { label = "Stale", active = true, version = 1 })).Expect(409, "version_conflict");
        Assert.Equal(edited.Text, (await admin.Get($"break-reasons/{reason.Id}")).Expect(200).Text);
        Assert.Equal(["breakReasonAdded", "breakReasonChanged"], await fixture.Facts(reason.Id));

        var ours = (await admin.Get("break-reasons?limit=200")).Items.Single(r => r.GetProperty("key").GetString() == BreakReason.NotResponding);
        Assert.True(ours.GetProperty("system").GetBoolean());
        (await admin.Put($"break-reasons/{ours.GetProperty("id").GetGuid()}", new { label = "Mine", active = false, version = 1 })).Expect(409, "system_reason");
    }

    static object Level(Guid skillId, int level) => new { skillId, level };

    static string SkillsOf(Answer agent) => string.Join(", ", agent["skills"].EnumerateArray().Select(s => $"{s.GetProperty("key").GetString()} {s.GetProperty("level").GetInt32()}"));
}
