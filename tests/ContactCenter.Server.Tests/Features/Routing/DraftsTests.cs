using System.Text.Json;
using System.Text.Json.Nodes;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>Rules that are saved as a draft, put live by version and rolled back.</summary>
public sealed class DraftsTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_draft_changes_nothing_until_it_is_live_and_rolled_back_all_is_as_before()
    {
        using var admin = await floor.Admin();
        var skill = await floor.Seed.Skill($"draft{floor.Seed.NewId():n}");
        await using var agent = await floor.Agent();
        var queue = (await admin.Get($"queues/{await AddQueue(admin)}")).Expect(200).Json;
        var rules = new JsonObject
        {
            ["queues"] = new JsonArray(QueueDraft(queue, r => r["answerTargetSeconds"] = 7)),
            ["pools"] = new JsonArray(new JsonObject { ["poolId"] = Id(await Pool(admin)), ["shares"] = new JsonArray(new JsonObject { ["clientId"] = floor.Client, ["guaranteedPercent"] = 30 }) }),
            ["agents"] = new JsonArray(new JsonObject { ["agentId"] = agent.Id, ["equipment"] = new JsonObject { ["skills"] = new JsonArray(new JsonObject { ["skillId"] = skill, ["level"] = 4 }), ["weights"] = new JsonObject { ["chat"] = 20 } } }),
        };

        var draft = (await admin.Post("drafts", new { name = "Quicker", rules })).Expect(201).Json;
        Assert.Equal("draft", Text(draft, "state"));
        Assert.Equal(60, await Target(admin, queue));
        await agent.Become("ready"); // What he does all day does not make the draft stale.

        var live = (await admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(draft) })).Expect(200).Json;
        Assert.Equal(("live", false), (Text(live, "state"), live.GetProperty("outdated").GetBoolean()));
        Assert.Equal(7, await Target(admin, queue));
        Assert.Equal(30, (await Pool(admin)).GetProperty("shares")[0].GetProperty("guaranteedPercent").GetInt32());
        var equipped = (await admin.Get($"agents/{agent.Id}")).Expect(200);
        Assert.Equal((4, 20), (equipped["skills"][0].GetProperty("level").GetInt32(), equipped["weights"].GetProperty("chat").GetInt32()));

        (await admin.Delete($"drafts/{Id(draft)}")).Expect(409, "draft_live");
        var back = (await admin.Post($"drafts/{Id(draft)}/rollback", new { version = Version(live) })).Expect(200).Json;
        Assert.Equal("rolled-back", Text(back, "state"));
        Assert.Equal(60, await Target(admin, queue));
        Assert.Equal(0, (await Pool(admin)).GetProperty("shares").GetArrayLength());
        Assert.Equal(0, (await admin.Get($"agents/{agent.Id}")).Expect(200)["skills"].GetArrayLength());

        var again = (await admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(back) })).Expect(200).Json;
        Assert.Equal(7, await Target(admin, queue));
        back = (await admin.Post($"drafts/{Id(draft)}/rollback", new { version = Version(again) })).Expect(200).Json;
        Assert.Equal(["rulesDrafted", "draftPutLive", "draftRolledBack", "draftPutLive", "draftRolledBack"], await floor.Facts(Id(draft)));
        (await admin.Delete($"drafts/{Id(draft)}")).Expect(204);
        (await admin.Get($"drafts/{Id(draft)}")).Expect(404, "not_found");
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_overwritten()
    {
        using var admin = await floor.Admin();
        var queue = (await admin.Get($"queues/{await AddQueue(admin)}")).Expect(200).Json;
        var rules = new JsonObject { ["queues"] = new JsonArray(QueueDraft(queue, r => r["answerTargetSeconds"] = 7)) };
        var draft = (await admin.Post("drafts", new { name = "Quicker", rules })).Expect(201).Json;

        queue = await Retarget(admin, queue, 45);
        (await admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(draft) })).Expect(409, "rules_changed");
        Assert.Equal(45, await Target(admin, queue));
        Assert.True((await admin.Get($"drafts/{Id(draft)}")).Expect(200)["outdated"].GetBoolean());

        // Saved again it is a draft of what is in force now.
        draft = (await admin.Put($"drafts/{Id(draft)}", new { name = "Quicker", rules, version = Version(draft) })).Expect(200).Json;
        draft = (await admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(draft) })).Expect(200).Json;
        Assert.Equal(7, await Target(admin, queue));
        (await admin.Put($"drafts/{Id(draft)}", new { name = "Other", rules, version = Version(draft) })).Expect(409, "draft_live");
        (await admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(draft) })).Expect(409, "draft_live");

        await Retarget(admin, (await admin.Get($"queues/{Id(queue)}")).Expect(200).Json, 9);
        (await admin.Post($"drafts/{Id(draft)}/rollback", new { version = Version(draft) })).Expect(409, "rules_changed");
        Assert.Equal(9, await Target(admin, queue));
    }

    [Fact]
    public async Task Of_two_who_put_it_live_at_once_one_does()
    {
        using var admin = await floor.Admin();
        var queue = (await admin.Get($"queues/{await AddQueue(admin)}")).Expect(200).Json;
        var draft = (await admin.Post("drafts", new { name = "Once", rules = new { queues = new[] { QueueDraft(queue, r => r["wrapUpSeconds"] = 5) } } })).Expect(201).Json;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(draft) })));

        Assert.Equal(1, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a => a.Expect(409, "version_conflict"));
        Assert.Equal(Version(queue) + 1, Version((await admin.Get($"queues/{Id(queue)}")).Expect(200).Json));
        (await admin.Post($"drafts/{Id(draft)}/rollback", new { version = Version(draft) })).Expect(409, "version_conflict");
    }

    [Fact]
    public async Task A_draft_that_could_not_go_live_is_refused_when_it_is_saved()
    {
        using var admin = await floor.Admin();
        var queue = (await admin.Get($"queues/{await AddQueue(admin)}")).Expect(200).Json;
        Task<Answer> Save(object rules) => admin.Post("drafts", new { name = "Wrong", rules });

        (await Save(new { })).Expect(400, "invalid_request");
        (await Save(new { queues = new[] { QueueDraft(queue, r => r["answerTargetSeconds"] = 0) } })).Expect(400, "invalid_request");
        (await Save(new { queues = new[] { QueueDraft(queue, r => r["calendarId"] = floor.Seed.NewId()) } })).Expect(400, "invalid_request");
        (await Save(new { queues = new[] { QueueDraft(queue, _ => { }), QueueDraft(queue, _ => { }) } })).Expect(400, "invalid_request");
        (await Save(new { queues = new[] { new { queueId = floor.Seed.NewId(), rules = QueueDraft(queue, _ => { })["rules"] } } })).Expect(404, "not_found");
        (await Save(new { pools = new[] { new { poolId = Id(await Pool(admin)), shares = new[] { new { clientId = floor.Client, guaranteedPercent = 130 } } } } })).Expect(400, "invalid_request");
        (await Save(new { agents = new[] { new { agentId = floor.Seed.NewId(), equipment = new { skills = Array.Empty<object>() } } } })).Expect(404, "not_found");

        // Whoever keeps one client's queues only does not draft for the house; and nobody by a draft what he may not by hand.
        await floor.Seed.User("limited@drafts.test", [await floor.Seed.Role("limited drafter", Permission.QueuesManage, Permission.QueuesRead)], [floor.Client]);
        using var limited = await floor.SignedIn("limited@drafts.test");
        (await limited.Post("drafts", new { name = "Mine", rules = new { queues = new[] { QueueDraft(queue, _ => { }) } } })).Expect(403, "forbidden");
        await floor.Seed.User("queues@drafts.test", [await floor.Seed.Role("queue drafter", Permission.QueuesManage, Permission.QueuesRead, Permission.AgentsRead)], null);
        using var queues = await floor.SignedIn("queues@drafts.test");
        await using var agent = await floor.Agent();
        (await queues.Post("drafts", new { name = "Mine", rules = new { agents = new[] { new { agentId = agent.Id, equipment = new { skills = Array.Empty<object>() } } } } })).Expect(403, "forbidden");
        (await queues.Post("drafts", new { name = "Mine", rules = new { queues = new[] { QueueDraft(queue, _ => { }) } } })).Expect(201);
    }

    [Fact]
    public async Task Put_live_and_rolled_back_while_customers_write_it_takes_effect_and_nothing_is_lost_or_doubled()
    {
        using var admin = await floor.Admin();
        var skill = await floor.Seed.Skill($"load{floor.Seed.NewId():n}");
        var queue = (await admin.Get($"queues/{await AddQueue(admin, skill)}")).Expect(200).Json;
        await using var agent = await floor.ReadyAgent();
        object Rules(int level) => new { agents = new[] { new { agentId = agent.Id, equipment = new { skills = new[] { new { skillId = skill, level } }, weights = new { chat = 2 } } } } };
        var draft = (await admin.Post("drafts", new { name = "Skilled", rules = Rules(5) })).Expect(201).Json;
        var tickets = new List<Guid>();

        for (var round = 0; round < 3; round++)
        {
            tickets.Add(await floor.CustomerWrites(queue: Id(queue)));
            await floor.Settled();
            draft = (await admin.Post($"drafts/{Id(draft)}/publish", new { version = Version(draft) })).Expect(200).Json;
            tickets.Add(await floor.CustomerWrites(queue: Id(queue)));
            // Without a word from anybody but the draft, what waited is his: first what is in the index already.
            foreach (var ticket in tickets[^2..]) await agent.Takes(ticket);
            draft = (await admin.Post($"drafts/{Id(draft)}/rollback", new { version = Version(draft) })).Expect(200).Json;
            await floor.Settled();
        }

        var waits = await floor.CustomerWrites(queue: Id(queue));
        await floor.Settled();
        Assert.Contains((await admin.Get($"tickets/{waits}/routing")).Expect(200)["obstacles"].EnumerateArray(), o => o.GetProperty("reason").GetString() == "does-not-fit");
        Assert.Equal(tickets.Order(), (await agent.Api.Get("tickets?view=mine")).Expect(200)["items"].EnumerateArray().Select(Id).Order());
        foreach (var ticket in tickets)
            Assert.Equal(1, (await floor.Facts(ticket)).Count(f => f == "ticketAssigned"));
        foreach (var ticket in tickets) await agent.Close(ticket);
    }

    static JsonObject QueueDraft(JsonElement queue, Action<JsonObject> change)
    {
        var rules = JsonNode.Parse(queue.GetRawText())!.AsObject();
        foreach (var name in new[] { "id", "clientId", "version" }) rules.Remove(name);
        change(rules);
        return new() { ["queueId"] = Id(queue), ["rules"] = rules };
    }

    static async Task<JsonElement> Retarget(Api admin, JsonElement queue, int seconds)
    {
        var edit = JsonNode.Parse(queue.GetRawText())!.AsObject();
        foreach (var name in new[] { "id", "clientId" }) edit.Remove(name);
        edit["answerTargetSeconds"] = seconds;
        return (await admin.Put($"queues/{Id(queue)}", edit)).Expect(200).Json;
    }

    static Guid Id(JsonElement thing) => thing.GetProperty("id").GetGuid();
    static long Version(JsonElement thing) => thing.GetProperty("version").GetInt64();
    static string? Text(JsonElement thing, string name) => thing.GetProperty(name).GetString();
    static async Task<int> Target(Api admin, JsonElement queue) => (await admin.Get($"queues/{Id(queue)}")).Expect(200)["answerTargetSeconds"].GetInt32();
    static async Task<JsonElement> Pool(Api admin) => (await admin.Get("pools")).Expect(200)["items"].EnumerateArray().Single();

    async Task<Guid> AddQueue(Api admin, params Guid[] skills) => (await admin.Post("queues", new
    {
        clientId = floor.Client, name = $"Drafts {floor.Seed.NewId()}", skills = skills.Select(skillId => new { skillId, level = 1 }),
    })).Expect(201)["id"].GetGuid();
}
