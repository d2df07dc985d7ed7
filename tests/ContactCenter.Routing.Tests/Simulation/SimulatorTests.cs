using ContactCenter.Routing.Simulation;
using ContactCenter.Routing.Tests.Support;
using static ContactCenter.Routing.Tests.Simulation.Day;

namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>Small scenarios whose figures anybody can work out.</summary>
[Collection(RedisTests.Name)]
public sealed class SimulatorTests(RedisFixture redis)
{
    [Fact]
    public async Task Three_calls_and_one_agent_give_the_figures_that_a_pencil_gives()
    {
        // The first is answered at once, the second after 50 s, the third would be after 100 s and gives up after 30 s.
        var scenario = Of(3600, [Calls(Contact(0), Contact(10), Contact(20, patience: 30))], Agents(1));

        var result = await RunAsync(scenario);

        var total = result.Total;
        Assert.Equal((3, 2, 1, 1, 0, 0), (total.Offered, total.Answered, total.AnsweredInTarget, total.Abandoned, total.AbandonedInTarget, total.Waiting));
        Assert.Equal(1 / 3.0, total.ServiceLevel);
        Assert.Equal(25, total.AsaSeconds);
        Assert.Equal(1 / 3.0, total.AbandonRate);
        Assert.Equal(50, total.LongestWaitSeconds);
        Assert.Equal(120 / 3600.0, total.Occupancy!.Value, 9);
        Assert.Equal(120 / 3600.0, total.Load!.Value, 9);
        Assert.Equal(120 / 1800.0, result.HalfHours[0].Figures.Occupancy!.Value, 9);
        Assert.Equal(0, result.HalfHours[1].Figures.Offered);
        Assert.Null(result.HalfHours[1].Figures.ServiceLevel);
        var group = Assert.Single(result.Groups);
        Assert.Equal(("team", 1.0), (group.Group, group.StaffedHours));
        Assert.Equal(group.Occupancy, group.ConcurrencyOccupancy);
    }

    [Fact]
    public async Task Who_still_waits_at_the_end_counts_as_waiting_and_what_has_no_base_is_not_there()
    {
        var result = await RunAsync(Of(100, [Calls(Contact(10)), Calls() with { Name = "quiet" }]));

        Assert.Equal((1, 0, 0, 1), (result.Total.Offered, result.Total.Answered, result.Total.Abandoned, result.Total.Waiting));
        Assert.Equal((0.0, 90.0), (result.Total.ServiceLevel, result.Total.LongestWaitSeconds));
        Assert.Null(result.Total.AsaSeconds);
        Assert.Null(result.Total.Occupancy);
        var quiet = result.Queues[1].Figures;
        Assert.Equal((null, null, null, null), (quiet.ServiceLevel, quiet.AsaSeconds, quiet.AbandonRate, quiet.LongestWaitSeconds));
    }

    [Fact]
    public async Task Wrap_up_keeps_the_agent_and_the_time_to_accept_is_a_wait()
    {
        var queue = Calls(Contact(0), Contact(1)) with { WrapUp = Fixed(30) };

        var result = await RunAsync(Of(600, [queue], Agents(1) with { AcceptSeconds = Fixed(5) }));

        // 5 s; then 5 + 60 + 30 and once more 5, a second later.
        Assert.Equal((5 + 99) / 2.0, result.Total.AsaSeconds);
        Assert.Equal(180 / 600.0, result.Total.Load!.Value, 9);
    }

    [Fact]
    public async Task What_rings_several_is_answered_by_the_quickest_of_them()
    {
        // One of the team looks for a minute, the other picks up after 2 s.
        var slow = Agents(1) with { AcceptSeconds = Fixed(60) };
        var quick = Agents(1) with { Name = "quick", AcceptSeconds = Fixed(2), Shifts = [From(1, 600)] };
        var scenario = Of(600, [Calls(Contact(10)) with { OfferSeconds = 90 }], slow, quick);
        var changed = scenario.With([new QueueChange("calls", "acme") { RingAgents = 2 }]);

        Assert.Equal((60, 2), ((await RunAsync(scenario)).Total.AsaSeconds, (await RunAsync(changed)).Total.AsaSeconds));
        Assert.Equal("queues[0].ringAgents", Assert.Single(scenario.With([new QueueChange("calls", "acme") { RingAgents = 6 }]).Errors()).Path);
    }

    [Fact]
    public async Task Slower_agents_take_longer_for_the_same_contacts()
    {
        var result = await RunAsync(Of(600, [Calls(Contact(0), Contact(0))], Agents(1) with { HandleFactor = 1.5 }));

        Assert.Equal(90, result.Total.LongestWaitSeconds);
    }

    [Fact]
    public async Task Agents_work_in_their_shifts_and_finish_what_they_have()
    {
        var shifts = Agents(1) with { Shifts = [From(0, 600), From(1200, 1800)] };

        var result = await RunAsync(Of(3600, [Calls(Contact(590), Contact(640))], shifts));

        Assert.Equal(560, result.Total.LongestWaitSeconds);
        Assert.Equal((650 + 600) / 3600.0, Assert.Single(result.Groups).StaffedHours, 9);
    }

    [Fact]
    public async Task Work_that_comes_while_its_queue_is_closed_begins_to_wait_when_it_opens()
    {
        var queue = Calls(Contact(100), Contact(700), Contact(3000)) with { Open = [From(300, 600), From(2000, 2500)] };

        var result = await RunAsync(Of(3600, [queue], Agents(1)));

        // The last one would begin to wait tomorrow.
        Assert.Equal((2, 2, 0.0), (result.Total.Offered, result.Total.Answered, result.Total.LongestWaitSeconds));
        Assert.Equal([1, 1], result.HalfHours.Select(h => h.Figures.Offered));
    }

