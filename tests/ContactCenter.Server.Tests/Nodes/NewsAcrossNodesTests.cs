using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Nodes;

/// <summary>News across nodes, and what becomes of them without Redis.</summary>
public sealed class NewsAcrossNodesTests(NodesFixture floor) : IClassFixture<NodesFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_both_nodes_send_every_screen_of_either_sees_each_number_once_and_in_order()
    {
        const int Writers = 4, Each = 100;
        await using var here = await Screen(floor.Server);
        await using var there = await Screen(floor.Other, here);
        var topic = $"user:{here.Id}";
        await Task.WhenAll(new[] { floor.Server, floor.Other }.SelectMany(node => Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++) await News(node).ToUser(here.Id, new Typing(Guid.Empty, true, w));
        }))));
        foreach (var screen in new[] { here, there })
        {
            for (var n = 1; n <= 2 * Writers * Each; n++) Assert.Equal(screen.News.Topics[topic] + n, (await screen.News.Next()).Seq);
        }
    }

    [Fact]
    public async Task What_several_nodes_may_say_is_said_once()
    {
        await using var here = await Screen(floor.Server);
        for (var n = 0; n < 20; n++)
        {
            var withdrawn = new OfferWithdrawn(floor.Seed.NewId(), Guid.Empty, OfferEnd.Expired, 0);
            await Task.WhenAll(new[] { floor.Server, floor.Other, floor.Other }.Select(node => News(node).ToUser(here.Id, withdrawn, once: $"{withdrawn.OfferId}:ended")));
            Assert.Equal(withdrawn.OfferId, (await here.News.Next()).Body.GetProperty("offerId").GetGuid());
        }

        Assert.Empty(here.News.Arrived());
    }

    [Fact]
    public async Task A_snapshot_stays_on_its_node()
    {
        await floor.Seed.User("board@nodes.test", [BuiltInRoles.Supervisor], [floor.Client]);
        using var api = await floor.SignedIn("board@nodes.test");
        using var elsewhere = api.At(floor.Other.Address);
        await using var here = await HubClient.Connect(api, "/hubs/supervisor");
        await using var there = await HubClient.Connect(elsewhere, "/hubs/supervisor");
        News(floor.Server).ToClientHere(floor.Client, new BoardChanged(new { mark = "snapshot" }));
        await News(floor.Server).ToClient(floor.Client, new TicketChanged(Guid.Empty, "waiting", null, TicketChange.Opened, 1));
        var snapshot = await here.Next("boardChanged", b => b.GetProperty("board").TryGetProperty("mark", out _));
        Assert.Equal(0, snapshot.Seq);
        await here.Next("ticketChanged");
        for (var item = await there.Next(); item.Name != "ticketChanged"; item = await there.Next())
            Assert.False(item.Body.GetProperty("board").TryGetProperty("mark", out _));
    }

    [Fact]
    public async Task After_a_wipe_numbers_jump_so_that_every_screen_sees_a_gap()
    {
        await using var here = await Screen(floor.Server);
        await using var there = await Screen(floor.Other, here);
        await News(floor.Other).ToUser(here.Id, new Typing(Guid.Empty, true, 1));
        var before = (await here.News.Next()).Seq;
        await floor.Installation.Redis.WipeAsync();
        await News(floor.Other).ToUser(here.Id, new Typing(Guid.Empty, true, 2));
        foreach (var screen in new[] { here, there })
        {
            var item = await screen.News.Next("typing", t => t.GetProperty("version").GetInt32() == 2);
            Assert.True(item.Seq > before + 1, $"{item.Seq} after {before}");
        }
    }

    [Fact]
    public async Task Without_Redis_the_own_screens_still_hear_and_with_it_every_screen_is_told_anew()
    {
        await using var here = await Screen(floor.Server);
        await using var there = await Screen(floor.Other, here);
        var topic = $"user:{here.Id}";
        await floor.Installation.Redis.StopAsync();
        try
        {
            await News(floor.Server).ToUser(here.Id, new Typing(Guid.Empty, true, 1));
            Assert.Equal(0, (await here.News.Next("typing")).Seq);
        }
        finally
        {
            await floor.Installation.Redis.StartAsync();
        }

        foreach (var screen in new[] { here, there })
        {
            var told = (await screen.News.Next("connected")).Body.GetProperty("topics").GetProperty(topic).GetInt64();
            Assert.True(told > screen.News.Topics[topic], "numbers begin higher than they were");
        }

        // The own node told those whom the message did not reach, in case that only its own line was broken.
        floor.Advance(TimeSpan.FromSeconds(1));
        var anew = (await there.News.Next("connected").WaitAsync(Patience)).Body.GetProperty("topics").GetProperty(topic).GetInt64();
        await News(floor.Server).ToUser(here.Id, new Typing(Guid.Empty, false, 2));
        var item = await there.News.Next("typing").WaitAsync(Patience);
        Assert.Equal((anew + 1, 2), (item.Seq, item.Body.GetProperty("version").GetInt32()));
    }

    private static News News(RunningServer node) => node.Services.GetRequiredService<News>();

    private async Task<Person> Screen(RunningServer node, Person? of = null)
    {
        var (api, id) = of is null ? await floor.PersonAt(node) : (of.Api.At(node.Address), of.Id);
        return new Person(id, api, await HubClient.Connect(api));
    }

    private sealed record Person(Guid Id, Api Api, HubClient News) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await News.DisposeAsync();
            Api.Dispose();
        }
    }
}
