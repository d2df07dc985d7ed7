using ContactCenter.AppHost.Servers;
using ContactCenter.Routing;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>What a day's calls decided is kept, and decides the same again elsewhere.</summary>
public sealed class ReplayDayTests : IAsyncLifetime
{
    private readonly DeskFixture floor = new();
    private PrivateRedis aside = null!;
    private RedisConnection scratch = null!;

    private PoolRecording Recording => floor.Server.Services.GetRequiredService<RoutingQueues>().Of(RoutingQueues.DefaultPool).Recording;

    private DateOnly Today => DateOnly.FromDateTime(floor.Server.Time.GetUtcNow().UtcDateTime);

    public async Task InitializeAsync()
    {
        await floor.InitializeAsync();
        aside = await PrivateRedis.StartTemporaryAsync();
        scratch = new RedisConnection(new() { Configuration = aside.Configuration, Deadline = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await scratch.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async Task DisposeAsync()
    {
        await scratch.DisposeAsync();
        await aside.DisposeAsync();
        await floor.DisposeAsync();
    }

    [Fact]
    public async Task A_day_is_replayed_through_a_loss_of_the_index_and_the_next_from_its_anchor()
    {
        var day = Today;
        await Work();
        await Drained();
        await floor.Installation.Redis.WipeAsync();
        await Work();
        await Drained();

        var first = (await Replay(day))!;
        AssertWhole(first);
        Assert.True(first.Decisions >= 12, $"{first.Decisions} decisions");
        Assert.Equal(first.Digest, (await Replay(day))!.Digest);

        // Overnight; the anchor is taken just before midnight, so that the next day needs none before it.
        floor.Advance(day.AddDays(1).ToDateTime(new TimeOnly(0, 0)) - floor.Server.Time.GetUtcNow().UtcDateTime - TimeSpan.FromSeconds(50));
        await floor.Eventually(async () => await Rows("anchor") >= 2, "the anchor is taken before midnight");
        await Drained(anchors: 2);
        floor.Advance(TimeSpan.FromHours(8));
        await Work();
        await Drained();
        var next = (await Replay(day.AddDays(1)))!;
        AssertWhole(next);
        Assert.True(next.Calls < first.Calls, $"{next.Calls} calls of one day, {first.Calls} of the day before");
        Assert.Null(await Replay(day.AddDays(5)));
    }

    [Fact]
    public async Task Calls_that_Redis_lost_are_said_and_a_replay_goes_on_behind_them()
    {
        await Work();
        await Drained();
        var calls = await NotKept();
        await Recording.TrimAsync(calls[0].Epoch, calls[2].Number);
        await Drained();
        Assert.Contains(floor.Server.Logs.All, l => l.Text.Contains("a replay has a hole there", StringComparison.Ordinal));
        floor.Advance(TimeSpan.FromMinutes(2));
        await Drained();
        await Work();
        await Drained();

        var result = (await Replay(Today))!;

        Assert.Null(result.Difference);
        Assert.Contains("calls are missing", Assert.Single(result.Holes), StringComparison.Ordinal);
        Assert.True(result.NotReplayed > 0, "decisions whose calls are gone are counted");
        Assert.True(await Rows("anchor") >= 2, "a new anchor was taken");
    }

    [Fact]
    public async Task What_another_node_has_kept_of_the_same_calls_is_neither_doubled_nor_cut_short()
    {
        await Drained();
        // The other wrote fewer of them, and froze before it trimmed.
        var calls = (await NotKept()).Take(3).ToList();
        await floor.Installation.Execute(
            "INSERT INTO routing.recordings VALUES ('main', @epoch, @first, @last, false, @at, @data)",
            ("epoch", calls[0].Epoch), ("first", calls[0].Number), ("last", calls[^1].Number), ("at", calls[0].At), ("data", ReplayArchive.Pack(calls)));
        await Drained();

        AssertWhole((await Replay(Today))!);
    }

    private static void AssertWhole(ReplayResult result)
    {
        Assert.Null(result.Difference);
        Assert.Empty(result.Holes);
        Assert.Equal((0, 0), (result.NotKept, result.NotReplayed));
    }

    private Task<ReplayResult?> Replay(DateOnly day) => ReplayDay.Replay(
        floor.Server.Services.GetRequiredService<IServiceScopeFactory>(), scratch, RoutingQueues.DefaultPool, day, CancellationToken.None);

    private Task<long> Rows(string which) => floor.Installation.Scalar<long>($"SELECT count(*) FROM routing.recordings WHERE {which}");

    // Two agents, one of whom says no, and two customers.
    private async Task Work()
    {
        await using var one = await floor.ReadyAgent();
        var first = await floor.CustomerWrites();
        (await one.Decline(await one.Offer(first))).Expect(204);
        await using var other = await floor.ReadyAgent();
        await other.Takes(first);
        await one.Become("break", "lunch");
        var second = await other.Takes(await floor.CustomerWrites());
        await other.Close(first);
        await other.Close(second);
    }

    // Calls of work that the relay has not taken: it may come by while a busy machine is waited for.
    private async Task<IReadOnlyList<RecordedCall>> NotKept()
    {
        while (true)
        {
            await Work();
            if (await Recording.ReadAsync(1000) is { Count: >= 3 } calls) return calls;
        }
    }

    // Both streams are kept and trimmed, and so many anchors taken.
    private Task Drained(int anchors = 1)
    {
        var queue = floor.Server.Services.GetRequiredService<RoutingQueues>().Of(RoutingQueues.DefaultPool);
        return floor.Eventually(
            async () =>
            {
                floor.Advance(TimeSpan.FromSeconds(1));
                return (await queue.ReadDecisionsAsync(null, 1)).Count == 0 && (await queue.Recording.ReadAsync(1)).Count == 0 && await Rows("anchor") >= anchors;
            },
            "the streams are kept");
    }
}
