using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

public sealed class RebuildTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task A_wiped_index_is_built_again_with_owners_offers_and_order()
    {
        await using var agent = await floor.ReadyAgent();
        var owned = await agent.Takes(await floor.CustomerWrites());
        await agent.Become("break", "lunch");
        var waiting = new[] { await floor.CustomerWrites(), await floor.CustomerWrites() };
        await floor.Settled();

        await floor.Installation.Redis.WipeAsync();

        await floor.Eventually(async () => (await agent.Me()).GetProperty("load").GetInt32() == 33, "the load is known again");
        Assert.Equal(agent.Id, await floor.Installation.Scalar<Guid>("SELECT agent_id FROM tickets.tickets WHERE id = @id", ("id", owned)));
        await agent.Become("ready");
        await agent.Takes(waiting[0]);
        await agent.Takes(waiting[1]);
        Assert.Contains("routingRebuilt", await floor.Installation.Column<string>("SELECT type FROM journal.events WHERE stream_kind = 'pool'"));
        foreach (var ticket in waiting.Append(owned)) await agent.Close(ticket);
    }
}
