using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Tickets;

public sealed class AgentDaySumTests
{
    static readonly DateTimeOffset midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    static readonly Guid me = new("01990000-0000-7000-8000-00000000aaaa");
    static readonly Guid other = new("01990000-0000-7000-8000-00000000bbbb");
    static readonly Guid one = new("01990000-0000-7000-8000-000000000001");
    static readonly Guid two = new("01990000-0000-7000-8000-000000000002");

    static DateTimeOffset At(int minute) => midnight.AddMinutes(minute);

    static AgentDay Sum(IEnumerable<StateSpan> states, IEnumerable<TicketFact> facts, int until) => AgentDay.Sum(me, states, facts, midnight, At(until));

    static TicketFact Assigned(Guid ticket, int minute, Guid? agent = null) => new(ticket, At(minute), new TicketAssigned(ticket, agent ?? me, ticket, At(0)));
    static TicketFact Ended(Guid ticket, int minute) => new(ticket, At(minute), new TicketEnded(ticket, me, "agent", At(minute + 1)));
    static TicketFact Closed(Guid ticket, int minute) => new(ticket, At(minute), new TicketClosed(ticket, me, null, "agent"));

    [Fact]
    public void Before_anything_is_known_he_is_away()
    {
        var day = Sum([], [], 60);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, Doing.Away), (day.Ready, day.Contact, day.Running));
    }

    [Fact]
    public void Yesterdays_state_counts_from_midnight_and_breaks_by_reason()
    {
        var day = Sum(
            [new(At(-600), AgentState.Ready, null), new(At(30), AgentState.Break, "lunch"), new(At(50), AgentState.Break, "meeting"), new(At(60), AgentState.Ready, null),
             new(At(70), AgentState.Break, "lunch"), new(At(75), AgentState.Offline, null)], [], 100);
        Assert.Equal(TimeSpan.FromMinutes(40), day.Ready);
        Assert.Equal((25.0, 10.0), (day.Breaks["lunch"].TotalMinutes, day.Breaks["meeting"].TotalMinutes));
        Assert.Equal((Doing.Away, null), (day.Running, day.RunningReason));
    }

    [Fact]
    public void Two_talks_at_once_count_once_and_wrap_up_only_when_no_talk_is_left()
    {
        var day = Sum([new(At(0), AgentState.Ready, null)],
            [Assigned(one, 10), Ended(one, 20), Closed(one, 40), Assigned(two, 15), Ended(two, 30), Closed(two, 35)], 60);
        Assert.Equal((30.0, 20.0, 10.0), (day.Ready.TotalMinutes, day.Contact.TotalMinutes, day.WrapUp.TotalMinutes));
        Assert.Equal(Doing.Ready, day.Running);
    }

    [Fact]
    public void A_ticket_that_goes_to_a_colleague_is_his_time_from_then_on()
    {
        var away = new TicketFact(one, At(20), new TicketTransferred(one, me, other, one));
        var day = Sum([new(At(0), AgentState.Ready, null)], [Assigned(one, 10), away, new(one, At(30), new TicketEnded(one, other, "agent", At(31)))], 40);
        Assert.Equal((30.0, 10.0, 0.0), (day.Ready.TotalMinutes, day.Contact.TotalMinutes, day.WrapUp.TotalMinutes));
    }

    [Fact]
    public void A_customer_who_writes_in_wrap_up_is_talked_with_again()
    {
        var day = Sum([new(At(0), AgentState.Ready, null)],
            [Assigned(one, -10), Ended(one, 10), new(one, At(15), new TicketResumed(one, me)), new(one, At(25), new TicketReturned(one, me, one, "chat", "agent-gone", true)), Assigned(one, 28, other)], 30);
        Assert.Equal((5.0, 20.0, 5.0), (day.Ready.TotalMinutes, day.Contact.TotalMinutes, day.WrapUp.TotalMinutes));
    }

    [Theory]
    [InlineData("Europe/Madrid", "2026-03-29T10:00:00Z", "2026-03-28T23:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z")] // this day had no midnight: it began at one
    [InlineData("Pacific/Kiritimati", "2026-03-29T09:59:00Z", "2026-03-28T10:00:00Z")]
    [InlineData("UTC", "2026-03-29T00:00:00Z", "2026-03-29T00:00:00Z")]
    public void A_day_begins_where_the_clock_stands(string zone, string now, string began) =>
        Assert.Equal(DateTimeOffset.Parse(began, null), TimeZones.StartOfDay(TimeZones.Find(zone)!, DateTimeOffset.Parse(now, null)));
}

public sealed class AgentDayTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Every_second_of_his_day_is_in_one_sum()
    {
        await using var ann = await floor.Agent();
        var began = floor.Server.Time.GetUtcNow();
        await ann.Become("ready");
        floor.Advance(TimeSpan.FromSeconds(90));
        var ticket = await ann.Takes(await floor.CustomerWrites("count me"));
        floor.Advance(TimeSpan.FromSeconds(61));
        (await ann.Api.Post($"tickets/{ticket}/end")).Expect(200);
        await floor.Settled();
        floor.Advance(TimeSpan.FromSeconds(20));
        await ann.Close(ticket);
        await ann.Become("break", "lunch");
        floor.Advance(TimeSpan.FromSeconds(300));
        var day = (await ann.Api.Get("agents/me/day?timeZone=UTC")).Expect(200);
        var lunch = Assert.Single(day["breaks"].EnumerateArray());
        long[] sums = [day["readySeconds"].GetInt64(), day["contactSeconds"].GetInt64(), day["wrapUpSeconds"].GetInt64(), lunch.GetProperty("seconds").GetInt64()];
        Assert.Equal("lunch", lunch.GetProperty("reason").GetString());
        // While a busy machine is waited for, the test's time goes on by a few seconds.
        Assert.All(sums.Zip([90L, 61, 20, 300]), s => Assert.InRange(s.First, s.Second, s.Second + 10));
        Assert.InRange(sums.Sum(), (floor.Server.Time.GetUtcNow() - began).TotalSeconds - sums.Length, (floor.Server.Time.GetUtcNow() - began).TotalSeconds);
        Assert.Equal(("break", "lunch"), (day["running"].GetString(), day["runningReason"].GetString()));
        Assert.Equal(new DateTimeOffset(began.Date, TimeSpan.Zero), day["from"].GetDateTimeOffset());
    }

    [Fact]
    public async Task A_zone_that_is_none_is_refused_and_who_is_no_agent_has_no_day()
    {
        await using var ann = await floor.Agent();
        (await ann.Api.Get("agents/me/day?timeZone=Mars/Olympus")).Expect(400, "invalid_request");
        using var supervisor = await floor.Supervisor();
        (await supervisor.Get("agents/me/day")).Expect(404, "not_found");
    }
}
