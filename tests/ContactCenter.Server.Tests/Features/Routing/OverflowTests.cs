using System.Text.Json;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>What nobody of its pool is asked for in time goes to another pool.</summary>
public sealed class OverflowTests(SeveralPoolsFixture floor) : IClassFixture<SeveralPoolsFixture>
{
    private const string Night = SeveralPoolsFixture.Night;

    private Task<Guid> Overflowing(int afterSeconds) =>
        floor.AddQueue(new { answerTargetSeconds = 90, overflow = new { pool = Night, afterSeconds } });

    private Task<List<string>> Moves(Guid ticket) => floor.Installation.Column<string>(
        "SELECT concat_ws(' ', payload ->> 'fromPool', payload ->> 'pool', payload ->> 'reason') FROM journal.events WHERE stream = @id AND type = 'ticketChangedPool'", ("id", ticket));

    [Fact]
    public async Task What_has_waited_long_enough_is_offered_in_the_other_pool_and_keeps_its_place()
    {
        var queue = await Overflowing(30);
        await using var night = await floor.NightAgent();
        using var supervisor = await floor.Supervisor();
        var ticket = await floor.CustomerWrites(queue: queue);
        var since = floor.Time.Now;
        await floor.Settled();
        var before = (await supervisor.Get($"tickets/{ticket}/routing")).Expect(200);
        Assert.Equal(("main", Night, since.AddSeconds(30)),
            (before["pool"].GetString(), before["overflow"].GetProperty("pool").GetString(), before["overflow"].GetProperty("at").GetDateTimeOffset()));

        floor.AdvanceTo(since.AddSeconds(29));
        Assert.Equal(("main", JsonValueKind.Null), (await floor.PoolOf(ticket), (await night.Me()).GetProperty("offer").ValueKind));
        floor.AdvanceTo(since.AddSeconds(30));
        await Moved(ticket);
        var offer = await night.Offer(ticket);

        var after = (await supervisor.Get($"tickets/{ticket}/routing")).Expect(200);
        Assert.Equal((Night, JsonValueKind.Null, since, since.AddSeconds(90)),
            (after["pool"].GetString(), after["overflow"].ValueKind, after["enqueuedAt"].GetDateTimeOffset(), after["deadline"].GetDateTimeOffset()));
        var figures = (await supervisor.Get("board")).Expect(200)["queues"].EnumerateArray().Single(q => q.GetProperty("queueId").GetGuid() == queue);
        Assert.Equal((1, 1), (figures.GetProperty("waiting").GetInt32(), figures.GetProperty("offered").GetInt32()));
        (await night.Accept(offer)).Expect(200);
        await floor.Settled();
        Assert.Equal($"main {Night} overflow", Assert.Single(await Moves(ticket)));
        Assert.Equal(queue, (await supervisor.Get($"tickets/{ticket}")).Expect(200)["queueId"].GetGuid());
        await night.Close(ticket);
    }

    [Fact]
    public async Task What_is_being_offered_stays_until_nobody_is_asked()
    {
        var queue = await Overflowing(5);
        await using var night = await floor.NightAgent();
        await using var day = await floor.ReadyAgent();
        var ticket = await floor.CustomerWrites(queue: queue);
        var offer = await day.Offer(ticket);
        for (var second = 0; second < 10; second++) floor.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("main", await floor.PoolOf(ticket));

        (await day.Decline(offer)).Expect(204);

        await Moved(ticket);
        await night.Takes(ticket);
        await night.Close(ticket);
    }

    [Fact]
    public async Task The_queues_present_rules_decide_when_the_time_comes()
    {
        var (longer, never) = (await Overflowing(10), await Overflowing(10));
        await using var night = await floor.NightAgent();
        var (later, stays) = (await floor.CustomerWrites(queue: longer), await floor.CustomerWrites(queue: never));
        await floor.Settled();
        (await floor.Change(longer, rules => rules["overflow"]!["afterSeconds"] = 60)).Expect(200);
        (await floor.Change(never, rules => rules["overflow"] = null)).Expect(200);
        foreach (var wrong in new object[] { new { pool = "main", afterSeconds = 10 }, new { pool = "nowhere", afterSeconds = 10 }, new { pool = Night, afterSeconds = 0 } })
            (await floor.Change(never, rules => rules["overflow"] = JsonSerializer.SerializeToNode(wrong))).Expect(400, "invalid_request");

        floor.Advance(TimeSpan.FromSeconds(30));
        await floor.Eventually(async () => await Timers(stays) == 0, "the second has been looked at");
        Assert.Equal(("main", "main"), (await floor.PoolOf(later), await floor.PoolOf(stays)));
        floor.Advance(TimeSpan.FromSeconds(30));

        await Moved(later);
        await night.Takes(later);
        await using var day = await floor.ReadyAgent();
        await day.Takes(stays);
        await day.Close(stays);
        await night.Close(later);
    }

    [Fact]
    public async Task What_waits_already_overflows_when_its_queue_begins_to()
    {
        var queue = await floor.AddQueue(new { });
        await using var night = await floor.NightAgent();
        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();
        floor.Advance(TimeSpan.FromMinutes(2));

        (await floor.Change(queue, rules => rules["overflow"] = JsonSerializer.SerializeToNode(new { pool = Night, afterSeconds = 30 }))).Expect(200);

        await Moved(ticket);
        await night.Takes(ticket);
        await night.Close(ticket);
    }

