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
        Assert.Equal([$"user:{mine}"], desk.Topics.Keys);
        var begin = desk.Topics[$"user:{mine}"];

        var ticket = fixture.Seed.NewId();
        await News.ToUser(mine, new TicketChanged(ticket, "wrap-up", null, TicketChange.Ended, 7));
        await News.ToUser(mine, new OfferWithdrawn(fixture.Seed.NewId(), ticket, OfferEnd.Expired, 8));
        foreach (var screen in new[] { desk, second })
        {
            var first = await screen.Next();
            Assert.Equal(("ticketChanged", $"user:{mine}", begin + 1, 7), (first.Name, first.Topic, first.Seq, first.Body.GetProperty("version").GetInt32()));
            Assert.Equal("ended", first.Body.GetProperty("change").GetString());
            Assert.Equal(ticket, first.Body.GetProperty("ticketId").GetGuid());
            var next = await screen.Next();
            Assert.Equal(("offerWithdrawn", begin + 2), (next.Name, next.Seq));
            Assert.Equal("expired", next.Body.GetProperty("reason").GetString());
        }

        await using var late = await HubClient.Connect(me);
        Assert.Equal(begin + 2, late.Topics[$"user:{mine}"]);
        await Settled(others);
        Assert.Empty(others.Arrived());
    }

    [Fact]
    public async Task News_of_a_client_reach_who_watches_it_and_nobody_else()
    {
        var one = await fixture.Seed.Client("news-one");
        var two = await fixture.Seed.Client("news-two");
        await fixture.Seed.User("one@news.test", [BuiltInRoles.Supervisor], [one]);
        await fixture.Seed.User("all@news.test", [BuiltInRoles.Supervisor]);
        using var limited = await fixture.SignedIn("one@news.test");
        using var everything = await fixture.SignedIn("all@news.test");
        await using var ofOne = await HubClient.Connect(limited, "/hubs/supervisor");
        await using var ofAll = await HubClient.Connect(everything, "/hubs/supervisor");
        await using var desk = await HubClient.Connect(everything);
        Assert.Equal([$"client:{one}"], ofOne.Topics.Keys);
        Assert.Superset(new HashSet<string> { $"client:{one}", $"client:{two}" }, ofAll.Topics.Keys.ToHashSet());

        await News.ToClient(two, new BoardChanged(new { waiting = 3 }));
        await News.ToClient(one, new BoardChanged(new { waiting = 1 }));
        var first = await ofAll.Next();
        Assert.Equal(("boardChanged", $"client:{two}", ofAll.Topics[$"client:{two}"] + 1, 3), (first.Name, first.Topic, first.Seq, first.Body.GetProperty("board").GetProperty("waiting").GetInt32()));
        Assert.Equal($"client:{one}", (await ofAll.Next()).Topic);
        // The only thing that comes to him.
        Assert.Equal($"client:{one}", (await ofOne.Next()).Topic);
        await Settled(ofOne, desk);
        Assert.Empty(ofOne.Arrived());
        Assert.Empty(desk.Arrived());
    }

    [Fact]
    public async Task Who_sees_all_clients_hears_of_one_made_while_he_watches()
    {
        await fixture.Seed.User("watches@news.test", [BuiltInRoles.Admin]);
        using var api = await fixture.SignedIn("watches@news.test");
        await using var board = await HubClient.Connect(api, "/hubs/supervisor");
        var made = (await api.Post("clients", new { key = "news-later", name = "Later" })).Expect(201).Id;
        Assert.DoesNotContain($"client:{made}", board.Topics.Keys);
        await News.ToClient(made, new BoardChanged(new { }));
        Assert.Equal($"client:{made}", (await board.Next()).Topic);
    }

    [Fact]
    public async Task Under_many_writers_every_screen_sees_each_number_once_and_in_order_from_where_it_was_told()
    {
        const int Writers = 8, Each = 100;
        var user = await fixture.Seed.User("storm@news.test", [BuiltInRoles.Agent]);
        using var api = await fixture.SignedIn("storm@news.test");
        await using var first = await HubClient.Connect(api);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++) await News.ToUser(user, new Typing(fixture.Seed.NewId(), true, w));
        })));
        // These come into the middle of it.
        var screens = new List<HubClient> { first };
        for (var i = 0; i < 3; i++) screens.Add(await HubClient.Connect(api));
        await writing;
        foreach (var screen in screens)
        {
            var (told, last) = (screen.Topics[$"user:{user}"], first.Topics[$"user:{user}"] + Writers * Each);
            for (var seq = told + 1; seq <= last; seq++)
            {
                var item = await screen.Next();
                // What was numbered before he was told is in what he fetches.
                while (item.Seq <= told) item = await screen.Next();
                Assert.Equal(seq, item.Seq);
            }

            await screen.DisposeAsync();
        }
    }

    /// <summary>What was sent before has arrived: the answer to a call comes behind it on the same socket.</summary>
    private static async Task Settled(params HubClient[] screens)
    {
        foreach (var screen in screens) await screen.Invoke("Typing", Guid.Empty, false);
    }
}
