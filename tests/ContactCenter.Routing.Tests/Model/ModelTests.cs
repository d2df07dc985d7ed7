using ContactCenter.Routing.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ContactCenter.Routing.Tests.Model;

/// <summary>Random calls are decided as the rules say; a difference is cut down to the calls that it takes.</summary>
[Collection(RedisTests.Name)]
public sealed class ModelTests(RedisFixture redis)
{
    [Fact]
    public async Task Any_calls_are_decided_as_the_rules_say()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Scale.Full ? 5000 : 300);
        // The small run is the same each time.
        if (!Scale.Full) config = config.FromSeed(2026);
        await Task.Run(() => Check.One(config, Prop.ForAll(Steps.Any(), steps =>
        {
            var difference = Run(redis.Connection, steps);
            Assert.True(difference is null, difference);
        })));
    }

    internal static string? Run(RedisConnection connection, Step[] steps) => new Course(new Scene(connection)).RunAsync(steps).GetAwaiter().GetResult();
}

internal static class Steps
{
    /// <summary>The same calls each time.</summary>
    public static Config FromSeed(this Config config, ulong seed) => config.WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, 1103), FSharpOption<int>.None)));

    private static readonly Gen<Step> One =
        from kind in Gen.Frequency(
            (6, Gen.Constant(StepKind.Enqueue)), (4, Gen.Constant(StepKind.Agent)), (5, Gen.Constant(StepKind.Advance)), (5, Gen.Constant(StepKind.Accept)),
            (2, Gen.Constant(StepKind.Decline)), (2, Gen.Constant(StepKind.Take)), (4, Gen.Constant(StepKind.Confirm)), (1, Gen.Constant(StepKind.Undo)),
            (3, Gen.Constant(StepKind.Complete)), (1, Gen.Constant(StepKind.Cancel)), (1, Gen.Constant(StepKind.Again)), (1, Gen.Constant(StepKind.Late)), (1, Gen.Constant(StepKind.Share)))
        from a in Gen.Choose(0, 20)
        from b in Gen.Choose(0, 20)
        from c in Gen.Choose(0, 20)
        select new Step(kind, a, b, c);

    private static readonly Gen<Step[]> Many = from count in Gen.Choose(10, 70) from steps in One.ArrayOf(count) select steps;

    public static Arbitrary<Step[]> Any(bool shrink = true) => shrink ? Arb.From(Many, Smaller) : Arb.From(Many);

    // Without a half, a quarter and so on down to one step; then with smaller numbers.
    private static IEnumerable<Step[]> Smaller(Step[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= steps.Length; at += size) yield return [.. steps[..at], .. steps[(at + size)..]];
        }

        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (step.A > 0) yield return With(i, step with { A = step.A / 2 });
            if (step.B > 0) yield return With(i, step with { B = step.B / 2 });
            if (step.C > 0) yield return With(i, step with { C = step.C / 2 });
        }

        Step[] With(int at, Step smaller) => [.. steps[..at], smaller, .. steps[(at + 1)..]];
    }
}
