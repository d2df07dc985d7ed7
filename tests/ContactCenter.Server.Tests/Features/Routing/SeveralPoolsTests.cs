using System.Text.Json;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>Agents and queues are each in one pool; work goes to the agents of its pool.</summary>
public sealed class SeveralPoolsTests(SeveralPoolsFixture floor) : IClassFixture<SeveralPoolsFixture>
{
    private const string Night = SeveralPoolsFixture.Night;

    private RoutingQueue Index(string pool) => floor.Server.Services.GetRequiredService<RoutingQueues>().Of(pool);

    [Fact]
    public async Task A_customer_of_a_queue_in_another_pool_is_served_by_that_pools_agents_alone()
    {
        await using var day = await floor.ReadyAgent();
        await using var ana = await floor.NightAgent();
        floor.Advance(TimeSpan.FromSeconds(1));
        await using var ben = await floor.NightAgent();
        using var supervisor = await floor.Supervisor();

        var ticket = await floor.CustomerWrites(queue: floor.NightQueue);
        var offer = await ana.Offer(ticket);
        var why = (await supervisor.Get($"tickets/{ticket}/routing")).Expect(200);
        Assert.Equal((Night, ana.Id), (why["pool"].GetString(), why["offer"].GetProperty("agentId").GetGuid()));
        (await ana.Decline(offer)).Expect(204);
        await ben.Takes(ticket);
        (await ben.Reply(ticket, "Good evening")).Expect(201);
        Assert.Equal((33, 0), ((await ben.Me()).GetProperty("load").GetInt32(), (await day.Me()).GetProperty("load").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await day.Me()).GetProperty("offer").ValueKind);
        var board = (await supervisor.Get("board")).Expect(200);
        Assert.Equal(1, board["queues"].EnumerateArray().Single(q => q.GetProperty("queueId").GetGuid() == floor.NightQueue).GetProperty("serving").GetInt32());
        Assert.Equal(33, board["agents"].EnumerateArray().Single(a => a.GetProperty("id").GetGuid() == ben.Id).GetProperty("load").GetInt32());
        await ben.Close(ticket);
        Assert.Equal(0, (await ben.Me()).GetProperty("load").GetInt32());

        // Kept for explanation and replay, as of the first pool.
        await floor.Eventually(
            async () => await floor.Installation.Scalar<long>("SELECT count(DISTINCT pool) FROM routing.decisions WHERE ticket_id = @id AND pool = 'night'", ("id", ticket)) == 1
                && await floor.Installation.Scalar<long>("SELECT count(*) FROM routing.recordings WHERE pool = 'night'") > 0,
            "the pool's decisions and calls are kept");
    }

