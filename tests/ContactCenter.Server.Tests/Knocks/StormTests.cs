using System.Diagnostics;
using ContactCenter.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>
/// What all nodes stand on goes away under load, or a node itself stands still: nothing is lost or doubled, nothing is
/// acknowledged that is not stored, and work is offered again within seconds after the cause is gone.
/// </summary>
[Collection(Alone.Name)]
[Trait("Category", "Soak")]
public sealed class StormTests(ITestOutputHelper output)
{
    // Small, on whatever machine and beside whatever else.
    private static readonly TimeSpan RoutingWithin = TimeSpan.FromSeconds(Scale.Of(15, 5));
    private static readonly int Times = Scale.Of(1, 10);

    private static readonly Plan Load = new() { Agents = Scale.Of(5, 24), ChatsPerSecond = Scale.Of(5, 50), Hold = TimeSpan.FromMilliseconds(400), FollowEvery = Scale.Of(3, 20) };

    [Fact]
    public Task Redis_forgets_everything() => Storm("FLUSHALL", TimeSpan.Zero, (s, _) => s.Installation.Redis.WipeAsync());

    [Fact]
    public Task Redis_is_killed_and_comes_back_empty() => Storm("Redis killed", TimeSpan.FromSeconds(1), (s, down) => Knock.KillRedis(s.Installation, down));

    [Fact]
    public Task Redis_stands_still() => Storm("Redis frozen", TimeSpan.FromSeconds(Scale.Of(5, 30)), (s, down) => Knock.FreezeRedis(s.Installation, down));

    [Fact]
    public Task Postgresql_is_restarted_at_once() => Storm("PostgreSQL killed", TimeSpan.Zero, (s, _) => Knock.KillPostgres(s.Installation));

    [Fact]
    public Task A_node_stands_still_and_goes_on() => Storm("node frozen", TimeSpan.FromSeconds(Scale.Of(8, 30)), (s, down) => Knock.Freeze(s.First, down));

    [Fact]
    public Task The_line_of_one_node_to_redis_is_slow_then_silent_then_cut() => Storm("line to Redis", TimeSpan.FromSeconds(8), async (s, down) =>
    {
        s.Line.Delay = TimeSpan.FromMilliseconds(100);
        await Task.Delay(down / 4);
        s.Line.Stall();
        await Task.Delay(down / 2);
        s.Line.Cut();
        await Task.Delay(down / 4);
        s.Line.Mend();
    });

    private sealed record Scene(Installation Installation, Node First, TcpProxy Line);

    private async Task Storm(string what, TimeSpan down, Func<Scene, TimeSpan, Task> knock)
    {
        await using var installation = await Installation.Make(ownPostgres: true);
        await using var line = new TcpProxy(installation.Redis.Port);
        var redis = installation.Redis.Configuration.Replace($":{installation.Redis.Port}", $":{line.Port}", StringComparison.Ordinal);
        await using var first = new Node("first", installation, redis);
        await using var second = new Node("second", installation);
        await using var floor = new Floor(installation, [new("first", first.Address), new("second", second.Address)], Load);
        await floor.Furnish();
        await Task.WhenAll(first.Start(), second.Start());
        await floor.Open();
        floor.Work();
        var load = floor.Run(TimeSpan.FromSeconds(2) + Times * (down + TimeSpan.FromSeconds(Scale.Of(6, 12))));
        await Task.Delay(TimeSpan.FromSeconds(2));
        var gone = new List<DateTimeOffset>();
        for (var i = 0; i < Times; i++)
        {
            var from = Floor.Now;
            await knock(new Scene(installation, first, line), down);
            gone.Add(Floor.Now);
            floor.Rough(from, gone[^1], what);
            await Task.Delay(TimeSpan.FromSeconds(Scale.Of(5, 10)));
        }

        await load;
        await floor.Sound();
        await RoutedAgain(floor, what, gone);
    }

    /// <summary>Customers came all the time, so an offer after each end of the cause shows that routing went on.</summary>
    private async Task RoutedAgain(Floor floor, string what, List<DateTimeOffset> gone)
    {
        var evidence = await floor.Evidence();
        var offers = evidence.Decisions.Where(d => d.Type == "offerMade").Select(d => d.At).Order().ToList();
        output.WriteLine($"{what}: {evidence.Tickets.Count} tickets, {evidence.Messages.Count} messages, {evidence.Decisions.Count} decisions, {evidence.Acts.Count} calls");
        foreach (var end in gone)
        {
            var next = offers.Find(at => at > end);
            Assert.True(next != default && next - end < RoutingWithin, $"{what} until {end:O}: the next offer came at {next:O}");
            output.WriteLine($"{what}: routed again after {(next - end).TotalMilliseconds:0} ms");
        }
    }
}
