using ContactCenter.AppHost.Servers;
using ContactCenter.Routing.Simulation;
using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>What was recorded decides the same again, byte for byte, on a Redis of its own.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    // Another build or version of the server, if the tests are to replay on one.
    private static readonly string? Other = Environment.GetEnvironmentVariable("CC_OTHER_REDIS");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PrivateRedis _live = null!;
    private PrivateRedis _aside = null!;
    private RedisConnection _redis = null!;
    private RedisConnection _scratch = null!;

    public async Task InitializeAsync()
    {
        _live = await PrivateRedis.StartTemporaryAsync();
        _aside = await PrivateRedis.StartTemporaryAsync(binary: Other);
        (_redis, _scratch) = (RedisFixture.Connect(_live), RedisFixture.Connect(_aside));
        await Task.WhenAll(_redis.WhenConnectedAsync(), _scratch.WhenConnectedAsync()).WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _scratch.DisposeAsync();
        await _live.DisposeAsync();
        await _aside.DisposeAsync();
    }

    [Fact]
    public async Task What_many_callers_did_decides_the_same_each_time_and_after_a_restart()
    {
        var (tape, _) = await CourseAsync(callers: 6, acts: Scale.Full ? 2000 : 250);

        var first = await tape.ReplayAsync(_scratch);
        Assert.True(first.Decisions > 500, $"only {first.Decisions} decisions: the run shows little");
        AssertWhole(tape, first);
        for (var again = 1; again < 20; again++)
        {
            if (again == 10) await RestartAsync();
            Assert.Equivalent(first, await tape.ReplayAsync(_scratch));
        }

        Assert.Equal(0, (long)await _scratch.ExecuteAsync("DBSIZE", []));
    }

    [Fact]
    public async Task Rebuilds_and_losses_of_the_index_are_replayed_as_they_were()
    {
        var tape = await StormAsync(async (tape, round, queue) =>
        {
            await tape.DrainAsync();
            if (round % 2 == 0) await _live.WipeAsync();
            else queue.Epoch++; // Built anew from a whole index, which then withdraws its offers.
        });

        var result = await tape.ReplayAsync(_scratch);

        AssertWhole(tape, result);
        Assert.Contains(tape.Decisions.OfType<OfferEnded>(), e => e.Detail == "rebuild");
        Assert.Equal(result.Digest, (await tape.ReplayAsync(_scratch)).Digest);
    }

    [Fact]
    public async Task A_replay_may_begin_at_an_anchor_that_was_taken_while_all_went_on()
    {
        // RESTORE takes no dump of a newer server: an anchor is for its own version and later ones.
        await using var same = await PrivateRedis.StartTemporaryAsync();
        await using var scratch = RedisFixture.Connect(same);
        await scratch.WhenConnectedAsync().WaitAsync(Patience);
        var (tape, whole) = await CourseAsync(callers: 6, acts: 200, anchors: true);

        var all = await tape.ReplayAsync(scratch);
        var (one, two) = (await tape.ReplayAsync(scratch, fromAnchor: 0), await tape.ReplayAsync(scratch, fromAnchor: 1));

        AssertWhole(tape, all);
        foreach (var part in (ReplayResult[])[one, two])
        {
            Assert.Null(part.Difference);
            Assert.Empty(part.Holes);
            Assert.Equal((0, 0), (part.NotKept, part.NotReplayed));
        }

        Assert.True(whole.Calls > one.Calls && one.Calls > two.Calls && two.Decisions > 50, $"{whole.Calls}, {one.Calls}, {two.Calls} calls: the anchors show little");
    }

    [Fact]
    public async Task What_is_missing_is_said_and_ends_with_the_next_epoch()
    {
        var tape = await StormAsync(async (tape, round, _) =>
        {
            await tape.DrainAsync();
            if (round == 0) tape.Forget();
            await _live.WipeAsync();
        });

        var result = await tape.ReplayAsync(_scratch);

        Assert.Null(result.Difference);
        Assert.Equal(0, result.NotKept);
        Assert.True(result.NotReplayed > 0, "decisions whose calls are gone are counted");
        Assert.True(result.Decisions > 100, $"only {result.Decisions} decisions after the hole");
    }

    [Fact]
    public async Task A_call_that_is_missing_in_the_middle_is_said()
    {
        var (tape, _) = await CourseAsync(callers: 2, acts: 200, onDrain: (t, n) => { if (n == 1) t.Forget(); });

        var result = await tape.ReplayAsync(_scratch);

        Assert.Single(result.Holes, h => h.StartsWith("calls are missing after 1-", StringComparison.Ordinal));
        Assert.True(result.NotReplayed > 0, "decisions whose calls are gone are counted");
    }

    [Fact]
    public async Task A_decision_that_was_another_is_found()
    {
        var (tape, _) = await CourseAsync(callers: 2, acts: 100);
        var planted = tape.Decisions.OfType<OfferMade>().ElementAt(10);

        var result = await tape.ReplayAsync(_scratch, plant: d => d.Id == planted.Id ? planted with { Candidates = planted.Candidates + 1 } : d);

        Assert.StartsWith($"decision {planted.Id}: kept ", result.Difference, StringComparison.Ordinal);
    }

    private static void AssertWhole(Tape tape, ReplayResult result)
    {
        Assert.Null(result.Difference);
        Assert.Empty(result.Holes);
        Assert.Equal((tape.Calls, tape.Decisions.Count, 0, 0), (result.Calls, result.Decisions, result.NotKept, result.NotReplayed));
    }

    private async Task RestartAsync()
    {
        await _aside.RestartAsync();
        await _scratch.DisposeAsync();
        _scratch = RedisFixture.Connect(_aside);
        await _scratch.WhenConnectedAsync().WaitAsync(Patience);
    }

    // Everything that a desk does, by many callers at once, in four parts.
    private async Task<(Tape Tape, ReplayResult Whole)> CourseAsync(int callers, int acts, bool anchors = false, Action<Tape, int>? onDrain = null)
    {
        var scene = await Scene.StartAsync(_redis, recorded: true);
        Lane[] lanes = [Scene.Lane(skills: ("a", 1)), Scene.Lane(skills: [("a", 2), ("b", 1)]), Scene.Lane(Scene.Bright), Scene.Lane(channel: "voice")];
        var profiles = Enumerable.Range(1, 6).Select(i => Scene.Profile(
            i % 2 == 0 ? [Scene.Acme] : [Scene.Acme, Scene.Bright], i % 3 == 0 ? ["chat", "voice"] : ["chat"], ("a", i), ("b", 1))).ToList();
        var agents = Enumerable.Range(0, 20).Select(i => scene.Agent(profiles[i % profiles.Count])).ToList();
        foreach (var agent in agents) await scene.Queue.AgentAsync(agent);
        var (desk, tape) = (new PaperDesk(scene, agents, lanes), new Tape(scene.Queue));
        for (var part = 0; part < 4; part++)
        {
            var working = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            {
                var random = new Random((part * 100) + caller);
                for (var i = 0; i < acts; i++) await desk.ActAsync(random);
            })));
            if (anchors && part is 1 or 2) Assert.True(await tape.AnchorAsync());
            await working;
            await tape.DrainAsync();
            onDrain?.Invoke(tape, part);
        }

        return (tape, new ReplayResult(tape.Calls, tape.Decisions.Count, "", null, [], 0, 0));
    }

    // Callers who rebuild the index whenever it is missing, and what happens to it between four rounds.
    private async Task<Tape> StormAsync(Func<Tape, int, RoutingQueue, Task> strike)
    {
        var time = new SkewedTime();
        var clock = new RoutingClock(time);
        var queue = new RoutingQueue(_redis, clock, "storm") { Recorded = true };
        var (ledger, tape) = (new Ledger(1, time: time), new Tape(queue));
        var clerks = Enumerable.Range(0, 4).Select(i => new Clerk(queue, clock, ledger, i, new Random(i))).ToList();
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(clerks.Select(clerk => Task.Run(async () =>
            {
                for (var i = 0; i < 150; i++) await clerk.ActAsync();
            })));
            await strike(tape, round, queue);
        }

        await clerks[0].ActAsync();
        await tape.DrainAsync();
        Assert.True(clerks.Sum(c => c.Rebuilds) >= 4, "the index was not built anew each time");
        return tape;
    }
}
