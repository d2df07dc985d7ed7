using System.Globalization;
using System.Text.Json.Nodes;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>Queues open and close by their calendars.</summary>
public sealed class ClosedQueueTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task What_comes_to_a_closed_queue_is_offered_when_it_opens_and_due_from_then()
    {
        var opens = FullMinute(floor.Server.Time.GetUtcNow().AddHours(1));
        var queue = await OpenBetween(opens, opens.AddHours(1));
        await using var agent = await floor.ReadyAgent();

        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();

        var why = (await agent.Api.Get($"tickets/{ticket}/routing")).Expect(200);
        Assert.Equal((opens, opens.AddSeconds(60)), (why["opensAt"].GetDateTimeOffset(), why["deadline"].GetDateTimeOffset()));
        Assert.Equal("closed", why["obstacles"][0].GetProperty("reason").GetString());
        Assert.Equal(0, (await agent.Me()).GetProperty("load").GetInt32());

        floor.Advance(opens - floor.Server.Time.GetUtcNow());
        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task Who_waits_when_his_queue_closes_is_still_served()
    {
        var closes = floor.Server.Time.GetUtcNow().AddMinutes(10);
        var queue = await OpenBetween(closes.AddHours(-1), closes);
        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();

        floor.Advance(TimeSpan.FromMinutes(11));
        await using var agent = await floor.ReadyAgent();

        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task What_waits_for_a_closed_queue_waits_by_hours_that_are_changed_meanwhile()
    {
        var opens = FullMinute(floor.Server.Time.GetUtcNow().AddHours(2));
        var (queue, calendar) = await ClosedUntil(opens);
        await using var agent = await floor.ReadyAgent();
        using var admin = await floor.Admin();
        var ticket = await floor.CustomerWrites(queue: queue);
        var since = floor.Time.Now;
        await floor.Settled();

        // Later: it waits longer. Never: it waits until somebody says when.
        await Change(admin, calendar, opens.AddHours(1));
        await Waits(agent, ticket, opens.AddHours(1), opens.AddHours(1).AddSeconds(60));
        await Change(admin, calendar, null);
        await Eventually(agent, ticket, why => why["opensAt"].GetDateTimeOffset().Year == 2999, "it waits for hours that are none");

        // Now: it is due as what comes now, and the customer has waited as long as he has.
        floor.Advance(TimeSpan.FromMinutes(10));
        var now = FullMinute(floor.Time.Now);
        await Change(admin, calendar, now);
        var offer = await agent.Offer(ticket);
        var facts = (await floor.Facts(ticket)).Where(f => f == "ticketHoursChanged");
        Assert.Equal(3, facts.Count());
        var why = (await agent.Api.Get($"tickets/{ticket}/routing")).Expect(200);
        Assert.Equal(since, why["enqueuedAt"].GetDateTimeOffset());
        Assert.InRange(why["deadline"].GetDateTimeOffset(), now.AddSeconds(60), floor.Time.Now.AddSeconds(60));
        (await agent.Accept(offer)).Expect(200);
        await floor.Settled();
        await agent.Close(ticket);
    }

    [Fact]
    public async Task What_waits_is_offered_at_once_when_its_queue_is_always_open_from_now_on()
    {
        var (queue, _) = await ClosedUntil(FullMinute(floor.Server.Time.GetUtcNow().AddHours(2)));
        await using var agent = await floor.Agent();
        using var admin = await floor.Admin();
        var tickets = new[] { await floor.CustomerWrites(queue: queue), await floor.CustomerWrites(queue: queue) };
        await floor.Settled();

        var rules = JsonNode.Parse((await admin.Get($"queues/{queue}")).Expect(200).Text)!.AsObject();
        foreach (var not in new[] { "id", "clientId" }) rules.Remove(not);
        rules["calendarId"] = null;
        (await admin.Put($"queues/{queue}", rules)).Expect(200);

        foreach (var ticket in tickets)
            await floor.Eventually(async () => (await floor.Facts(ticket)).Contains("ticketHoursChanged"), "it waits by the new hours");
        await floor.Settled();

        // In the order in which they came.
        await agent.Become("ready");
        foreach (var ticket in tickets)
        {
            await agent.Takes(ticket);
            await agent.Close(ticket);
        }
    }

    [Fact]
    public async Task What_a_slow_handler_places_by_the_hours_before_is_found_a_little_later()
    {
        var opens = FullMinute(floor.Server.Time.GetUtcNow().AddHours(2));
        var (queue, calendar) = await ClosedUntil(opens);
        await using var agent = await floor.Agent();
        using var admin = await floor.Admin();
        var ticket = await floor.CustomerWrites(queue: queue);
        await floor.Settled();
        await Change(admin, calendar, opens.AddHours(1));
        await Waits(agent, ticket, opens.AddHours(1), opens.AddHours(1).AddSeconds(60));

        await floor.Installation.Execute("UPDATE routing.items SET opens_at = @opens WHERE ticket_id = @ticket", ("opens", opens), ("ticket", ticket));
        floor.Advance(TimeSpan.FromSeconds(6));

        await Waits(agent, ticket, opens.AddHours(1), opens.AddHours(1).AddSeconds(60));
    }

    static DateTimeOffset FullMinute(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    Task Waits(Desk agent, Guid ticket, DateTimeOffset opens, DateTimeOffset deadline) => Eventually(
        agent, ticket, why => (opens, deadline) == (why["opensAt"].GetDateTimeOffset(), why["deadline"].GetDateTimeOffset()), "it waits by the present hours");

    Task Eventually(Desk agent, Guid ticket, Func<Answer, bool> holds, string what) =>
        floor.Eventually(async () => holds((await agent.Api.Get($"tickets/{ticket}/routing")).Expect(200)), what);

    /// <summary>Open for an hour from then; or never.</summary>
    static async Task Change(Api admin, Guid calendar, DateTimeOffset? from)
    {
        var now = (await admin.Get($"calendars/{calendar}")).Expect(200);
        var windows = from is { } opens ? Window(opens, opens.AddHours(1)) : [];
        (await admin.Put($"calendars/{calendar}", new { name = now["name"].GetString(), timeZone = "UTC", windows, specialDays = Array.Empty<object>(), version = now["version"].GetInt64() })).Expect(200);
    }

    static object[] Window(DateTimeOffset from, DateTimeOffset to) =>
        [new { day = from.DayOfWeek.ToString().ToLowerInvariant(), from = from.ToString("HH:mm", CultureInfo.InvariantCulture), to = to.ToString("HH:mm", CultureInfo.InvariantCulture) }];

    Task<(Guid Queue, Guid Calendar)> ClosedUntil(DateTimeOffset opens) => Open(opens, opens.AddHours(1));

    async Task<Guid> OpenBetween(DateTimeOffset from, DateTimeOffset to) => (await Open(from, to)).Queue;

    async Task<(Guid Queue, Guid Calendar)> Open(DateTimeOffset from, DateTimeOffset to)
    {
        using var admin = await floor.Admin();
        var calendar = (await admin.Post("calendars", new { name = $"Hours {floor.Seed.NewId()}", timeZone = "UTC", windows = Window(from, to) })).Expect(201).Id;
        return ((await admin.Post("queues", new { clientId = floor.Client, name = $"Closing {floor.Seed.NewId()}", calendarId = calendar })).Expect(201).Id, calendar);
    }
}
