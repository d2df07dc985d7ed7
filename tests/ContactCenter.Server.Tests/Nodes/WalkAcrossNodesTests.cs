using ContactCenter.Server.Tests.Features.Channels;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Nodes;

/// <summary>A visitor at one node and his agent at the other see each other as if there were one.</summary>
public sealed class WalkAcrossNodesTests(NodesFixture floor) : IClassFixture<NodesFixture>
{
    [Fact]
    public async Task A_customer_at_one_node_reaches_an_agent_at_another_and_hears_him()
    {
        await using var ana = await floor.ReadyAgentAt(floor.Other);
        using var visitor = await floor.Visitor();
        using var stream = await EventReader.Open(visitor);
        (await visitor.Post("chat/messages", new { text = "Where is it?" })).Expect(201);
        var offer = await ana.Offer();
        Assert.Equal("Where is it?", offer.GetProperty("preview").GetString());
        await stream.State("waiting");
        (await ana.Accept(offer)).Expect(200);
        var ticket = offer.GetProperty("ticketId").GetGuid();
        await stream.State("assigned");
        (await ana.Reply(ticket, "In Lisbon")).Expect(201);
        Assert.Equal("In Lisbon", (await stream.Next("message")).Text);
        (await visitor.Post("chat/messages", new { text = "Thank you" })).Expect(201);
        await ana.News.Next("messageArrived", m => m.GetProperty("message").GetProperty("text").GetString() == "Thank you");
        await ana.Close(ticket);
        await stream.State("closed");
    }

    [Fact]
    public async Task After_Redis_lost_everything_customers_of_either_node_reach_an_agent_at_the_other()
    {
        foreach (var (node, other) in new[] { (floor.Server, floor.Other), (floor.Other, floor.Server) })
        {
            await using var ana = await floor.ReadyAgentAt(other);
            await floor.Installation.Redis.WipeAsync();
            using var visitor = (await floor.Visitor()).At(node.Address);
            (await visitor.Post("chat/messages", new { text = "Anybody?" })).Expect(201);
            // What came while the index was built is brought again, a moment of fake time later.
            await floor.Settled();
            var offer = await ana.Offer();
            (await ana.Accept(offer)).Expect(200);
            await ana.Close(offer.GetProperty("ticketId").GetGuid());
        }
    }

    [Fact]
    public async Task What_a_stream_was_not_told_while_Redis_was_away_comes_when_it_is_back()
    {
        using var visitor = await floor.Visitor();
        using var there = visitor.At(floor.Other.Address);
        using var stream = await EventReader.Open(visitor);
        (await visitor.Post("chat/messages", new { text = "One" })).Expect(201);
        Assert.Equal("One", (await stream.Next("message")).Text);
        await floor.Settled();
        await floor.Installation.Redis.StopAsync();
        try
        {
            (await there.Post("chat/messages", new { text = "Two" })).Expect(201);
        }
        finally
        {
            await floor.Installation.Redis.StartAsync();
        }

        // No time goes by: no heartbeat of the stream brings it.
        Assert.Equal("Two", (await stream.Next("message")).Text);
        (await visitor.Post("chat/end")).Expect(204);
        // The next agent is not to be offered what has ended.
        await floor.Settled();
    }

    [Fact]
    public async Task A_visitor_follows_at_both_nodes_what_he_writes_at_either()
    {
        using var visitor = await floor.Visitor();
        using var there = visitor.At(floor.Other.Address);
        using var first = await EventReader.Open(visitor);
        using var second = await EventReader.Open(there);
        foreach (var (at, text) in new[] { (visitor, "Here"), (there, "There"), (visitor, "Here again") })
        {
            (await at.Post("chat/messages", new { text })).Expect(201);
            Assert.Equal(text, (await first.Next("message")).Text);
            Assert.Equal(text, (await second.Next("message")).Text);
        }

        (await visitor.Post("chat/end")).Expect(204);
        await second.State("closed");
        await floor.Settled();
    }

    [Fact]
    public async Task Typing_crosses_in_both_directions()
    {
        await using var ana = await floor.ReadyAgentAt(floor.Other);
        using var visitor = await floor.Visitor();
        using var stream = await EventReader.Open(visitor);
        (await visitor.Post("chat/messages", new { text = "Hello" })).Expect(201);
        var offer = await ana.Offer();
        (await ana.Accept(offer)).Expect(200);
        await stream.State("assigned");
        var ticket = offer.GetProperty("ticketId").GetGuid();
        foreach (var typing in new[] { true, false })
        {
            Assert.Null(await ana.News.Invoke("Typing", ticket, typing));
            Assert.Equal(typing, (await stream.Next("typing")).Data.GetProperty("typing").GetBoolean());
        }

        // It begins at one node and ends at the other: there is no node that a visitor belongs to.
        using var there = visitor.At(floor.Other.Address);
        (await visitor.Post("chat/typing", new { typing = true })).Expect(204);
        Assert.True((await ana.News.Next("typing")).Body.GetProperty("typing").GetBoolean());
        (await there.Post("chat/typing", new { typing = false })).Expect(204);
        Assert.False((await ana.News.Next("typing")).Body.GetProperty("typing").GetBoolean());
        await ana.Close(ticket);
    }

    [Fact]
    public async Task An_offer_is_shown_once_although_one_node_decides_and_the_other_relays()
    {
        // One of the two relays, so at one of them the node that decides is another than that.
        foreach (var node in new[] { floor.Server, floor.Other })
        {
            using var visitor = (await floor.Visitor()).At(node.Address);
            await using var ana = await floor.ReadyAgentAt(node);
            (await visitor.Post("chat/messages", new { text = "Hello" })).Expect(201);
            var offer = await ana.Offer();
            await Relayed(offer.GetProperty("offerId").GetGuid(), "offerMade");
            (await ana.Accept(offer)).Expect(200);
            await Relayed(offer.GetProperty("offerId").GetGuid(), "offerEnded");
            Assert.Null(await ana.News.Invoke("Typing", Guid.Empty, false));
            Assert.DoesNotContain(ana.News.Arrived(), i => i.Name == "offerMade");
            await ana.Close(offer.GetProperty("ticketId").GetGuid());
        }
    }

    Task Relayed(Guid offer, string type) => floor.Eventually(async () => await floor.Installation.Scalar<long>(
        "SELECT count(*) FROM routing.decisions WHERE offer_id = @offer AND type = @type", ("offer", offer), ("type", type)) == 1, $"{type} is relayed");
}
