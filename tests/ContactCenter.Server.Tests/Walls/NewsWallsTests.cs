using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>What comes by itself: hub topics show no more of another client than routes do.</summary>
public sealed class NewsWallsTests(WallsFixture fixture) : IClassFixture<WallsFixture>
{
    [Theory]
    [InlineData("/hubs/agent", "user")]
    [InlineData("/hubs/supervisor", "client")]
    public async Task A_screen_hears_the_topics_of_its_own_person_and_clients_only(string hub, string kind)
    {
        using var api = await fixture.SignedIn("manager@walls.test");
        var person = (await api.Get("session")).Expect(200)["user"].GetProperty("id").GetGuid();
        await using var screen = await HubClient.Connect(api, hub);
        Assert.Equal([$"{kind}:{(kind == "user" ? person : fixture.Own)}"], screen.Topics.Keys);
    }

    [Fact]
    public async Task News_of_another_client_reach_its_own_screens_and_no_others()
    {
        using var manager = await fixture.SignedIn("manager@walls.test");
        using var everyone = await fixture.SignedIn("everyone@walls.test");
        await using var screen = await HubClient.Connect(manager, "/hubs/supervisor");
        await using var desk = await HubClient.Connect(manager);
        await using var other = await HubClient.Connect(everyone, "/hubs/supervisor");

        var ticket = await Write(fixture.Foreign, "queues");
        await other.Next("ticketChanged", t => t.GetProperty("ticketId").GetGuid() == ticket);
        // What our own client has comes after it on the same wire, so nothing is still under way.
        var own = await Write(fixture.Own, "queues");
        var heard = new List<HubItem>();
        do heard.Add(await screen.Next());
        while (heard[^1].Name != "ticketChanged" || heard[^1].Body.GetProperty("ticketId").GetGuid() != own);
        fixture.Advance(TimeSpan.FromSeconds(1));
        heard.Add(await screen.Next("boardChanged"));

        var foreign = await ForeignThings.Read(fixture.Installation, fixture.Foreign);
        Assert.All(heard.Concat(screen.Arrived()).Concat(desk.Arrived()), item => Assert.Empty(foreign.In(item.Body.ToString(), [])));
    }

    [Fact]
    public async Task Typing_into_another_clients_ticket_is_answered_like_typing_into_none()
    {
        using var api = await fixture.SignedIn("manager@walls.test");
        await using var screen = await HubClient.Connect(api);
        var theirs = await screen.Invoke("Typing", fixture.Things["tickets"].Foreign, true);
        Assert.Equal(await screen.Invoke("Typing", fixture.Things["tickets"].Unknown, true), theirs);
    }

    private Task<Guid> Write(Guid client, string kind) => fixture.Server.InScope(s => s.Enter(client, new Actor("visitor", fixture.Seed.NewId())), async services =>
    {
        var db = services.GetRequiredService<AppDb>();
        var name = client == fixture.Own ? "acme" : "bright";
        var contact = await FindContact.OrCreate(db, client, "chat", $"{name} news {fixture.Seed.NewId()}", $"{name} newcomer", null, null, fixture.Time.Now, CancellationToken.None);
        var queue = client == fixture.Own ? fixture.Things[kind].Own : fixture.Things[kind].Foreign;
        var entry = await QueueEntry.Read(db, queue, CancellationToken.None);
        var message = new InboundMessage(fixture.Seed.NewId(), client, contact, "chat", $"{name} news", $"{name} news", null, entry!);
        return (await services.GetRequiredService<RecordInbound>().Run(message, CancellationToken.None))!.TicketId;
    });
}