    [Fact]
    public async Task A_preview_asks_the_agents_of_its_pool()
    {
        await using var day = await floor.ReadyAgent();
        await using var night = await floor.NightAgent();
        foreach (var (pool, agent) in new[] { ("main", day), (Night, night) })
        {
            var preview = (await floor.Operator.Post("queues/preview", new { clientId = floor.Client, pool })).Expect(200);
            Assert.Equal((pool, agent.Id, 1), (preview["pool"].GetString(), preview["agent"].GetProperty("id").GetGuid(), preview["candidates"].GetInt32()));
            Assert.Equal(0, preview["obstacles"].GetArrayLength());
        }
        (await floor.Operator.Post("queues/preview", new { clientId = floor.Client, pool = "nowhere" })).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task An_agent_who_changes_pool_is_asked_by_the_new_one_and_forgotten_by_the_old()
    {
        await using var agent = await floor.ReadyAgent();
        var held = await agent.Takes(await floor.CustomerWrites());
        (await floor.Move(agent, Night)).Expect(409, "agent_busy");
        (await floor.Move(agent, "nowhere")).Expect(400, "invalid_request");
        await agent.Close(held);
        var offered = await floor.CustomerWrites();
        var offer = await agent.Offer(offered);

        (await floor.Move(agent, Night)).Expect(200);

        // What he was being asked in the old pool goes to somebody there.
        await agent.News.Next("offerWithdrawn", o => o.GetProperty("ticketId").GetGuid() == offered);
        (await agent.Accept(offer)).Expect(409, "offer_gone");
        (await agent.Decline(offer)).Expect(409, "offer_gone");
        var ticket = await floor.CustomerWrites(queue: floor.NightQueue);
        await agent.Takes(ticket);
        Assert.Equal("waiting", await floor.StatusOf(offered));
        Assert.Equal((false, true), ((await Index("main").AgentLoadAsync(agent.Id))!.Ready, (await Index(Night).AgentLoadAsync(agent.Id))!.Ready));
        using var supervisor = await floor.Supervisor();
        var why = (await supervisor.Get($"tickets/{offered}/routing")).Expect(200);
        Assert.DoesNotContain(why["obstacles"].EnumerateArray().SelectMany(o => o.GetProperty("agents").EnumerateArray()), a => a.GetProperty("id").GetGuid() == agent.Id);
        await agent.Close(ticket);

        (await floor.Move(agent, "main")).Expect(200);
        await agent.Takes(offered);
        await agent.Close(offered);
        Assert.Equal(2, (await floor.Facts(agent.Id)).Count(f => f == "agentChangedPool"));
    }

    [Fact]
    public async Task Of_an_accept_and_a_change_of_pool_at_the_same_time_one_wins()
    {
        await using var agent = await floor.ReadyAgent();
        for (var round = 0; round < 20; round++)
        {
            var ticket = await floor.CustomerWrites();
            var offer = await agent.Offer(ticket);
            var (accept, move) = (agent.Accept(offer), floor.Move(agent, Night));
            var (accepted, moved) = (await accept, await move);
            Assert.True((accepted.Status, moved.Status) is (200, 409) or (409, 200), $"{accepted.Status} {accepted.Text} {moved.Status} {moved.Text}");
            if (moved.Status == 200)
            {
                Assert.Equal("waiting", await floor.StatusOf(ticket));
                (await floor.Move(agent, "main")).Expect(200);
                // Of several offers of the same work the one that stands.
                await floor.Eventually(
                    async () => (await agent.Me()).GetProperty("offer") is { ValueKind: JsonValueKind.Object } stands && (await agent.Accept(stands)).Status == 200, "it is offered again");
                await floor.Settled();
            }
            await agent.Close(ticket);
        }
    }

    [Fact]
    public async Task An_index_that_was_not_told_of_a_change_of_pool_comes_round()
    {
        await using var agent = await floor.ReadyAgent();
        await floor.Installation.Execute("UPDATE agents.agents SET pool = 'night', version = version + 1, pool_version = version + 1 WHERE id = @id", ("id", agent.Id));
        await floor.Eventually(
            async () =>
            {
                floor.Advance(TimeSpan.FromSeconds(5));
                return await Index("main").AgentLoadAsync(agent.Id) is { Ready: false } && await Index(Night).AgentLoadAsync(agent.Id) is { Ready: true };
            },
            "each pool knows whose he is");
    }

    [Fact]
    public async Task After_a_wipe_each_pool_is_built_again_with_its_own_agents_and_work()
    {
        await using var day = await floor.ReadyAgent();
        await using var night = await floor.NightAgent();
        var owned = await night.Takes(await floor.CustomerWrites(queue: floor.NightQueue));
        foreach (var agent in new[] { day, night }) await agent.Become("break", "lunch");
        var (first, second) = (await floor.CustomerWrites(), await floor.CustomerWrites(queue: floor.NightQueue));
        await floor.Settled();

        await floor.Installation.Redis.WipeAsync();

        await floor.Eventually(async () => (await night.Me()).GetProperty("load").GetInt32() == 33, "the load is known again");
        Assert.Null(await Index("main").AgentLoadAsync(night.Id));
        foreach (var agent in new[] { day, night }) await agent.Become("ready");
        await day.Takes(first);
        await night.Takes(second);
        await day.Close(first);
        await night.Close(second);
        await night.Close(owned);
    }

    [Fact]
    public async Task A_transfer_to_a_queue_of_another_pool_takes_the_ticket_there()
    {
        await using var day = await floor.ReadyAgent();
        await using var night = await floor.NightAgent();
        var ticket = await day.Takes(await floor.CustomerWrites());

        (await day.Api.Post($"tickets/{ticket}/transfer", new { agentId = night.Id })).Expect(409, "other_pool");
        (await day.Api.Post($"tickets/{ticket}/transfer", new { queueId = floor.NightQueue })).Expect(200);
        await floor.Settled();
        Assert.Equal((Night, 0), (await floor.PoolOf(ticket), (await Index("main").AgentLoadAsync(day.Id))!.Load));
        await night.Takes(ticket);

        // And back, through the same night agent.
        (await night.Api.Post($"tickets/{ticket}/transfer", new { queueId = floor.Queue })).Expect(200);
        await floor.Settled();
        Assert.Equal(0, (await Index(Night).AgentLoadAsync(night.Id))!.Load);
        await day.Takes(ticket);
        await day.Close(ticket);
    }

    [Fact]
    public async Task A_supervisor_moves_waiting_work_between_pools_and_assigns_it_within_one()
    {
        await using var day = await floor.ReadyAgent();
        await using var night = await floor.NightAgent();
        using var supervisor = await floor.Supervisor();
        var ticket = await floor.CustomerWrites();
        var offer = await day.Offer(ticket);
        (await supervisor.Post($"tickets/{ticket}/assign", new { agentId = night.Id })).Expect(409, "other_pool");

        (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = floor.NightQueue })).Expect(200);

