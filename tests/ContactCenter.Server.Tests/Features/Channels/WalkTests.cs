using System.Text.Json;
using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

/// <summary>Visitors and agents with the real queue between them.</summary>
public sealed class WalkTests(WalkTests.Floor floor) : IClassFixture<WalkTests.Floor>
{
    public class Floor : DeskFixture
    {
        protected override void Configure(ServerOptions options)
        {
            base.Configure(options);
            options.Settings["RateLimits:VisitorSessionsPerMinute"] = "100000";
        }

        protected override async Task Prepare()
        {
            await base.Prepare();
            await new Seed(Installation, TimeProvider.System).Widget(Client, Queue, "walk-chat");
        }

        public async Task<Api> Visitor()
        {
            var api = Api();
            api.Bearer = (await api.Post("chat/walk-chat/sessions", new { name = "Mia", topic = "A bag" })).Expect(201)["token"].GetString();
            return api;
        }
    }

    static int? Position(JsonElement state) =>
        state.GetProperty("position") is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : null;

    /// <summary>Positions are looked up every two seconds while somebody waits.</summary>
    async Task AtPosition(EventReader stream, int place)
    {
        var next = stream.Next("state");
        for (var looks = 0; looks < 30; looks++)
        {
            floor.Advance(TimeSpan.FromSeconds(2));
            if (await Task.WhenAny(next, Task.Delay(200)) != next) continue;
            if (Position((await next).Data) == place) return;
            next = stream.Next("state");
        }

        Assert.Fail($"Never at position {place}.");
    }

    [Fact]
    public async Task A_customer_reaches_an_agent_and_hears_him()
    {
        using var visitor = await floor.Visitor();
        Assert.False((await visitor.Get("chat/walk-chat"))["online"].GetBoolean());
        await using var ana = await floor.ReadyAgent();
        floor.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await visitor.Get("chat/walk-chat"))["online"].GetBoolean());

        using var stream = await EventReader.Open(visitor);
        (await visitor.Post("chat/messages", new { text = "Where is it?" })).Expect(201);
        var offer = await ana.Offer();
        Assert.Equal(("A bag", "Where is it?", "chat"), (offer.GetProperty("subject").GetString(), offer.GetProperty("preview").GetString(), offer.GetProperty("channel").GetString()));
        await stream.State("waiting");
        (await ana.Accept(offer)).Expect(200);
        var ticket = offer.GetProperty("ticketId").GetGuid();
        await stream.State("assigned");
        (await ana.Reply(ticket, "In Lisbon")).Expect(201);
        Assert.Equal("In Lisbon", (await stream.Next("message")).Text);
        (await visitor.Post("chat/messages", new { text = "Thank you" })).Expect(201);
        Assert.Equal("Thank you", (await ana.News.Next("messageArrived", m => m.GetProperty("message").GetProperty("text").GetString() == "Thank you")).Body.GetProperty("message").GetProperty("text").GetString());
        await ana.Close(ticket);
        await stream.State("closed");
    }

    [Fact]
    public async Task Typing_is_seen_by_the_two_who_talk_and_by_nobody_else()
    {
        await using var ana = await floor.ReadyAgent();
        using var visitor = await floor.Visitor();
        using var stream = await EventReader.Open(visitor);
        (await visitor.Post("chat/messages", new { text = "Hello" })).Expect(201);
        var offer = await ana.Offer();
        (await ana.Accept(offer)).Expect(200);
        var ticket = offer.GetProperty("ticketId").GetGuid();
        await using var bob = await floor.Agent();
        await stream.State("assigned");

        Assert.Null(await bob.News.Invoke("Typing", ticket, true));
        Assert.Null(await ana.News.Invoke("Typing", ticket, true));
        var shown = await stream.Next();
        Assert.Equal(("typing", true), (shown!.Type, shown.Data.GetProperty("typing").GetBoolean()));
        Assert.Null(await bob.News.Invoke("Typing", ticket, false));
        (await ana.Reply(ticket, "Hi")).Expect(201);
        Assert.Equal("message", (await stream.Next())!.Type);
        Assert.False((await stream.Next("typing")).Data.GetProperty("typing").GetBoolean());

        for (var n = 0; n < 5; n++) (await visitor.Post("chat/typing", new { typing = true })).Expect(204);
        (await visitor.Post("chat/typing", new { typing = false })).Expect(204);
        (await visitor.Post("chat/typing", new { typing = "yes" })).Expect(400, "invalid_request");
        Assert.True((await ana.News.Next("typing")).Body.GetProperty("typing").GetBoolean());
        Assert.False((await ana.News.Next("typing")).Body.GetProperty("typing").GetBoolean());
        Assert.DoesNotContain(bob.News.Arrived(), i => i.Name == "typing");
        // Once he has sent something, typing on is seen at once, however soon.
        floor.Advance(TimeSpan.FromSeconds(2));
        (await visitor.Post("chat/typing", new { typing = true })).Expect(204);
        Assert.True((await ana.News.Next("typing")).Body.GetProperty("typing").GetBoolean());
        (await visitor.Post("chat/messages", new { text = "And another thing" })).Expect(201);
        (await visitor.Post("chat/typing", new { typing = true })).Expect(204);
        Assert.True((await ana.News.Next("typing")).Body.GetProperty("typing").GetBoolean());
        await ana.Close(ticket);
    }

    [Fact]
    public async Task Who_waits_is_told_his_place_and_moves_up()
    {
        using var first = await floor.Visitor();
        using var second = await floor.Visitor();
        using var ahead = await EventReader.Open(first);
        (await first.Post("chat/messages", new { text = "1" })).Expect(201);
        await floor.Settled();
        await ahead.State("waiting");
        floor.Advance(TimeSpan.FromSeconds(1));
        using var behind = await EventReader.Open(second);
        (await second.Post("chat/messages", new { text = "2" })).Expect(201);
        await floor.Settled();
        await AtPosition(behind, 2);
        (await first.Post("chat/end")).Expect(204);
        await floor.Settled();
        await AtPosition(behind, 1);
        (await second.Post("chat/end")).Expect(204);
        await behind.State("closed");
    }
}

