using System.Text.Json.Nodes;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>What a queue's settings say of whom its work prefers.</summary>
public sealed class PreferenceTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_customer_who_comes_back_goes_to_the_agent_who_wrote_to_him_last()
    {
        var queue = await Queue(new { lastAgentSeconds = 60 });
        await using var known = await floor.ReadyAgent();
        var ticket = await known.Takes(await floor.CustomerWrites(queue: queue));
        (await known.Reply(ticket, "Good morning")).Expect(201);
        await using var idler = await floor.ReadyAgent();
        await known.Close(ticket);

        await floor.CustomerWrites("Once more", ticket, queue);
        await known.Takes(ticket);
        await known.Close(ticket);
    }

    [Fact]
    public async Task What_waits_for_the_last_agent_is_anybodys_when_its_time_is_over()
    {
        var queue = await Queue(new { lastAgentSeconds = 60 });
        await using var known = await floor.ReadyAgent();
        var ticket = await known.Takes(await floor.CustomerWrites(queue: queue));
        (await known.Reply(ticket, "Good morning")).Expect(201);
        await known.Close(ticket);
        var busyWith = new List<Guid>();
        for (var i = 0; i < 3; i++) busyWith.Add(await known.Takes(await floor.CustomerWrites()));
        await using var idler = await floor.ReadyAgent();

        await floor.CustomerWrites("Once more", ticket, queue);
        await floor.Settled();
        Assert.Equal(0, (await idler.Me()).GetProperty("load").GetInt32());
        floor.Advance(TimeSpan.FromSeconds(61));

        await idler.Takes(ticket);
        foreach (var one in busyWith) await known.Close(one);
        await idler.Close(ticket);
    }

    [Fact]
    public async Task A_ticket_that_waited_long_enough_asks_for_less_skill()
    {
        var skill = await floor.Seed.Skill("rare");
        var queue = await Queue(new
        {
            skills = new[] { new { skillId = skill, level = 5 } },
            relaxations = new[] { new { afterSeconds = 30, skills = Array.Empty<object>() } },
        });
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();
        Assert.Equal(0, (await agent.Me()).GetProperty("load").GetInt32());

        floor.Advance(TimeSpan.FromSeconds(31));
        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task Steps_that_make_no_sense_are_refused()
    {
        using var admin = await floor.Admin();
        object Body(params object[] relaxations) => new { clientId = floor.Client, name = $"Steps {floor.Seed.NewId()}", relaxations };
        (await admin.Post("/api/v1/queues", Body(new { afterSeconds = 0, skills = Array.Empty<object>() }))).Expect(400, "invalid_request");
        (await admin.Post("/api/v1/queues", Body(new { afterSeconds = 9, skills = new[] { new { skillId = floor.Seed.NewId(), level = 1 } } }))).Expect(400, "invalid_request");
        var kept = (await admin.Post("/api/v1/queues", Body(new { afterSeconds = 20, skills = Array.Empty<object>() }, new { afterSeconds = 10, skills = Array.Empty<object>() }))).Expect(201);
        Assert.Equal([10, 20], kept["relaxations"].EnumerateArray().Select(step => step.GetProperty("afterSeconds").GetInt32()));
    }

    async Task<Guid> Queue(object settings)
    {
        using var admin = await floor.Admin();
        var body = System.Text.Json.JsonSerializer.SerializeToNode(settings)!.AsObject();
        (body["clientId"], body["name"]) = (floor.Client, JsonValue.Create($"Preferring {floor.Seed.NewId()}"));
        return (await admin.Post("/api/v1/queues", body)).Expect(201)["id"].GetGuid();
    }
}