        await day.News.Next("offerWithdrawn", o => o.GetProperty("ticketId").GetGuid() == ticket);
        (await day.Accept(offer)).Expect(409, "offer_gone");
        await night.Offer(ticket);
        (await supervisor.Post($"tickets/{ticket}/assign", new { agentId = night.Id })).Expect(200);
        await night.Close(ticket);
    }

    [Fact]
    public async Task What_waits_stays_when_its_queue_changes_pool_until_it_is_moved_or_begins_anew()
    {
        var queue = await floor.AddQueue(new { });
        await using var day = await floor.ReadyAgent();
        var answered = await day.Takes(await floor.CustomerWrites(queue: queue));
        await day.Close(answered);
        await day.Become("break", "lunch");
        var (stays, moved) = (await floor.CustomerWrites(queue: queue), await floor.CustomerWrites(queue: queue));
        await floor.Settled();

        (await floor.Change(queue, rules => rules["pool"] = "nowhere")).Expect(400, "invalid_request");
        (await floor.Change(queue, rules => rules["pool"] = Night)).Expect(200);

        await using var night = await floor.NightAgent();
        var later = await night.Takes(await floor.CustomerWrites(queue: queue));
        Assert.Equal(("main", "main"), (await floor.PoolOf(stays), await floor.PoolOf(moved)));
        using var supervisor = await floor.Supervisor();
        (await supervisor.Post($"tickets/{moved}/transfer", new { queueId = queue })).Expect(200);
        await night.Takes(moved);
        await floor.CustomerWrites("Once more", ticket: answered);
        await night.Takes(answered);
        await day.Become("ready");
        await day.Takes(stays);
        foreach (var ticket in new[] { later, moved, answered }) await night.Close(ticket);
        await day.Close(stays);
    }

    [Fact]
    public async Task A_pool_is_removed_only_when_nothing_is_in_it_and_may_come_again()
    {
        var admin = floor.Operator;
        foreach (var name in new[] { "x", "Day", "two words", "day\n", "", null, new string('a', 31) }) (await admin.Post("pools", new { name })).Expect(400, "invalid_request");
        (await admin.Post("pools", new { name = Night })).Expect(409, "name_taken");
        var main = (await admin.Get("pools")).Expect(200)["items"].EnumerateArray().Single(p => p.GetProperty("name").GetString() == "main").GetProperty("id").GetGuid();
        (await admin.Delete($"pools/{main}")).Expect(409, "pool_main");
        (await admin.Delete($"pools/{floor.Seed.NewId()}")).Expect(404, "not_found");

        for (var round = 0; round < 2; round++)
        {
            var pool = (await admin.Post("pools", new { name = "season" })).Expect(201)["id"].GetGuid();
            var queue = await floor.AddQueue(new { pool = "season" });
            (await admin.Delete($"pools/{pool}")).Expect(409, "pool_in_use");
            await using var agent = await floor.Agent();
            (await floor.Move(agent, "season")).Expect(200);
            await agent.Become("ready");
            var ticket = await agent.Takes(await floor.CustomerWrites(queue: queue));
            (await floor.Change(queue, rules => rules["pool"] = "main")).Expect(200);
            (await admin.Delete($"pools/{pool}")).Expect(409, "pool_in_use");
            await agent.Close(ticket);
            (await admin.Delete($"pools/{pool}")).Expect(409, "pool_in_use");
            (await floor.Move(agent, "main")).Expect(200);
            (await admin.Delete($"pools/{pool}")).Expect(204);
            (await admin.Get($"pools/{pool}")).Expect(404, "not_found");
            // What was closed there may be opened again.
            await floor.CustomerWrites("Again", ticket: ticket);
            await agent.Takes(ticket);
            await agent.Close(ticket);
        }
    }

    [Fact]
    public async Task A_pool_that_one_node_made_is_served_by_another()
    {
        await using var other = floor.StartAnother();
        using var there = floor.Operator.At(other.Address);
        (await there.Post("pools", new { name = "elsewhere" })).Expect(201);
        var queue = await floor.AddQueue(new { pool = "elsewhere" });
        await using var agent = await floor.Agent();
        (await floor.Move(agent, "elsewhere")).Expect(200);
        await other.DisposeAsync();
        await agent.Become("ready");
        var ticket = await agent.Takes(await floor.CustomerWrites(queue: queue));
        await agent.Close(ticket);
        await floor.Eventually(
            async () => await floor.Installation.Scalar<long>("SELECT count(*) FROM routing.decisions WHERE pool = 'elsewhere'") > 0, "its decisions are kept here");
    }
}
