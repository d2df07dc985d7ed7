using System.Text.Json;
using ContactCenter.Server.Tests.Hosting;
using Npgsql;

namespace ContactCenter.Server.Tests.Features.Routing;

public sealed class MoveTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_supervisor_moves_what_waits_and_the_customers_wait_goes_on()
    {
        var skill = await floor.Seed.Skill($"skill-{floor.Seed.NewId():n}");
        var second = await floor.Seed.Queue(floor.Client, $"Second {floor.Seed.NewId()}", skill);
        using var supervisor = await floor.Supervisor();
        await using var agent = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites();
        var since = floor.Time.Now;
        var offer = await agent.Offer(ticket);
        floor.Advance(TimeSpan.FromSeconds(5));

        var moved = (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = second, note = "He wants the second" })).Expect(200);
        Assert.Equal((second, "waiting", since), (moved["queueId"].GetGuid(), moved["status"].GetString(), moved["waitingSince"].GetDateTimeOffset()));
        // The agent lacks the second queue's skill: his offer is gone.
        await agent.News.Next("offerWithdrawn", o => o.GetProperty("ticketId").GetGuid() == ticket);
        (await agent.Accept(offer)).Expect(409, "offer_gone");
        await floor.Settled();
        Assert.Equal(since.AddSeconds(30), await floor.Installation.Scalar<DateTime>("SELECT deadline FROM routing.items WHERE ticket_id = @id", ("id", ticket)));

        // Twice is once.
        (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = second })).Expect(200);
        Assert.Single(await floor.Facts(ticket), "ticketMoved");
        (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = floor.Queue })).Expect(200);
        await agent.Takes(ticket);
        (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = floor.Seed.NewId() })).Expect(400, "invalid_request");
        await agent.Close(ticket);
        (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = second })).Expect(409, "not_owner");
    }

    [Fact]
    public async Task An_index_that_is_lost_before_it_heard_of_a_move_does_not_keep_the_old_place()
    {
        var skill = await floor.Seed.Skill($"skill-{floor.Seed.NewId():n}");
        var second = await floor.Seed.Queue(floor.Client, $"Second {floor.Seed.NewId()}", skill);
        using var supervisor = await floor.Supervisor();
        var ticket = await floor.CustomerWrites();
        await floor.Settled();
        var built = await Rebuilt();
        // Whoever brings the move to the index stands still until the index is there again.
        await using (var held = new NpgsqlConnection(floor.Installation.Server.Owner(floor.Installation.Database)))
        {
            await held.OpenAsync();
            await using var transaction = await held.BeginTransactionAsync();
            await using var row = new NpgsqlCommand("SELECT 1 FROM routing.items WHERE ticket_id = $1 FOR UPDATE", held, transaction) { Parameters = { new() { Value = ticket } } };
            await row.ExecuteNonQueryAsync();
            (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = second })).Expect(200);
            await floor.Installation.Redis.WipeAsync();
            await floor.Eventually(
                async () => await Rebuilt() > built
                    && (await supervisor.Get($"tickets/{ticket}/routing")).Expect(200)["position"].ValueKind == JsonValueKind.Null,
                "the index is built, without it");
        }
        await floor.Settled();

        await using var agent = await floor.ReadyAgent();
        var routing = (await supervisor.Get($"tickets/{ticket}/routing")).Expect(200);
        Assert.Equal((1, 1), (routing["position"].GetInt32(), routing["lane"].GetProperty("skills").GetArrayLength()));
        (await supervisor.Post($"tickets/{ticket}/transfer", new { queueId = floor.Queue })).Expect(200);
        await agent.Takes(ticket);
        await agent.Close(ticket);

        Task<long> Rebuilt() => floor.Installation.Scalar<long>("SELECT count(*) FROM journal.events WHERE type = 'routingRebuilt'");
    }

    [Fact]
    public async Task An_agent_does_not_move_what_waits()
    {
        var second = await floor.Seed.Queue(floor.Client, $"Second {floor.Seed.NewId()}");
        await using var agent = await floor.Agent();
        var ticket = await floor.CustomerWrites();
        (await agent.Api.Post($"tickets/{ticket}/transfer", new { queueId = second })).Expect(409, "not_owner");
        await agent.Become("ready");
        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task Of_a_move_and_a_claim_at_the_same_time_the_move_or_the_claim_comes_first_and_both_are_told_which()
    {
        var second = await floor.Seed.Queue(floor.Client, $"Second {floor.Seed.NewId()}");
        using var supervisor = await floor.Supervisor();
        await using var agent = await floor.ReadyAgent();
        for (var round = 0; round < 8; round++)
        {
            var ticket = await floor.CustomerWrites();
            var offer = await agent.Offer(ticket);
            var (move, accept) = (supervisor.Post($"tickets/{ticket}/transfer", new { queueId = second }), agent.Accept(offer));
            var (moved, accepted) = (await move, await accept);
            Assert.True(moved.Status is 200 or 409, moved.Text);
            Assert.True(accepted.Status is 200 or 409, accepted.Text);
            await floor.Settled();
            // Moved before the claim, or taken from him again after it.
            if (await floor.StatusOf(ticket) == "waiting") await TakesWhatIsOffered(agent);
            Assert.Equal("assigned", await floor.StatusOf(ticket));
            await agent.Close(ticket);
            Assert.Equal(0, (await agent.Me()).GetProperty("load").GetInt32());
        }
    }

    /// <summary>Of several offers of the same work the one that stands.</summary>
    private Task TakesWhatIsOffered(Desk agent) => floor.Eventually(
        async () => (await agent.Me()).GetProperty("offer") is { ValueKind: JsonValueKind.Object } offer && (await agent.Accept(offer)).Status == 200,
        "the work is offered again and taken");
}
