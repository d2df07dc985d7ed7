using System.Reflection;
using ContactCenter.Routing.Simulation;
using ContactCenter.Routing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class RecordingTests(RedisFixture redis)
{
    private static readonly List<string> All =
    [
        .. typeof(RoutingScripts).GetFields(BindingFlags.Static | BindingFlags.Public).Where(f => f.FieldType == typeof(string)).Select(f => (string)f.GetValue(null)!),
    ];

    [Fact]
    public async Task No_call_changes_the_index_without_being_recorded()
    {
        // Redis itself refuses a write of those that are not recorded; an anchor begins to record.
        var readers = All.Except(RoutingScripts.Recorded.Values).Except([RoutingScripts.Anchor]).ToHashSet();
        await using var watched = new RedisConnection(
            new() { Configuration = redis.Server.Configuration, EditScript = script => readers.Contains(script) ? "#!lua flags=no-writes\n" + script : script },
            TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await watched.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var scene = new Scene(watched, recorded: true);
        var (queue, item, agent) = (scene.Queue, scene.Item(), scene.Agent());
        var (offer, lease) = (Guid.Empty, Guid.Empty);

        await ChangesAsync("begin-load", () => queue.BeginLoadAsync(1));
        await ChangesAsync("load", () => queue.LoadAsync(1, [], [], [scene.Item(Scene.Lane(channel: "voice"))]));
        await ChangesAsync("end-load", () => queue.EndLoadAsync(1));
        await ChangesAsync("shares", () => queue.SharesAsync(new(1, [new(Scene.Acme, 10, 50)])));
        await ChangesAsync("agent", () => queue.AgentAsync(agent));
        await ChangesAsync("enqueue", async () => await OfferedAsync(queue.EnqueueAsync(item)));
        await ChangesAsync("decline", () => queue.DeclineAsync(offer, agent.Id, TimeSpan.FromSeconds(1)));
        scene.Time.Advance(2);
        await ChangesAsync("due", async () => await OfferedAsync(queue.DueAsync()));
        await ChangesAsync("reserve", async () => Leased(await queue.ReserveAsync(item.Id, 1, agent.Id, offer)));
        await ChangesAsync("undo", async () => await OfferedAsync(queue.UndoAsync(item.Id, lease)));
        await ChangesAsync("reserve", async () => Leased(await queue.ReserveAsync(item.Id, 1, agent.Id, offer)));
        await ChangesAsync("confirm", () => queue.ConfirmAsync(item.Id, lease, agent.Id, 2));
        await ChangesAsync("repair", () => queue.RepairAsync(item with { Version = 3 }, agent.Id));
        await ChangesAsync("complete", () => queue.CompleteAsync(item.Id, 4, agent.Id));
        await ChangesAsync("cancel", () => queue.CancelAsync(item.Id, 5, "test"));
        var seen = (await queue.Recording.ReadAsync(100)).Select(c => c.Command).ToHashSet();
        Assert.Equal(RoutingScripts.Recorded.Keys.Order(), seen.Order());

        await queue.EnqueueAsync(scene.Item());
        await LookAsync(queue, item.Id, agent.Id);
        // Who adds a script says by a call here whether it is recorded.
        Assert.Equal(7, readers.Count);

        async Task ChangesAsync(string command, Func<Task<RoutingResult>> call)
        {
            Assert.Equal(RoutingStatus.Ok, (await call()).Status);
            Assert.Equal(command, (await queue.Recording.ReadAsync(1000))[^1].Command);
        }

        async Task<RoutingResult> OfferedAsync(Task<RoutingResult> call)
        {
            var result = await call;
            offer = result.Decisions.OfType<OfferMade>().Single().OfferId;
            return result;
        }

        RoutingResult Leased(RoutingResult result)
        {
            lease = result.Reservation!.LeaseId;
            return result;
        }
    }

    private static async Task LookAsync(RoutingQueue queue, Guid item, Guid agent)
    {
        await queue.SnapshotAsync();
        await queue.QueuesAsync([Guid.Empty]);
        await queue.PositionAsync(item);
        await queue.AgentLoadAsync(agent);
        await queue.ExplainAsync(item);
        await queue.PreviewAsync(Scene.Lane(), true, [agent]);
        await queue.ReviewItemsAsync(0, 10);
        await queue.ReviewAgentsAsync(0, 10);
    }

    [Fact]
    public async Task Calls_are_numbered_without_gaps_and_say_what_they_decided()
    {
        var scene = await Scene.StartAsync(redis.Connection, recorded: true);
        await scene.ReadyAgentAsync();
        await scene.EnqueueAsync();
        await scene.Queue.EnqueueAsync(scene.Item() with { Id = Guid.Empty, Version = 7 });

        var calls = await scene.Queue.Recording.ReadAsync(10);

        Assert.Equal([(1, 1, "begin-load", 0), (1, 2, "end-load", 0), (1, 3, "agent", 0), (1, 4, "enqueue", 1), (1, 5, "enqueue", 1)],
            calls.Select(c => (c.Epoch, c.Number, c.Command, c.Decided)));
        await scene.Queue.Recording.TrimAsync(1, 4);
        Assert.Equal(5, Assert.Single(await scene.Queue.Recording.ReadAsync(10)).Number);
    }

    [Fact]
    public async Task A_call_that_could_not_route_is_not_recorded()
    {
        var scene = await Scene.StartAsync(redis.Connection, recorded: true);
        scene.Queue.Epoch = 2;

        Assert.Equal(RoutingStatus.Rebuild, (await scene.Queue.EnqueueAsync(scene.Item())).Status);

        Assert.Equal(2, (await scene.Queue.Recording.ReadAsync(10)).Count);
    }

    [Fact]
    public async Task A_look_at_timers_that_are_not_due_is_not_recorded()
    {
        var scene = await Scene.StartAsync(redis.Connection, recorded: true);
        await scene.Queue.CancelAsync(scene.NextId(), 1, "test");
        await scene.Queue.DueAsync();
        Assert.Equal("cancel", (await scene.Queue.Recording.ReadAsync(10))[^1].Command);

        scene.Time.Advance(601); // The tombstone may go.
        await scene.Queue.DueAsync();

        Assert.Equal("due", (await scene.Queue.Recording.ReadAsync(10))[^1].Command);
    }

    [Fact]
    public async Task An_epoch_that_is_not_recorded_is_so_from_an_anchor_on()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.EnqueueAsync();
        Assert.Empty(await scene.Queue.Recording.ReadAsync(10));

        var anchor = await scene.Queue.Recording.AnchorAsync();
        await scene.EnqueueAsync();

        Assert.Equal((1, 0, 0), (anchor!.Epoch, anchor.Number, anchor.Decided));
        Assert.Equal(1, Assert.Single(await scene.Queue.Recording.ReadAsync(10)).Number);
    }

    [Fact]
    public async Task What_was_kept_is_read_as_it_was_and_what_is_cut_off_is_refused()
    {
        var scene = await Scene.StartAsync(redis.Connection, recorded: true);
        for (var i = 0; i < 20; i++) await scene.EnqueueAsync();
        var calls = await scene.Queue.Recording.ReadAsync(100);
        var packed = ReplayArchive.Pack(calls);

        Assert.Equivalent(calls, ReplayArchive.Calls(packed), strict: true);
        Assert.ThrowsAny<IOException>(() => ReplayArchive.Calls(packed[..(packed.Length / 2)]));
        Assert.ThrowsAny<InvalidDataException>(() => ReplayArguments.Read("x"u8.ToArray()));
    }
}
