using ContactCenter.Server.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>That an armed point ends the process is shown by Knocks/FaultPointTests, on processes that may end.</summary>
public sealed class FaultPointsTests
{
    [Fact]
    public void Production_does_not_start_with_a_fault_point() =>
        Assert.Contains("never runs in production", Refused(FaultPoints.AfterCommit, "Production"), StringComparison.Ordinal);

    [Fact]
    public void A_point_that_does_not_exist_is_named() =>
        Assert.Contains("no point after-lunch", Refused("after-lunch", "Testing"), StringComparison.Ordinal);

    [Fact]
    public void Nothing_happens_at_a_point_that_is_not_armed()
    {
        FaultPoints.Arm(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = "Production" });
        foreach (var point in FaultPoints.All) FaultPoints.Reach(point);
    }

    private static string Refused(string point, string environment) => Assert.Throws<InvalidOperationException>(() => FaultPoints.Arm(
        new ConfigurationBuilder().AddInMemoryCollection([new("Faults:StopAt", point)]).Build(),
        new HostingEnvironment { EnvironmentName = environment })).Message;
}