    [Fact]
    public async Task A_queue_of_some_sites_is_served_there_while_they_are_open()
    {
        var queue = Calls(Contact(0), Contact(700)) with { Sites = ["Manila", "Cebu"] };
        var scenario = Of(3600, [queue], Agents(1) with { Site = "Lisbon" }, Agents(1) with { Name = "far", Site = "Cebu" }, Agents(1) with { Name = "nowhere" }) with
        {
            Sites = [new("Lisbon"), new("Manila"), new("Cebu", [From(0, 600), From(900, 3600)])],
        };

        var result = await RunAsync(scenario);

        Assert.Equal((2, 200.0), (result.Total.Answered, result.Total.LongestWaitSeconds));
        Assert.Equal((0.0, 0.0), (result.Groups[0].Occupancy, result.Groups[2].Occupancy));
    }

    [Fact]
    public async Task A_client_under_its_guaranteed_share_goes_first()
    {
        SimulatedQueue[] queues =
        [
            Calls([.. Enumerable.Range(0, 6).Select(_ => Contact(0))]),
            Calls(Contact(10)) with { Name = "calls", Client = "bright" },
        ];
        var scenario = Of(3600, queues, Agents(2) with { Clients = ["acme", "bright"] });

        var (equal, shared) = (await RunAsync(scenario), await RunAsync(scenario with { Shares = [new("bright", Guaranteed: 50)] }));

        Assert.Equal(170, equal.Clients[1].Figures.LongestWaitSeconds);
        Assert.Equal(50, shared.Clients[1].Figures.LongestWaitSeconds);
    }

    [Fact]
    public async Task Skills_levels_and_relaxations_decide_who_may_take_it()
    {
        var queue = Calls(Contact(0)) with { Skills = Levels(("english", 3)), Relaxations = [new(100, Levels(("english", 2)))] };
        var weak = Agents(1) with { Skills = Levels(("english", 2)) };

        var result = await RunAsync(Of(600, [queue], weak));

        Assert.Equal(100, result.Total.LongestWaitSeconds);
    }

    [Fact]
    public async Task Who_lets_two_offers_expire_comes_back_after_five_minutes()
    {
        var result = await RunAsync(Of(400, [Calls(Contact(0))], Agents(1) with { AcceptSeconds = Fixed(30) }));

        // Offers at 0, 20, 340, 360 and again not before 680: each made and expired, twice marked.
        Assert.Equal((0, 10), (result.Total.Answered, result.Decisions));
    }

    [Fact]
    public async Task A_call_interrupts_a_chat_which_goes_on_afterwards()
    {
        var chats = Calls(Contact(0, handle: 100)) with { Name = "chats", Channel = "chat" };
        var both = Agents(1) with { Channels = ["chat", "voice"], Interruptible = true };

        var result = await RunAsync(Of(1000, [chats, Calls(Contact(50))], both));

        Assert.Equal((2, 0.0), (result.Total.Answered, result.Total.LongestWaitSeconds));
        Assert.Equal(160 / 1000.0, Assert.Single(result.Groups).Occupancy!.Value, 9);
        Assert.Equal(33, result.Queues[0].Figures.Load!.Value * 1000, 6);
        Assert.Equal((33 + 60) / 1000.0, Assert.Single(result.Groups).ConcurrencyOccupancy!.Value, 9);
    }

    [Theory]
    [InlineData("UTC", "2026-03-02T09:00:00+00:00")]
    [InlineData("Asia/Kathmandu", "2026-03-02T14:30:00+05:45")]
    [InlineData("America/St_Johns", "2026-03-02T05:30:00-03:30")]
    public async Task Half_hours_are_those_of_the_wall(string zone, string first)
    {
        var result = await RunAsync(Of(3600, [Calls()]) with { TimeZone = zone });

        Assert.Equal(first, result.HalfHours[0].From.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Nothing_is_counted_twice_or_lost_in_a_day_with_everything_in_it()
    {
        var result = await RunAsync(Crowd.Of(seed: 3));

        Assert.True(result.Total.Offered > 500 && result.Total.Abandoned > 20 && result.Total.Waiting > 0, "the day shows little");
        var parts = result.Queues.Select(q => (q.Figures, q.HalfHours)).Concat(result.Clients.Select(c => (c.Figures, c.HalfHours))).Append((result.Total, result.HalfHours));
        foreach (var (whole, halfHours) in parts)
        {
            foreach (var f in halfHours.Select(h => h.Figures).Append(whole)) Assert.Equal(f.Offered, f.Answered + f.Abandoned + f.Waiting);
            Assert.Equal(Counts(whole), Sum(halfHours.Select(h => h.Figures)));
            Assert.Equal(whole.LongestWaitSeconds, halfHours.Max(h => h.Figures.LongestWaitSeconds));
        }

        Assert.Equal(Counts(result.Total), Sum(result.Queues.Select(q => q.Figures)));
        Assert.Equal(Counts(result.Total), Sum(result.Clients.Select(c => c.Figures)));
        Assert.Equal(result.Contacts, result.Total.Offered);
        Assert.Equal(result.Total.Load!.Value, result.Queues.Sum(q => q.Figures.Load!.Value), 6);
        Assert.All(result.Groups, g => Assert.InRange(g.Occupancy!.Value, 0, 1));
    }

    private static long[] Counts(Figures f) => [f.Offered, f.Answered, f.AnsweredInTarget, f.Abandoned, f.AbandonedInTarget, f.Waiting];

    private static long[] Sum(IEnumerable<Figures> figures) => figures.Select(Counts).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);

    private Task<SimulationResult> RunAsync(Scenario scenario) => Simulator.RunAsync(redis.Connection, scenario);
}
