using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Live;

public sealed class NewsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private News News => fixture.Server.Services.GetRequiredService<News>();

    [Fact]
    public async Task News_for_a_person_reach_all_his_screens_and_nobody_elses_with_topic_and_rising_number()
    {
        var client = await fixture.Seed.Client("news-person");
        var mine = await fixture.Seed.User("mine@news.test", [BuiltInRoles.Agent], [client]);
        await fixture.Seed.User("other@news.test", [BuiltInRoles.Agent], [client]);
        using var me = await fixture.SignedIn("mine@news.test");
        using var other = await fixture.SignedIn("other@news.test");
        await using var desk = await HubClient.Connect(me);
        await using var second = await HubClient.Connect(me);
        await using var others = await HubClient.Connect(other);
        Assert.Equal(new Dictionary<string, long> { [$"user:{mine}"] = 0 }, desk.Topics);

        var ticket = fixture.Seed.NewId();
        await News.ToUser(mine, new TicketChanged(ticket, "wrap-up", null, TicketChange.Ended, 7));
        await News.ToUser(mine, new OfferWithdrawn(fixture.Seed.NewId(), ticket, OfferEnd.Expired, 8));
        foreach (var screen in new[] { desk, second })
        {
            var first = await screen.Next();
            Assert.Equal(("ticketChanged", $"user:{mine}", 1, 7), (first.Name, first.Topic, first.Seq, first.Body.GetProperty("version").GetInt32()));
            Assert.Equal("ended", first.Body.GetProperty("change").GetString());
            Assert.Equal(ticket, first.Body.GetProperty("ticketId").GetGuid());
            var next = await screen.Next();
            Assert.Equal(("offerWithdrawn", 2), (next.Name, next.Seq));
            Assert.Equal("expired", next.Body.GetProperty("reason").GetString());
        }

        await using var late = await HubClient.Connect(me);
        Assert.Equal(2, late.Topics[$"user:{mine}"]);
        Assert.Empty(others.Arrived());
    }
}
