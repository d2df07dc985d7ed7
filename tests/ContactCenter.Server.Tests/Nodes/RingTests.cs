using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Nodes;

/// <summary>A queue that asks several agents at once, who sit at different nodes.</summary>
public sealed class RingTests(NodesFixture floor) : IClassFixture<NodesFixture>
{
    [Fact]
    public async Task Of_two_who_accept_at_two_nodes_one_has_the_ticket_and_the_others_card_says_that_it_is_taken()
    {
        using var admin = await floor.Admin();
        var queue = await RingingQueue(admin, 2);
        await using var ana = await floor.ReadyAgent();
        await using var ben = await floor.ReadyAgentAt(floor.Other);
        for (var round = 0; round < 6; round++)
        {
            var ticket = await floor.CustomerWrites(queue: queue);
            var (hers, his) = (await ana.Offer(ticket), await ben.Offer(ticket));
            foreach (var (desk, card) in new[] { (ana, hers), (ben, his) })
                Assert.Equal(card.GetProperty("offerId").GetGuid(), (await desk.Me()).GetProperty("offer").GetProperty("offerId").GetGuid());

            var answers = await Task.WhenAll(ana.Accept(hers), ben.Accept(his));

            var (winner, loser, lostCard) = answers[0].Status == 200 ? (ana, ben, his) : (ben, ana, hers);
            answers[winner == ana ? 0 : 1].Expect(200);
            answers[winner == ana ? 1 : 0].Expect(409, "offer_gone");
            var gone = await loser.News.Next("offerWithdrawn", o => o.GetProperty("offerId").GetGuid() == lostCard.GetProperty("offerId").GetGuid());
            Assert.Equal("taken", gone.Body.GetProperty("reason").GetString());
            (await loser.Decline(lostCard)).Expect(409, "offer_gone");
            await floor.Settled();
            Assert.Equal(winner.Id, await floor.Installation.Scalar<Guid>("SELECT agent_id FROM tickets.tickets WHERE id = @id", ("id", ticket)));
            Assert.Equal(1, (await floor.Facts(ticket)).Count(f => f == "ticketAssigned"));
            Assert.Equal((33, 0), ((await winner.Me()).GetProperty("load").GetInt32(), (await loser.Me()).GetProperty("load").GetInt32()));
            // Whoever lost is told of as withdrawn: nobody counts that against him.
            await floor.Eventually(async () => (await Ends(ticket)).SequenceEqual(["accepted 0", "withdrawn 0"]), "both offers' ends are kept");
            (await (winner == ana ? ana.Accept(hers) : ben.Accept(his))).Expect(200);
            await winner.Close(ticket);
        }
    }

    [Fact]
    public async Task Who_declines_leaves_it_to_the_others()
    {
        using var admin = await floor.Admin();
        var queue = await RingingQueue(admin, 3);
        await using var ana = await floor.ReadyAgent();
        await using var ben = await floor.ReadyAgentAt(floor.Other);
        var ticket = await floor.CustomerWrites(queue: queue);
        var card = await ana.Offer(ticket);
        Guid[] both = [ana.Id, ben.Id];
        Assert.Equal(both.Order(), (await OnTicket()).Order());
        Assert.Equal(both.Order(), (await OnBoard()).Order());
        (await ana.Decline(card)).Expect(204);
        Assert.Equal("waiting", await floor.StatusOf(ticket));
        Assert.Equal([ben.Id], await OnTicket());
        Assert.Equal([ben.Id], await OnBoard());

        (await ben.Accept(await ben.Offer(ticket))).Expect(200);
        await ben.Close(ticket);

        async Task<IEnumerable<Guid>> OnTicket() =>
            (await admin.Get($"tickets/{ticket}")).Expect(200)["offer"].GetProperty("agentIds").EnumerateArray().Select(id => id.GetGuid());

        async Task<IEnumerable<Guid>> OnBoard() => (await admin.Get($"board?clientId={floor.Client}")).Expect(200)["waiting"].EnumerateArray()
            .Single(w => w.GetProperty("ticketId").GetGuid() == ticket).GetProperty("offeredTo").GetProperty("agents").EnumerateArray().Select(a => a.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_queue_that_accepts_by_itself_asks_one_and_asks_no_more_than_five()
    {
        using var admin = await floor.Admin();
        foreach (var wrong in new[] { 0, 6 })
            (await admin.Post("queues", new { clientId = floor.Client, name = $"Wrong {wrong}", ringAgents = wrong })).Expect(400, "invalid_request");
        Assert.Equal(1, (await admin.Post("queues", new { clientId = floor.Client, name = "Usual" })).Expect(201)["ringAgents"].GetInt32());
        var queue = await RingingQueue(admin, 5, autoAccept: true);
        await using var ana = await floor.ReadyAgent();
        await using var ben = await floor.ReadyAgentAt(floor.Other);

        var ticket = await floor.CustomerWrites(queue: queue);

        await floor.Eventually(async () => await floor.StatusOf(ticket) == "assigned", "it is accepted");
        await floor.Eventually(async () => (await Ends(ticket)).SequenceEqual(["accepted 0"]), "one offer is kept");
        var owner = await floor.Installation.Scalar<Guid>("SELECT agent_id FROM tickets.tickets WHERE id = @id", ("id", ticket));
        await (owner == ana.Id ? ana : ben).Close(ticket);
    }

    Task<List<string>> Ends(Guid ticket) => floor.Installation.Column<string>(
        "SELECT concat_ws(' ', payload ->> 'reason', payload ->> 'expiredInRow') FROM journal.events WHERE type = 'offerEndRecorded' AND payload ->> 'ticketId' = @id::text ORDER BY 1",
        ("id", ticket));

    async Task<Guid> RingingQueue(Api admin, int ringAgents, bool autoAccept = false) => (await admin.Post("queues", new
    {
        clientId = floor.Client, name = $"Rings {floor.Seed.NewId()}", ringAgents, autoAccept, wrapUpSeconds = 0,
    })).Expect(201)["id"].GetGuid();
}
