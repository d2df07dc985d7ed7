using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

public sealed class WorkMovesTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_transfer_to_a_queue_frees_the_owner_and_waits_there()
    {
        var second = await floor.Seed.Queue(floor.Client, $"Second {floor.Seed.NewId()}");
        await using var agent = await floor.ReadyAgent();
        var ticket = await agent.Takes(await floor.CustomerWrites());
        await agent.Become("break", "lunch");
        await using var other = await floor.ReadyAgent();

        (await agent.Api.Post($"/api/v1/tickets/{ticket}/transfer", new { queueId = second, note = "Knows the case" })).Expect(200);
        await floor.Eventually(async () => (await agent.Me()).GetProperty("state").GetString() == "break", "the break that waited for his last work begins");
        await other.Takes(ticket);
        var messages = (await other.Api.Get($"/api/v1/tickets/{ticket}/messages")).Expect(200).Items;
        Assert.Contains(messages, m => m.GetProperty("text").GetString() == "Knows the case" && m.GetProperty("kind").GetString() == "note");
        (await agent.Reply(ticket, "Too late")).Expect(409, "not_owner");
        await other.Close(ticket);
    }

    [Fact]
    public async Task A_transfer_to_an_agent_changes_the_owner_without_a_wait()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await agent.Takes(await floor.CustomerWrites());
        await using var other = await floor.ReadyAgent();

        await agent.Become("break", "lunch");
        var answer = (await agent.Api.Post($"/api/v1/tickets/{ticket}/transfer", new { agentId = other.Id })).Expect(200);
        Assert.Equal(other.Id, answer["agent"].GetProperty("id").GetGuid());
        await floor.Eventually(async () => (await agent.Me()).GetProperty("state").GetString() == "break", "the break that waited for his last work begins");
        Assert.Equal(0, (await agent.Me()).GetProperty("load").GetInt32());
        Assert.Equal(33, (await other.Me()).GetProperty("load").GetInt32());
        await other.News.Next("ticketChanged", t => t.GetProperty("ticketId").GetGuid() == ticket && t.GetProperty("change").GetString() == "transferred");
        await other.Close(ticket);
    }

    [Fact]
    public async Task A_supervisor_assigns_waiting_work_and_over_the_load_only_knowingly()
    {
        using var supervisor = await floor.Supervisor();
        await using var agent = await floor.ReadyAgent();
        var held = new List<Guid>();
        for (var i = 0; i < 3; i++) held.Add(await agent.Takes(await floor.CustomerWrites()));
        var ticket = await floor.CustomerWrites();
        await floor.Settled();

        (await supervisor.Post($"/api/v1/tickets/{ticket}/assign", new { agentId = agent.Id })).Expect(409, "no_room");
        (await supervisor.Post($"/api/v1/tickets/{ticket}/assign", new { agentId = agent.Id, force = true })).Expect(200);
        Assert.Equal(132, (await agent.Me()).GetProperty("load").GetInt32());
        foreach (var one in held.Append(ticket)) await agent.Close(one);
    }

    [Fact]
    public async Task An_agent_who_goes_away_loses_his_offer_at_once_and_his_talks_after_two_minutes()
    {
        await using var agent = await floor.ReadyAgent();
        var talk = await agent.Takes(await floor.CustomerWrites());
        var offered = await floor.CustomerWrites();
        await agent.Offer(offered);
        await agent.Become("offline");
        Assert.Equal("assigned", await floor.StatusOf(talk));

        await using var other = await floor.Agent();
        floor.Advance(TimeSpan.FromSeconds(121));
        await floor.Eventually(async () => await floor.StatusOf(talk) == "waiting", "the talk waits again");
        await floor.Settled();
        // The talk came first and is at the front again.
        await other.Become("ready");
        var first = await other.Offer();
        Assert.Equal(talk, first.GetProperty("ticketId").GetGuid());
        (await other.Accept(first)).Expect(200);
        await other.Takes(offered);
        await other.Close(talk);
        await other.Close(offered);
    }

    [Fact]
    public async Task Who_writes_to_an_agent_who_has_gone_waits_two_minutes_for_him_and_then_for_anybody()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await agent.Takes(await floor.CustomerWrites());
        await agent.Become("offline");
        floor.Advance(TimeSpan.FromSeconds(110));
        (await agent.Api.Post($"/api/v1/tickets/{ticket}/end", new { })).Expect(200);
        floor.Advance(TimeSpan.FromSeconds(15));
        await floor.Eventually(async () => await Timers() == 0, "the two minutes of his talks are over, and he had none");
        await floor.CustomerWrites("One more thing", ticket);
        await floor.Settled();
        Assert.Equal("assigned", await floor.StatusOf(ticket));
        floor.Advance(TimeSpan.FromSeconds(121));
        await floor.Eventually(async () => await floor.StatusOf(ticket) == "waiting", "it waits for anybody");

        // Given by force to who is not there, it waits for him as long.
        using var supervisor = await floor.Supervisor();
        (await supervisor.Post($"/api/v1/tickets/{ticket}/assign", new { agentId = agent.Id, force = true })).Expect(200);
        Assert.Equal(1, await Timers());
        floor.Advance(TimeSpan.FromSeconds(121));
        await floor.Eventually(async () => await floor.StatusOf(ticket) == "waiting", "it waits for anybody again");
        await using var other = await floor.ReadyAgent();
        await other.Takes(ticket);
        await other.Close(ticket);

        Task<long> Timers() => floor.Installation.Scalar<long>("SELECT count(*) FROM platform.timers WHERE kind = 'return-work' AND subject = @id", ("id", agent.Id));
    }

    [Fact]
    public async Task Wrap_up_keeps_the_load_until_its_time_box_ends()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await agent.Takes(await floor.CustomerWrites());
        var ended = (await agent.Api.Post($"/api/v1/tickets/{ticket}/end", new { })).Expect(200);
        Assert.Equal("wrap-up", ended["status"].GetString());
        Assert.Equal(33, (await agent.Me()).GetProperty("load").GetInt32());
        Assert.Equal("wrap-up", (await agent.Me()).GetProperty("derived").GetString());

        floor.Advance(TimeSpan.FromSeconds(31));
        await floor.Eventually(async () => await floor.StatusOf(ticket) == "closed", "the time box has closed it");
        await floor.Settled();
        Assert.Equal(0, (await agent.Me()).GetProperty("load").GetInt32());
    }

    [Fact]
    public async Task A_customer_who_writes_after_the_close_is_the_same_case_within_the_window_and_a_new_one_after_it()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await agent.Takes(await floor.CustomerWrites());
        await agent.Close(ticket);

        Assert.Equal(ticket, await floor.CustomerWrites("One more thing", ticket));
        await agent.Takes(ticket);
        await agent.Close(ticket);
        (await agent.Api.Put("agents/me/state", new { state = "offline" })).Expect(200);
        floor.Advance(TimeSpan.FromHours(25));
        await using var fresh = await floor.ReadyAgent();
        var next = await floor.CustomerWrites("Me again", ticket);
        Assert.NotEqual(ticket, next);
        await fresh.Takes(next);
        await fresh.Close(next);
    }

    [Fact]
    public async Task Only_the_owner_replies_and_a_stale_view_is_told_what_is_new()
    {
        await using var agent = await floor.ReadyAgent();
        await using var other = await floor.Agent();
        var ticket = await agent.Takes(await floor.CustomerWrites("First"));
        var seen = (await agent.Api.Get($"/api/v1/tickets/{ticket}/messages")).Items.First(m => m.GetProperty("kind").GetString() == "customer").GetProperty("id").GetGuid();
        await floor.CustomerWrites("Second", ticket);

        (await other.Reply(ticket, "Mine?")).Expect(409, "not_owner");
        var stale = (await agent.Api.Post($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text = "On it", lastSeen = seen })).Expect(409, "stale_view");
        Assert.Equal("Second", stale["newer"][0].GetProperty("text").GetString());
        var id = floor.Seed.NewId();
        (await agent.Api.Post($"/api/v1/tickets/{ticket}/messages", new { id, kind = "reply", text = "On it", lastSeen = seen, force = true })).Expect(201);
        (await agent.Api.Post($"/api/v1/tickets/{ticket}/messages", new { id, kind = "reply", text = "On it", lastSeen = seen })).Expect(200);
        Assert.Equal(1, await floor.Installation.Scalar<long>("SELECT count(*) FROM tickets.messages WHERE ticket_id = @id AND kind = 'reply'", ("id", ticket)));
        await agent.Close(ticket);
    }
}
