using ContactCenter.Server.Tests.Hosting;
using Npgsql;

namespace ContactCenter.Server.Tests.Features.Routing;

public sealed class ClaimLeaseTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_claim_that_outlives_its_lease_commits_nothing_and_the_ticket_is_offered_again()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        var offer = await agent.Offer(ticket);
        await using var other = new NpgsqlConnection(floor.Installation.Server.Owner(floor.Installation.Database));
        await other.OpenAsync();
        await using var holding = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM tickets.tickets WHERE id = @id FOR UPDATE", other, holding))
        {
            hold.Parameters.AddWithValue("id", ticket);
            await hold.ExecuteNonQueryAsync();
        }

        // Reserved in the index, it waits for the row: as a node does that is frozen there.
        var accepting = agent.Accept(offer);
        await Wait.Until(async () => (await agent.Me()).GetProperty("offer").ValueKind == System.Text.Json.JsonValueKind.Null, "the offer is taken");
        floor.Advance(TimeSpan.FromSeconds(6));
        await holding.CommitAsync();

        (await accepting).Expect(409, "offer_gone");
        Assert.Equal("waiting", await floor.StatusOf(ticket));
        Assert.Equal(["ticketOpened", "messageReceived"], await floor.Facts(ticket));
        await agent.Takes(ticket);
        Assert.Equal(33, (await agent.Me()).GetProperty("load").GetInt32());
        await agent.Close(ticket);
    }

    [Fact]
    public async Task Two_tabs_of_one_agent_that_accept_at_once_both_hear_that_it_is_his()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        var offer = await agent.Offer(ticket);
        await using var idle = await floor.ReadyAgent();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => agent.Accept(offer)));

        Assert.All(answers, answer => answer.Expect(200));
        await floor.Settled();
        Assert.Equal(0, (await idle.Me()).GetProperty("load").GetInt32());
        Assert.DoesNotContain(idle.News.Arrived(), item => item.Name == "offerMade");
        await agent.Close(ticket);
    }
}
