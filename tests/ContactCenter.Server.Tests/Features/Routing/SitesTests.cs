using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

public sealed class SitesTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Only_agents_of_the_sites_that_a_client_names_get_its_work()
    {
        var client = await floor.Seed.Client($"choosy-{floor.Seed.NewId():n}");
        var queue = await floor.Seed.Queue(client);
        await floor.Seed.Disposition(client, "resolved");
        var site = await floor.Seed.Site("Onshore");
        await floor.Seed.Admin("admin@sites.test");
        using var admin = await floor.SignedIn("admin@sites.test");
        await using var far = await floor.ReadyAgent(client);
        (await admin.Put($"clients/{client}", new { name = "Choosy", active = true, version = 1, sites = new[] { site } })).Expect(200);
        await floor.Settled();

        var ticket = await floor.CustomerWrites(queue: queue, client: client);
        await floor.Settled();
        Assert.Equal("waiting", await floor.StatusOf(ticket));
        Assert.Equal(0, (await far.Me()).GetProperty("load").GetInt32());
        (await admin.Post($"tickets/{ticket}/assign", new { agentId = far.Id, force = true })).Expect(400, "invalid_request");

        // He moves there, and it is offered to him.
        var agent = (await admin.Get($"agents/{far.Id}")).Expect(200);
        (await admin.Put($"agents/{far.Id}", new { skills = Array.Empty<object>(), weights = (object?)null, siteId = site, version = agent["version"].GetInt64() })).Expect(200);
        await far.Takes(ticket);
        await far.Close(ticket);
    }
}
