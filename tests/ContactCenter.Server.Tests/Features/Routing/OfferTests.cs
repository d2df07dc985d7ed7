using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ContactCenter.Server.Tests.Features.Routing;

public sealed class OfferTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_customers_message_is_offered_accepted_answered_and_closed()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites("My bag is lost");

        var offer = await agent.Offer(ticket);
        Assert.Equal("My bag is lost", offer.GetProperty("preview").GetString());
        Assert.Equal("acme", offer.GetProperty("clientName").GetString());
        Assert.Equal(floor.Time.GetUtcNow().AddSeconds(20), offer.GetProperty("deadline").GetDateTimeOffset());

        var accepted = (await agent.Accept(offer)).Expect(200);
        Assert.Equal("assigned", accepted["status"].GetString());
        Assert.Equal(agent.Id, accepted["agent"].GetProperty("id").GetGuid());

        (await agent.Reply(ticket, "We look for it")).Expect(201);
        await agent.Close(ticket);
        Assert.Equal("closed", await floor.StatusOf(ticket));
        Assert.Equal(0, (await agent.Me()).GetProperty("load").GetInt32());
        Assert.Equal(["ticketOpened", "messageReceived", "ticketAssigned", "replySent", "ticketClosed"], await floor.Facts(ticket));
    }

    [Fact]
    public async Task Accepting_twice_answers_the_same_and_somebody_elses_offer_is_gone()
    {
        await using var agent = await floor.ReadyAgent();
        await using var other = await floor.Agent();
        var offer = await agent.Offer(await floor.CustomerWrites());

        (await other.Accept(offer)).Expect(409, "offer_gone");
        (await agent.Accept(offer)).Expect(200);
        (await agent.Accept(offer)).Expect(200);
        await agent.Close(offer.GetProperty("ticketId").GetGuid());
    }

    [Fact]
    public async Task A_customer_who_writes_on_while_he_is_offered_spoils_nothing()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        var offer = await agent.Offer(ticket);
        await floor.CustomerWrites("Are you there?", ticket);

        (await agent.Accept(offer)).Expect(200);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task Offers_end_in_time_while_what_they_show_cannot_be_read()
    {
        await using var first = await floor.ReadyAgent();
        await using var second = await floor.ReadyAgent();
        await using var third = await floor.ReadyAgent();
        var index = floor.Server.Services.GetRequiredService<RoutingQueues>().Of(RoutingQueues.DefaultPool);
        var ticket = await floor.CustomerWrites("Who has time?");
        await floor.Settled();
        var before = floor.Server.Logs.All.Count;
        await using var held = new NpgsqlConnection(floor.Installation.Server.Owner(floor.Installation.Database));
        await held.OpenAsync();
        await using (var hold = new NpgsqlCommand("BEGIN; LOCK TABLE tickets.messages IN ACCESS EXCLUSIVE MODE", held)) await hold.ExecuteNonQueryAsync();

        var asked = new List<Desk>();
        while (asked.Count < 3)
        {
            if (asked.Count > 0) floor.Advance(TimeSpan.FromSeconds(20));
            Desk? next = null;
            await floor.Eventually(async () => (next = await Asked()) is not null && !asked.Contains(next), "somebody else is asked");
            asked.Add(next!);
        }

        // Nor did they go on only because somebody lost his patience with PostgreSQL.
        Assert.DoesNotContain(floor.Server.Logs.All.Skip(before), l => l.Category.EndsWith(".DueWorker", StringComparison.Ordinal));
        await held.CloseAsync();
        var offer = await asked[^1].Offer(ticket);
        (await asked[^1].Accept(offer)).Expect(200);
        await asked[^1].Close(ticket);

        async Task<Desk?> Asked()
        {
            foreach (var desk in new[] { first, second, third })
            {
                if (await index.AgentLoadAsync(desk.Id) is { OfferedItemId: { } item } && item == ticket) return desk;
            }
            return null;
        }
    }

    [Fact]
    public async Task A_declined_offer_goes_to_somebody_else_and_not_back_at_once()
    {
        await using var first = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        var offer = await first.Offer(ticket);
        (await first.Decline(offer)).Expect(204);
        (await first.Accept(offer)).Expect(409, "offer_gone");
        (await first.Decline(offer)).Expect(409, "offer_gone");

        await using var second = await floor.ReadyAgent();
        await second.Takes(ticket);
        await second.Close(ticket);
    }

    [Fact]
    public async Task Two_offers_in_a_row_that_expire_send_the_agent_on_a_break()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        await agent.Offer(ticket);
        floor.Advance(TimeSpan.FromSeconds(21));
        await agent.News.Next("offerWithdrawn", o => o.GetProperty("reason").GetString() == "expired");
        await agent.Offer(ticket);
        floor.Advance(TimeSpan.FromSeconds(21));

        await floor.Eventually(async () => (await agent.Me()).GetProperty("state").GetString() == "break", "the agent is on a break");
        Assert.Equal("not-responding", (await agent.Me()).GetProperty("reason").GetString());
        Assert.Equal("waiting", await floor.StatusOf(ticket));

        await agent.Become("ready");
        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task An_agent_holds_three_chats_and_gets_the_fourth_when_one_is_closed()
    {
        await using var agent = await floor.ReadyAgent();
        var tickets = new List<Guid>();
        for (var i = 0; i < 3; i++) tickets.Add(await agent.Takes(await floor.CustomerWrites()));
        Assert.Equal(99, (await agent.Me()).GetProperty("load").GetInt32());
        Assert.Equal("busy", (await agent.Me()).GetProperty("derived").GetString());

        var fourth = await floor.CustomerWrites();
        await floor.Settled();
        Assert.Equal("waiting", await floor.StatusOf(fourth));
        await agent.Close(tickets[0]);
        await agent.Takes(fourth);
        foreach (var ticket in tickets.Skip(1).Append(fourth)) await agent.Close(ticket);
    }

    [Fact]
    public async Task A_queue_that_accepts_for_its_agents_needs_no_click()
    {
        await floor.Installation.Execute("UPDATE routing.queues SET auto_accept = true WHERE id = @id", ("id", floor.Queue));
        try
        {
            await using var agent = await floor.ReadyAgent();
            var ticket = await floor.CustomerWrites();
            await floor.Eventually(async () => await floor.StatusOf(ticket) == "assigned", "the ticket is assigned");
            await agent.Close(ticket);
        }
        finally
        {
            await floor.Installation.Execute("UPDATE routing.queues SET auto_accept = false WHERE id = @id", ("id", floor.Queue));
        }
    }
}