    [Fact]
    public async Task What_waited_for_hours_that_are_changed_waits_in_its_own_pool_from_when_the_queue_opens()
    {
        var opens = floor.Time.Now.AddHours(3);
        var hour = new { day = opens.DayOfWeek.ToString().ToLowerInvariant(), from = $"{opens:HH}:00", to = $"{opens:HH}:30" };
        var calendar = (await floor.Operator.Post("calendars", new { name = $"Hours {floor.Seed.NewId()}", timeZone = "UTC", windows = new[] { hour } })).Expect(201).Id;
        var queue = await floor.AddQueue(new { answerTargetSeconds = 90, calendarId = calendar, overflow = new { pool = Night, afterSeconds = 300 } });
        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();
        floor.Advance(TimeSpan.FromMinutes(10));
        var opened = floor.Time.Now;

        (await floor.Change(queue, rules => rules["calendarId"] = null)).Expect(200);
        using var supervisor = await floor.Supervisor();
        await floor.Eventually(async () => await Overflows() < opened.AddHours(1), "the queue is open to it");
        Assert.InRange(await Overflows(), opened.AddSeconds(300), floor.Time.Now.AddSeconds(300));
        floor.AdvanceTo(opened.AddSeconds(299));
        await floor.Settled();
        Assert.Equal("main", await floor.PoolOf(ticket));

        await using var day = await floor.ReadyAgent();
        await day.Takes(ticket);
        await day.Close(ticket);

        async Task<DateTimeOffset> Overflows() => (await supervisor.Get($"tickets/{ticket}/routing")).Expect(200)["overflow"].GetProperty("at").GetDateTimeOffset();
    }

    [Fact]
    public async Task What_was_moved_while_Redis_was_away_is_offered_there_when_it_is_back_empty()
    {
        var queue = await Overflowing(30);
        await using var night = await floor.NightAgent();
        var tickets = new List<Guid>();
        for (var i = 0; i < 3; i++) tickets.Add(await floor.CustomerWrites(queue: queue));
        await floor.Settled();
        await floor.Installation.Redis.StopAsync();
        try
        {
            // It went away between the look and the commit; with the indexes gone, PostgreSQL alone knows.
            foreach (var ticket in tickets.Take(2)) Assert.True(await Move(ticket));
        }
        finally
        {
            await floor.Installation.Redis.StartAsync();
        }

        floor.Advance(TimeSpan.FromSeconds(31));
        foreach (var ticket in tickets) await Moved(ticket);
        // In whatever order the facts come to the index that was built meanwhile.
        await floor.Eventually(
            async () =>
            {
                if ((await night.Me()).GetProperty("offer") is { ValueKind: JsonValueKind.Object } offer) await night.Accept(offer);
                return await floor.Installation.Scalar<long>("SELECT count(*) FROM tickets.tickets WHERE id = ANY (@ids) AND agent_id = @agent", ("ids", tickets.ToArray()), ("agent", night.Id)) == 3;
            },
            "he has all three");
        foreach (var ticket in tickets)
        {
            Assert.Single(await Moves(ticket));
            await night.Close(ticket);
        }
        Assert.Equal(0, (await night.Me()).GetProperty("load").GetInt32());
    }

    [Fact]
    public async Task Two_nodes_move_each_ticket_once()
    {
        await using var other = floor.StartAnother();
        var queue = await Overflowing(10);
        var tickets = new List<Guid>();
        for (var i = 0; i < 20; i++) tickets.Add(await floor.CustomerWrites(queue: queue));
        await floor.Settled();
        var moved = await Task.WhenAll(Move(tickets[0]), Move(tickets[0]), Move(tickets[0]));
        Assert.Single(moved, m => m);

        floor.Advance(TimeSpan.FromSeconds(11));

        await floor.Eventually(
            async () => await floor.Installation.Scalar<long>("SELECT count(*) FROM tickets.tickets WHERE id = ANY (@ids) AND pool = 'night'", ("ids", tickets.ToArray())) == 20, "all are there");
        await floor.Settled();
        foreach (var ticket in tickets) Assert.Single(await Moves(ticket));
        await using var night = await floor.NightAgent();
        foreach (var ticket in tickets)
        {
            await night.Takes(ticket);
            await night.Close(ticket);
        }
    }

    private async Task Moved(Guid ticket)
    {
        await floor.Eventually(async () => await floor.PoolOf(ticket) == Night, "it is in the other pool");
        await floor.Settled();
    }

    /// <summary>As the timer does it, once it has looked.</summary>
    private Task<bool> Move(Guid ticket) => floor.Server.InScope(s => s.Enter(floor.Client, Actor.System), async services =>
    {
        var db = services.GetRequiredService<AppDb>();
        var state = await TicketStates.Read(db, ticket, CancellationToken.None);
        return await OwnTicket.ChangePool(db, ticket, state!.ClaimVersion, Night, "overflow", floor.Time.Now, CancellationToken.None);
    });

    private Task<long> Timers(Guid ticket) => floor.Installation.Scalar<long>("SELECT count(*) FROM platform.timers WHERE kind = 'overflow' AND subject = @id", ("id", ticket));
}
