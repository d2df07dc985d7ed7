using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>Clients share a pool's agents: what is guaranteed to them, how long they wait, and who has a head start.</summary>
public sealed class PoolsTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_client_with_a_guaranteed_share_goes_first_and_still_does_after_a_wipe_of_the_index()
    {
        var quiet = await floor.Seed.Client($"quiet-{floor.Seed.NewId():n}");
        var queue = await floor.Seed.Queue(quiet);
        await floor.Seed.Disposition(quiet, "resolved");
        await Share(new { clientId = quiet, guaranteedPercent = 50 });
        var loud = await floor.CustomerWrites();
        var first = await floor.CustomerWrites(queue: queue, client: quiet);
        await floor.Settled();
        await using var agent = await floor.ReadyAgent(floor.Client, quiet);

        await agent.Takes(first);
        await agent.Takes(loud);
        var why = await floor.DecisionOf(first, agent.Api);
        Assert.Equal("under-guaranteed", why.GetProperty("turn").GetString());
        await agent.Close(first);
        await agent.Close(loud);

        await agent.Become("break", "lunch");
        var (later, before) = (await floor.CustomerWrites(), await floor.CustomerWrites(queue: queue, client: quiet));
        await floor.Settled();
        await floor.Installation.Redis.WipeAsync();
        await floor.Eventually(async () => await Stands(agent, later) && await Stands(agent, before), "both stand in the index again");
        await agent.Become("ready");
        await agent.Takes(before);
        await agent.Takes(later);
        await agent.Close(before);
        await agent.Close(later);
    }

    [Fact]
    public async Task Shares_that_make_no_sense_or_are_stale_are_refused()
    {
        using var admin = await floor.Admin();
        var pool = await Pool(admin);
        var version = pool.GetProperty("version").GetInt64();
        object Body(params object[] shares) => new { shares, version };
        string route = $"pools/{pool.GetProperty("id").GetGuid()}";

        (await admin.Put(route, Body(new { clientId = floor.Seed.NewId(), guaranteedPercent = 50 }))).Expect(400, "invalid_request");
        (await admin.Put(route, Body(new { clientId = floor.Client, guaranteedPercent = 0 }))).Expect(400, "invalid_request");
        (await admin.Put(route, Body(new { clientId = floor.Client, guaranteedPercent = 50, capPercent = 40 }))).Expect(400, "invalid_request");
        (await admin.Put(route, Body(new { clientId = floor.Client, capPercent = 101 }))).Expect(400, "invalid_request");
        (await admin.Put(route, Body(new { clientId = floor.Client, capPercent = 50 }, new { clientId = floor.Client, capPercent = 60 }))).Expect(400, "invalid_request");
        (await admin.Put(route, new { shares = Array.Empty<object>(), version = version + 1 })).Expect(409, "version_conflict");
        using var supervisor = await floor.Supervisor(floor.Client);
        (await supervisor.Put(route, Body())).Expect(403, "forbidden");

        // What one client is promised the people of another do not read.
        var stranger = await floor.Seed.Client($"stranger-{floor.Seed.NewId():n}");
        (await admin.Put(route, Body(new { clientId = floor.Client, capPercent = 90 }, new { clientId = stranger, capPercent = 80 }))).Expect(200);
        Assert.Equal([floor.Client], (await supervisor.Get(route)).Expect(200)["shares"].EnumerateArray().Select(s => s.GetProperty("clientId").GetGuid()));
        var listed = (await supervisor.Get("pools?limit=200")).Expect(200).Items.Single(p => p.GetProperty("id").GetGuid() == pool.GetProperty("id").GetGuid());
        Assert.Equal(1, listed.GetProperty("shares").GetArrayLength());
        (await admin.Put(route, new { shares = Array.Empty<object>(), version = version + 1 })).Expect(200);
    }

    [Fact]
    public async Task Who_waits_is_told_how_long_once_the_line_has_moved()
    {
        var queue = await AddQueue(new { });
        using var supervisor = await floor.Supervisor();
        List<Guid> line = [], working = [];
        for (var i = 0; i < 12; i++) line.Add(await floor.CustomerWrites(queue: queue));
        await floor.Settled();
        await using var agent = await floor.ReadyAgent();
        for (var i = 0; i < 3; i++) working.Add(await agent.Takes(line[i]));
        for (var i = 3; i < 10; i++)
        {
            floor.Advance(TimeSpan.FromSeconds(30));
            await agent.Close(working[i - 3]);
            working.Add(await agent.Takes(line[i]));
        }

        var last = (await supervisor.Get($"tickets/{line[11]}/routing")).Expect(200);

        Assert.Equal(2, last["position"].GetInt32());
        var wait = last["expectedWait"];
        Assert.InRange(wait.GetProperty("shortestSeconds").GetInt32(), 5, 60);
        Assert.InRange(wait.GetProperty("longestSeconds").GetInt32(), 60, 300);
        var board = (await supervisor.Get("board")).Expect(200);
        var shown = board["waiting"].EnumerateArray().Single(t => t.GetProperty("ticketId").GetGuid() == line[11]);
        Assert.True(shown.GetProperty("expectedWait").GetProperty("longestSeconds").GetInt32() > 0);
        for (var i = 10; i < 12; i++)
        {
            await agent.Close(working[i - 3]);
            working.Add(await agent.Takes(line[i]));
        }
        for (var i = 9; i < 12; i++) await agent.Close(working[i]);
    }

    [Fact]
    public async Task A_queue_with_a_head_start_goes_before_what_came_a_little_earlier()
    {
        var (usual, ahead) = (await AddQueue(new { }), await AddQueue(new { headStartSeconds = 60 }));
        var before = await floor.CustomerWrites(queue: usual);
        floor.Advance(TimeSpan.FromSeconds(30));
        var urgent = await floor.CustomerWrites(queue: ahead);
        await floor.Settled();
        await using var agent = await floor.ReadyAgent();

        await agent.Takes(urgent);
        await agent.Takes(before);
        await agent.Close(urgent);
        await agent.Close(before);
    }

    static async Task<bool> Stands(Desk agent, Guid ticket) =>
        await agent.Api.Get($"tickets/{ticket}/routing") is { Status: 200 } answer && answer["position"].ValueKind == System.Text.Json.JsonValueKind.Number;

    [Fact]
    public async Task A_preview_names_whom_a_chat_would_go_to_and_what_keeps_the_others()
    {
        await using var idle = await floor.ReadyAgent();
        floor.Advance(TimeSpan.FromSeconds(1));
        await using var later = await floor.ReadyAgent();
        await using var resting = await floor.ReadyAgent();
        await resting.Become("break", "lunch");
        using var admin = await floor.Admin();

        var preview = (await admin.Post("queues/preview", new { clientId = floor.Client })).Expect(200);
        Assert.Equal((idle.Id, 2), (preview["agent"].GetProperty("id").GetGuid(), preview["candidates"].GetInt32()));
        Assert.Contains(preview["obstacles"].EnumerateArray(), o =>
            o.GetProperty("reason").GetString() == "not-ready" && o.GetProperty("agents").EnumerateArray().Any(a => a.GetProperty("id").GetGuid() == resting.Id));

        // It is what then happens, and the preview has changed nothing.
        await idle.Takes(await floor.CustomerWrites());
        var skill = await floor.Seed.Skill($"rare{floor.Seed.NewId():n}");
        var nobody = (await admin.Post("queues/preview", new { clientId = floor.Client, skills = new[] { new { skillId = skill, level = 1 } } })).Expect(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, nobody["agent"].ValueKind);
        Assert.Equal(2, nobody["obstacles"].EnumerateArray().Single(o => o.GetProperty("reason").GetString() == "does-not-fit").GetProperty("count").GetInt32());
        (await admin.Post("queues/preview", new { clientId = floor.Seed.NewId() })).Expect(404, "not_found");
        foreach (var ticket in (await idle.Api.Get("tickets?view=mine")).Expect(200)["items"].EnumerateArray()) await idle.Close(ticket.GetProperty("id").GetGuid());
    }

    async Task Share(params object[] shares)
    {
        using var admin = await floor.Admin();
        var pool = await Pool(admin);
        var kept = (await admin.Put($"pools/{pool.GetProperty("id").GetGuid()}", new { shares, version = pool.GetProperty("version").GetInt64() })).Expect(200);
        Assert.Equal(shares.Length, kept["shares"].GetArrayLength());
        await floor.Settled();
    }

    static async Task<System.Text.Json.JsonElement> Pool(Api admin) => (await admin.Get("pools")).Expect(200)["items"].EnumerateArray().Single();

    async Task<Guid> AddQueue(object settings)
    {
        using var admin = await floor.Admin();
        var body = System.Text.Json.JsonSerializer.SerializeToNode(settings)!.AsObject();
        (body["clientId"], body["name"]) = (floor.Client, $"Pools {floor.Seed.NewId()}");
        return (await admin.Post("queues", body)).Expect(201)["id"].GetGuid();
    }
}
