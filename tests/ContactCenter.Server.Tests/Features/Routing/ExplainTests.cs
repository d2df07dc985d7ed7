using System.Text.Json;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>GET /tickets/{id}/routing: why it waits, and why this agent.</summary>
public sealed class ExplainTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_waiting_ticket_says_what_keeps_each_agent_of_its_client_from_it()
    {
        var skill = await floor.Seed.Skill("rare");
        var queue = await floor.Seed.Queue(floor.Client, "Rare", skill);
        await using var unskilled = await floor.ReadyAgent();
        await using var resting = await floor.ReadyAgent();
        await resting.Become("break", "lunch");
        var elsewhere = await floor.Seed.Client("elsewhere");
        await using var stranger = await floor.ReadyAgent(elsewhere);
        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();

        using var supervisor = await floor.Supervisor();
        var why = (await supervisor.Get($"/api/v1/tickets/{ticket}/routing")).Expect(200).Json;

        Assert.Equal(("waiting", 1, 1), (why.GetProperty("state").GetString(), why.GetProperty("position").GetInt32(), why.GetProperty("laneSize").GetInt32()));
        Assert.Equal([("not-ready", resting.Id), ("does-not-fit", unskilled.Id)], Obstacles(why));
        Assert.Equal(JsonValueKind.Null, why.GetProperty("decision").ValueKind);

        // He is asked as soon as he has the skill, and then it says how it came to him.
        await floor.Installation.Execute("INSERT INTO agents.agent_skills (agent_id, skill_id, level) VALUES (@agent, @skill, 5)", ("agent", unskilled.Id), ("skill", skill));
        await unskilled.Become("break", "lunch");
        await unskilled.Become("ready");
        await unskilled.Takes(ticket);
        await floor.Eventually(
            async () => (await supervisor.Get($"/api/v1/tickets/{ticket}/routing")).Expect(200).Json.GetProperty("decision").ValueKind == JsonValueKind.Object, "the relay has kept the offer");
        var decision = (await supervisor.Get($"/api/v1/tickets/{ticket}/routing")).Expect(200)["decision"];
        Assert.Equal((unskilled.Id, "agent-sought-item", 1), (decision.GetProperty("agent").GetProperty("id").GetGuid(), decision.GetProperty("search").GetString(), decision.GetProperty("candidates").GetInt32()));
        await unskilled.Close(ticket);
    }

    [Fact]
    public async Task It_says_who_is_full_who_declined_and_whom_it_waits_for()
    {
        using var supervisor = await floor.Supervisor();
        await using var full = await floor.ReadyAgent();
        var held = new List<Guid>();
        for (var i = 0; i < 3; i++) held.Add(await full.Takes(await floor.CustomerWrites()));
        await using var unwilling = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        (await unwilling.Decline(await unwilling.Offer(ticket))).Expect(204);
        await floor.Settled();

        var why = (await supervisor.Get($"/api/v1/tickets/{ticket}/routing")).Expect(200).Json;
        Assert.Equal([("declined", unwilling.Id), ("no-room", full.Id)], Obstacles(why));
        foreach (var one in held) await full.Close(one);
        await full.Takes(ticket);
        await full.Close(ticket);
    }

    static List<(string Reason, Guid Agent)> Obstacles(JsonElement why) =>
    [
        .. why.GetProperty("obstacles").EnumerateArray().SelectMany(o => o.GetProperty("agents").EnumerateArray()
            .Select(a => (o.GetProperty("reason").GetString()!, a.GetProperty("id").GetGuid()))),
    ];
}
