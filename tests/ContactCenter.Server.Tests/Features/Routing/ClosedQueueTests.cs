using System.Globalization;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>Queues open and close by their calendars.</summary>
public sealed class ClosedQueueTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task What_comes_to_a_closed_queue_is_offered_when_it_opens_and_due_from_then()
    {
        var opens = floor.Server.Time.GetUtcNow().AddHours(1);
        opens = opens.AddTicks(-(opens.Ticks % TimeSpan.TicksPerMinute));
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

    async Task<Guid> OpenBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var email = $"admin{floor.Seed.NewId()}@closed.test";
        await floor.Seed.Admin(email);
        using var admin = await floor.SignedIn(email);
        string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
        var windows = new[] { new { day = from.DayOfWeek.ToString().ToLowerInvariant(), from = Clock(from), to = Clock(to) } };
        var calendar = (await admin.Post("calendars", new { name = $"Hours {floor.Seed.NewId()}", timeZone = "UTC", windows })).Expect(201).Id;
        return (await admin.Post("queues", new { clientId = floor.Client, name = $"Closing {floor.Seed.NewId()}", calendarId = calendar })).Expect(201).Id;
    }
}
