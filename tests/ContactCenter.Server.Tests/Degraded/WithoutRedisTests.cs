using System.Diagnostics;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Degraded;

/// <summary>A server on real time with a customer's chat and an agent who is ready for it; tests take Redis or PostgreSQL away.</summary>
public sealed class DegradedFixture : ServerFixture
{
    public string Widget => "degraded-chat";

    protected override bool OwnPostgres => true;

    protected override void Configure(ServerOptions options) => options.Time = TimeProvider.System;

    protected override async Task Ready()
    {
        var client = await Seed.Client("degraded");
        var role = await Seed.Role("degraded agent", Permission.TicketsRead, Permission.TicketsWork, Permission.AgentsRead);
        await Seed.Agent(await Seed.User("agent@degraded.test", [role], [client]));
        await Seed.Widget(client, await Seed.Queue(client), Widget);
    }

    /// <summary>The agent at his desk, ready for work.</summary>
    public async Task<(Api Api, HubClient Screen)> ReadyAgent()
    {
        var api = await SignedIn("agent@degraded.test");
        var screen = await HubClient.Connect(api);
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        return (api, screen);
    }

    public async Task<Api> Visitor()
    {
        var api = Api();
        api.Bearer = (await api.Post($"chat/{Widget}/sessions", new { name = "Ida", language = "en" })).Expect(201)["token"].GetString();
        return api;
    }
}

public sealed class WithoutRedisTests(DegradedFixture fixture, ITestOutputHelper output) : IClassFixture<DegradedFixture>
{
    private const string Words = "Is anybody there?";

    [Fact]
    public async Task Without_Redis_messages_are_taken_and_with_it_they_are_offered()
    {
        var (api, screen) = await fixture.ReadyAgent();
        await using var _ = screen;
        using var visitor = await fixture.Visitor();
        await fixture.Installation.Redis.StopAsync();
        await fixture.Eventually(async () => (await visitor.Get("/health/ready")).Expect(200)["status"].GetString() == "degraded", "degraded");

        (await visitor.Post("chat/messages", new { id = fixture.Seed.NewId(), text = Words })).Expect(201);
        (await visitor.Get("chat/messages")).Expect(200);
        // Long enough for the outbox to try more than once. What needs Redis it leaves alone, and does the rest.
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(screen.Arrived(), Offered);
        Assert.Equal("routing-tickets ticketOpened untouched", await fixture.Installation.Scalar<string>("""
            SELECT string_agg(subscriber || ' ' || type || CASE WHEN due_at = instant AND attempts = 0 THEN ' untouched' ELSE '' END, ', ') FROM journal.outbox WHERE subscriber <> 'routing-agents'
            """));

        await fixture.Installation.Redis.StartAsync();
        var back = Stopwatch.StartNew();
        var offer = await screen.Next("offerMade", body => body.GetProperty("preview").GetString() == Words);
        // The promise is five seconds; a busy machine may be late, so the figure is told and not asserted.
        output.WriteLine($"offered {back.Elapsed} after Redis came back");
        (await api.Post($"offers/{offer.Body.GetProperty("offerId").GetGuid()}/accept")).Expect(200);
        await fixture.Eventually(async () => (await visitor.Get("/health/ready"))["status"].GetString() == "ok", "healthy again");
        await Close(api, offer.Body.GetProperty("ticketId").GetGuid());
    }

    [Fact]
    public async Task A_message_sent_while_PostgreSQL_is_away_is_refused_and_can_be_sent_again()
    {
        using var visitor = await fixture.Visitor();
        var id = fixture.Seed.NewId();
        await fixture.Installation.Server.Postgres.StopAsync();
        (await visitor.Post("chat/messages", new { id, text = "Hello?" })).Expect(503, "database_unavailable");
        await fixture.Installation.Server.Postgres.StartAsync();
        await fixture.Eventually(async () => (await visitor.Get("/health/ready")).Status == 200, "ready again");
        (await visitor.Post("chat/messages", new { id, text = "Hello?" })).Expect(201);
        (await visitor.Post("chat/messages", new { id, text = "Hello?" })).Expect(200);
        Assert.Single((await visitor.Get("chat/messages")).Expect(200).Items, i => i.GetProperty("id").GetGuid() == id);
        Assert.Equal(1, await fixture.Installation.Scalar<long>("SELECT count(*) FROM tickets.messages WHERE id = @id", ("id", id)));
        (await visitor.Post("chat/end")).Expect(204);
    }

    private static bool Offered(HubItem item) => item.Name == "offerMade" && item.Body.GetProperty("preview").GetString() == Words;

    private async Task Close(Api api, Guid ticket)
    {
        await fixture.Seed.Disposition(await fixture.Installation.Scalar<Guid>("SELECT client_id FROM tickets.tickets WHERE id = @ticket", ("ticket", ticket)), "done");
        (await api.Post($"tickets/{ticket}/close", new { disposition = "done" })).Expect(200);
    }
}
