using System.Globalization;
using ContactCenter.Routing.Simulation;
using ContactCenter.Routing.Tests.Support;
using Xunit.Abstractions;
using static ContactCenter.Routing.Tests.Simulation.Day;

namespace ContactCenter.Routing.Tests.Simulation;

/// <summary>
/// The simulation against exact theory: a line of calls, equal agents, exponential times. The exact value lies inside the
/// 99 % interval of 30 batch means whose half-width is at most 5 %, here of one small setting, with CC_SCALE=full of all.
/// </summary>
[Collection(RedisTests.Name)]
[Trait("Category", "Soak")]
public sealed class ErlangTests(RedisFixture redis, ITestOutputHelper output)
{
    private const int Batches = 30;
    private const double StudentT = 2.756; // 99 %, both sides, 29 degrees of freedom

    /// <summary>Load, agents, handle time and T as in the design of the metrics; how many calls; the seed.</summary>
    public static TheoryData<double, int, double, double, int, int> Endless => Settings([8000, 20_000, 50_000, 450_000], 5000);

    public static TheoryData<double, int, double, double, int, int> Impatient => Settings([8000, 10_000, 12_000, 60_000], 5000);

    [Theory]
    [InlineData(10, 14, 180, 20, 0.174132, 0.888350, 7.836)]
    [InlineData(10, 13, 180, 20, 0.285270, 0.795595, 17.116)]
    [InlineData(50, 55, 300, 20, 0.384547, 0.724460, 23.073)]
    [InlineData(2, 4, 240, 20, 0.173913, 0.852786, 20.870)]
    public void Erlang_A_with_endless_patience_is_Erlang_C(double load, int agents, double handle, double target, double waiting, double level, double asa)
    {
        var (c, a) = (Erlang.C(load, agents, handle, target), Erlang.A(load, agents, handle, handle * 1e7, target));

        Assert.Equal(waiting, c.Waiting, 6);
        Assert.Equal(level, c.ServiceLevel, 6);
        Assert.Equal(asa, c.Asa, 3);
        Assert.Equal(c.Waiting, a.Waiting, 5);
        Assert.Equal(c.ServiceLevel, a.ServiceLevel, 5);
        Assert.Equal(c.Asa, a.Asa, 2);
    }

    [Fact]
    public void Erlang_A_of_patience_like_handle_time_is_a_Poisson_distribution()
    {
        // Then everybody leaves the system at the same rate, waiting or not, so its size is Poisson with the load as mean.
        var (term, below) = (Math.Exp(-10), 0.0);
        for (var n = 0; n < 14; n++)
        {
            below += term;
            term *= 10.0 / (n + 1);
        }

        Assert.Equal(1 - below, Erlang.A(10, 14, 180, 180, 20).Waiting, 9);
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task Calls_that_wait_for_ever_wait_as_Erlang_C_says(double load, int agents, double handle, double target, int calls, int seed) =>
        Assert.True(await AgreesAsync("C", Erlang.C(load, agents, handle, target), load, agents, handle, target, null, calls, seed));

    [Theory]
    [MemberData(nameof(Impatient))]
    public async Task Calls_that_give_up_wait_as_Erlang_A_says(double load, int agents, double handle, double target, int calls, int seed) =>
        Assert.True(await AgreesAsync("A", Erlang.A(load, agents, handle, handle, target), load, agents, handle, target, handle, calls, seed));

    [Fact]
    public async Task The_same_check_sees_an_agent_too_few() =>
        Assert.False(await AgreesAsync("C", Erlang.C(2, 4, 240, 20), 2, 3, 240, 20, null, 5000, 1));

    private static TheoryData<double, int, double, double, int, int> Settings(int[] calls, int few)
    {
        var cases = new TheoryData<double, int, double, double, int, int>();
        if (!Scale.Full) cases.Add(2, 4, 240, 20, few, 1);
        for (var seed = 1; seed <= 5 && Scale.Full; seed++)
        {
            cases.Add(2, 4, 240, 20, calls[0], seed);
            cases.Add(10, 14, 180, 20, calls[1], seed);
            cases.Add(10, 13, 180, 20, calls[2], seed);
            cases.Add(50, 55, 300, 20, calls[3], seed);
        }

        return cases;
    }

    private async Task<bool> AgreesAsync(
        string theory, LineFigures exact, double load, int agents, double handle, double target, double? patience, int calls, int seed)
    {
        var waits = new List<(double Wait, bool Answered)>(calls);
        var scenario = Line(load, agents, handle, target, patience, calls, seed);
        await Simulator.RunAsync(
            redis.Connection, scenario, null, (item, now) => waits.Add(((now - item.Began) / 1000.0, item.Agent is not null)), CancellationToken.None);

        // A tenth of a batch is enough for the line to forget that it began empty; one whole batch is left out.
        var size = waits.Count / (Batches + 1);
        var batches = Enumerable.Range(1, Batches).Select(b => waits.GetRange(b * size, size)).ToList();
        bool Inside(string figure, double value, Func<List<(double Wait, bool Answered)>, double> of)
        {
            var (mean, half) = Interval([.. batches.Select(of)]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Erlang {theory} {load}/{agents} seed {seed} {figure}: exact {value:0.000000}, {mean:0.000000} ± {half:0.000000} ({half / value:0.0 %}), {waits.Count} calls, {(Math.Abs(mean - value) <= half ? "inside" : "OUTSIDE")}"));
            return Math.Abs(mean - value) <= half && (figure != "service level" || half <= (Scale.Full ? 0.05 : 0.15) * value);
        }

        Inside("share who wait", exact.Waiting, batch => batch.Average(w => w.Wait > 0 ? 1.0 : 0));
        Inside("mean wait", exact.Asa, batch => batch.Where(w => w.Answered).Average(w => w.Wait));
        return Inside("service level", exact.ServiceLevel, batch => batch.Average(w => w.Wait <= target ? 1.0 : 0));
    }

    private static Scenario Line(double load, int agents, double handle, double target, double? patience, int calls, int seed)
    {
        var seconds = calls * handle / load;
        var queue = Calls() with
        {
            AutoAccept = true, Handle = Exponential(handle), Patience = patience is { } mean ? Exponential(mean) : null,
            AnswerTargetSeconds = 3600, ServiceLevelSeconds = (int)target, Arrivals = [new(Start, At(seconds), calls)],
        };
        return Of(seconds, [queue], Agents(agents)) with { Seed = seed };
    }

    private static (double Mean, double Half) Interval(double[] means)
    {
        var mean = means.Average();
        return (mean, StudentT * Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / (means.Length - 1) / means.Length));
    }
}
