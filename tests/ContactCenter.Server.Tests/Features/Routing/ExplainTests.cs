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
        var decision = await floor.DecisionOf(ticket, supervisor);
        Assert.Equal((unskilled.Id, "agent-sought-item", 1), (decision.GetProperty("agent").GetProperty("id").GetGuid(), decision.GetProperty("search").GetString(), decision.GetProperty("candidates").GetInt32()));
        await unskilled.Close(ticket);
    }

    [Fact]
    public async Task A_ticket_that_has_long_been_closed_still_says_who_was_compared_who_passed_over_and_by_which_rules()
    {
        await using var unwilling = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        (await unwilling.Decline(await unwilling.Offer(ticket))).Expect(204);
        await using var first = await floor.ReadyAgent();
        var offer = await first.Offer(ticket);
        floor.Advance(TimeSpan.FromSeconds(1));
        await using var second = await floor.ReadyAgent();
        (await first.Decline(offer)).Expect(204);
        await second.Takes(ticket);
        await second.Close(ticket);
        floor.Advance(TimeSpan.FromDays(30));
        using var supervisor = await floor.Supervisor();

        var decision = await floor.DecisionOf(ticket, supervisor);

        Assert.Equal([(second.Id, true)], decision.GetProperty("agents").EnumerateArray().Select(a => (a.GetProperty("id").GetGuid(), a.GetProperty("chosen").GetBoolean())));
        Assert.Equal(JsonValueKind.String, decision.GetProperty("agents")[0].GetProperty("name").ValueKind);
        var version = await floor.Installation.Scalar<long>("SELECT version FROM routing.queues WHERE id = @id", ("id", floor.Queue));
        Assert.Equal((version, 0), (decision.GetProperty("queueVersion").GetInt64(), decision.GetProperty("step").GetInt32()));
    }

    [Fact]
    public async Task An_agent_who_had_room_compared_what_waited_and_a_ticket_of_another_client_stays_unnamed()
    {
        var elsewhere = await floor.Seed.Client("hidden");
        var queue = await floor.Seed.Queue(elsewhere, "Hidden");
        await floor.Seed.Disposition(elsewhere, "resolved");
        using var own = await floor.Supervisor(floor.Client);
        var (ticket, hidden) = (await floor.CustomerWrites("Mine"), await floor.CustomerWrites("Secret", queue: queue, client: elsewhere));
        await floor.Settled();
        await using var agent = await floor.ReadyAgent(floor.Client, elsewhere);
        await agent.Takes(ticket);

        var decision = await floor.DecisionOf(ticket, own);

        Assert.Equal([("Mine", true), (null, false)], decision.GetProperty("tickets").EnumerateArray().Select(t => (t.GetProperty("subject").GetString(), t.GetProperty("chosen").GetBoolean())));
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("tickets")[1].GetProperty("id").ValueKind);
        await agent.Close(ticket);
        await agent.Takes(hidden);
        await agent.Close(hidden);
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