/// <summary>On real time: Redis has a clock of its own.</summary>
public sealed class RedisAwayTests(RedisAwayTests.Shaky floor) : IClassFixture<RedisAwayTests.Shaky>
{
    public class Shaky : WalkTests.Floor
    {
        protected override void Configure(ServerOptions options)
        {
            base.Configure(options);
            options.Time = TimeProvider.System;
        }
    }

    [Fact]
    public async Task Without_redis_a_message_is_kept_and_acknowledged_and_routed_when_it_is_back()
    {
        await using var ana = await floor.ReadyAgent();
        using var visitor = await floor.Visitor();
        using var stream = await EventReader.Open(visitor);
        await floor.Installation.Redis.StopAsync();
        (await visitor.Post("chat/messages", new { text = "Is anybody there?" })).Expect(201);
        Assert.Equal("Is anybody there?", (await stream.Next("message")).Text);
        await stream.State("waiting");
        Assert.Single((await visitor.Get("chat/messages")).Expect(200).Items);
        await floor.Installation.Redis.StartAsync();
        var offer = await ana.Offer();
        (await ana.Accept(offer)).Expect(200);
        var ticket = offer.GetProperty("ticketId").GetGuid();
        await stream.State("assigned");
        await ana.Close(ticket);
    }
}

public sealed class PostgresAwayTests(PostgresAwayTests.Shaky floor) : IClassFixture<PostgresAwayTests.Shaky>
{
    public sealed class Shaky : RedisAwayTests.Shaky
    {
        protected override bool OwnPostgres => true;
    }

    [Fact]
    public async Task Without_postgresql_it_says_so_keeps_the_session_and_the_stream_and_stores_nothing_half()
    {
        using var visitor = await floor.Visitor();
        using var stream = await EventReader.Open(visitor);
        (await visitor.Post("chat/messages", new { text = "Before" })).Expect(201);
        Assert.Equal("Before", (await stream.Next("message")).Text);
        await floor.Installation.Server.Postgres.StopAsync();
        try
        {
            Assert.True((await visitor.Post("chat/messages", new { text = "Lost" })).Expect(503, "database_unavailable").Headers.ContainsKey("Retry-After"));
            (await visitor.Get("chat/messages")).Expect(503, "database_unavailable");
            (await visitor.Get("chat/walk-chat")).Expect(503, "database_unavailable");
        }
        finally
        {
            await floor.Installation.Server.Postgres.StartAsync();
        }

        (await visitor.Post("chat/messages", new { text = "After" })).Expect(201);
        Assert.Equal("After", (await stream.Next("message")).Text);
        Assert.Equal(["Before", "After"], (await visitor.Get("chat/messages")).Items.Select(m => m.GetProperty("text").GetString()));
    }
}
