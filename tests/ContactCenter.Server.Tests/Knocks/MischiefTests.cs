using System.Diagnostics;
using System.Globalization;
using ContactCenter.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>
/// Three nodes at work, a supervisor who takes tickets from hand to hand all the time, and one thing after the other breaks,
/// drawn by lot: Redis, PostgreSQL and the nodes themselves. At full size it is over after 100,000 calls.
/// </summary>
[Collection(Alone.Name)]
[Trait("Category", "Soak")]
public sealed class MischiefTests(ITestOutputHelper output)
{
    private static readonly int Calls = int.Parse(Environment.GetEnvironmentVariable("CC_CALLS") ?? $"{Scale.Of(400, 100_000)}", CultureInfo.InvariantCulture);
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(Scale.Of(3, 20));
    private static readonly Plan Load = new()
    {
        Agents = Scale.Of(6, 30), ChatsPerSecond = Scale.Of(5, 10), Messages = Scale.Of(2, 6), Hold = TimeSpan.FromMilliseconds(Scale.Of(800, 2_000)),
        FollowEvery = Scale.Of(3, 20), Transferred = 0.05,
    };

    private static readonly (string What, Func<Installation, Node, Task> Do)[] Knocks =
    [
        ("FLUSHALL", (installation, _) => installation.Redis.WipeAsync()),
        ("Redis killed", (installation, _) => Knock.KillRedis(installation, TimeSpan.FromSeconds(1))),
        ("Redis frozen", (installation, _) => Knock.FreezeRedis(installation, TimeSpan.FromSeconds(5))),
        ("PostgreSQL killed", (installation, _) => Knock.KillPostgres(installation)),
        ("node killed", (_, node) => Knock.Kill(node)),
        ("node frozen", (_, node) => Knock.Freeze(node, TimeSpan.FromSeconds(7))),
    ];

    [Fact]
    public async Task Three_nodes_lose_and_double_nothing_whatever_breaks()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("CC_SEED") ?? "1", CultureInfo.InvariantCulture);
        await using var installation = await Installation.Make(ownPostgres: true);
        await using var one = new Node("one", installation);
        await using var two = new Node("two", installation);
        await using var three = new Node("three", installation);
        Node[] nodes = [one, two, three];
        await using var floor = new Floor(installation, [.. nodes.Select(n => new Place(n.Name, n.Address))], Load)
        {
            // At full size the load alone keeps the machine busy.
            Patience = TimeSpan.FromSeconds(10),
        };
        await floor.Furnish();
        await Task.WhenAll(nodes.Select(n => n.Start()));
        await floor.Open();
        floor.Work();
        var supervisor = await floor.SignIn("supervisor@floor.test", 1);
        using var desk = supervisor.Api;
        using var enough = new CancellationTokenSource();
        var moving = new Mover(floor, supervisor.Caller, new Random(seed)).Work(enough.Token);
        var breaking = Break(floor, installation, nodes, new Random(seed), enough.Token);
        var clock = Stopwatch.StartNew();
        while (floor.Log.Count < Calls && clock.Elapsed < AtMost) await floor.Run(TimeSpan.FromSeconds(2));
        var (calls, took) = (floor.Log.Count, clock.Elapsed);
        await enough.CancelAsync();
        await moving;
        var broken = await breaking;
        await floor.Sound();
        output.WriteLine($"seed {seed}: {calls} calls in {took.TotalSeconds:0} s; {string.Join(", ", broken.CountBy(b => b).Select(b => $"{b.Value} x {b.Key}"))}");
        Assert.True(calls >= Calls, $"{calls} calls in {took}");
    }

    /// <summary>Each kind once, in an order drawn by lot, and again.</summary>
    private static async Task<List<string>> Break(Floor floor, Installation installation, Node[] nodes, Random random, CancellationToken enough)
    {
        var broken = new List<string>();
        while (!enough.IsCancellationRequested)
        {
            var order = Knocks.ToArray();
            random.Shuffle(order);
            foreach (var (what, knock) in order)
            {
                await Task.Delay(TimeSpan.FromSeconds(Scale.Of(4, 25)), enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (enough.IsCancellationRequested) break;
                var from = Floor.Now;
                await knock(installation, nodes[random.Next(nodes.Length)]);
                floor.Rough(from - TimeSpan.FromSeconds(1), Floor.Now, what, recovery: 8);
                broken.Add(what);
            }
        }

        return broken;
    }
}
