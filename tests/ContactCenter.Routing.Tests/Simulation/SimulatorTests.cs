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

    private Task<SimulationResult> RunAsync(Scenario scenario) => Simulator.RunAsync(redis.Connection, scenario);
}
