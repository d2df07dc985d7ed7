using System.Diagnostics;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>
/// Two nodes at work, and one of them dies at a named step, wherever it then is. Nothing is lost or doubled, and the
/// customer whose message it was is answered by the other node at once.
/// </summary>
[Collection(Alone.Name)]
[Trait("Category", "Soak")]
public sealed class FaultPointTests(ITestOutputHelper output)
{
    // Small, on whatever machine and beside whatever else.
    private static readonly TimeSpan NextMessageWithin = TimeSpan.FromSeconds(Scale.Of(15, 5));

    [Fact]
    public async Task A_node_that_dies_at_any_step_loses_and_doubles_nothing()
    {
        await using var installation = await Installation.Make();
        await using var dying = new Node("dying", installation);
        await using var other = new Node("other", installation);
        await using var floor = new Floor(
            installation, [new("dying", dying.Address), new("other", other.Address)], new Plan { Agents = Scale.Of(4, 8), ChatsPerSecond = Scale.Of(4, 10) });
        await floor.Furnish();
        await Task.WhenAll(dying.Start(), other.Start());
        await floor.Open();
        floor.Work();
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < Scale.Of(1, 20); round++)
        {
            foreach (var point in FaultPoints.All)
            {
                var took = await Knock(installation, floor, dying, point, after: 1 + round % 5);
                output.WriteLine($"{point}, round {round}: the next message was stored after {took.TotalMilliseconds:0} ms");
                slowest = took > slowest ? took : slowest;
            }
        }

        await dying.Start();
        await floor.Sound();
        Assert.True(slowest < NextMessageWithin, $"a customer's next message took {slowest}");
    }

    /// <summary>How long a customer of the dead node needs until his next message is stored.</summary>
    private static async Task<TimeSpan> Knock(Installation installation, Floor floor, Node node, string point, int after)
    {
        if (!node.Exit.IsCompleted) await node.Kill();
        await node.Start(point, after);
        var customer = floor.Customer(at: 0);
        Assert.True(await customer.Open());
        var load = LoadUntilDead(installation, floor, node, point);
        // It may be his own message that lets the node die: then this is the time until it is stored all the same.
        for (var said = 1; !node.Exit.IsCompleted && !load.IsCompleted; said++)
        {
            await customer.Say($"{customer.Name} at {point}, message {said}");
            await Task.WhenAny(node.Exit, Task.Delay(200));
        }

        await Task.WhenAny(node.Exit, load);
        var died = Floor.Now;
        var next = Stopwatch.StartNew();
        Assert.NotNull(await customer.Say($"{customer.Name} after {point} {died:O}"));
        var took = next.Elapsed;
        await load;
        Assert.Equal(137, await node.Exit);
        floor.Rough(died - TimeSpan.FromSeconds(1), died, point, recovery: 8);
        return took > customer.Longest ? took : customer.Longest;
    }

    /// <summary>Ends the connections whose locks say which node does what only one may do.</summary>
    private static Task PassDuties(Installation installation) => installation.Server.Postgres.ExecuteAsync(installation.Database, """
        SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND a.usename = 'cc_jobs' AND a.datname = current_database()
        """);

    private static async Task LoadUntilDead(Installation installation, Floor floor, Node node, string point)
    {
        var patience = Stopwatch.StartNew();
        do
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"Nobody reached {point}.{Environment.NewLine}{node.Log}");
            // Whoever had given it up on a busy machine comes back: his calls shall reach the point.
            foreach (var desk in floor.Desks) desk.Caller.Home();
            await floor.Run(TimeSpan.FromSeconds(1));
            // One node relays at a time: sooner or later it is this one.
            if (point == FaultPoints.RelayKept) await PassDuties(installation);
        }
        while (!node.Exit.IsCompleted);
    }
}
