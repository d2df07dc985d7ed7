using System.Diagnostics;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Nodes;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContactCenter.Server.Tests.Nodes;

/// <summary>Access changes, wake-ups and duties between nodes.</summary>
public sealed class SharedWorkTests(NodesFixture floor) : IClassFixture<NodesFixture>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_change_of_access_at_one_node_ends_sockets_and_permissions_at_another_within_a_second()
    {
        await floor.Seed.User("admin@access-nodes.test", [BuiltInRoles.Admin]);
        using var admin = await floor.SignedIn("admin@access-nodes.test");
        var (api, id) = await floor.PersonAt(floor.Other);
        await using var screen = await HubClient.Connect(api);
        (await api.Get("tickets?view=mine")).Expect(200);
        var version = (await admin.Get($"users/{id}"))["version"].GetInt64();
        var role = await floor.Seed.Role("looks only", "clients.read");
        (await admin.Put($"users/{id}", new { email = $"{id}@nodes.test", name = "Less", roles = new[] { role }, clients = new[] { floor.Client }, allClients = false, active = true, version })).Expect(200);
        await screen.Ended.WaitAsync(30 * Second);
        (await api.Get("tickets?view=mine")).Expect(403);
        api.Dispose();
    }

    [Fact]
    public async Task What_changed_while_Redis_was_away_ends_sockets_when_it_is_back_and_no_others()
    {
        await floor.Seed.User("admin@away-nodes.test", [BuiltInRoles.Admin]);
        using var admin = await floor.SignedIn("admin@away-nodes.test");
        var ((changed, id), (leaves, _), (stays, _)) = (await floor.PersonAt(floor.Other), await floor.PersonAt(floor.Other), await floor.PersonAt(floor.Other));
        await using var ends = await HubClient.Connect(changed);
        await using var ends2 = await HubClient.Connect(leaves);
        await using var goesOn = await HubClient.Connect(stays);
        using var leavesHere = leaves.At(floor.Server.Address);
        var version = (await admin.Get($"users/{id}"))["version"].GetInt64();
        await floor.Installation.Redis.StopAsync();
        try
        {
            (await admin.Put($"users/{id}", new { email = $"{id}@nodes.test", name = "Gone", roles = Array.Empty<Guid>(), clients = new[] { floor.Client }, allClients = false, active = false, version })).Expect(200);
            (await leavesHere.Delete("session")).Expect(204);
        }
        finally
        {
            await floor.Installation.Redis.StartAsync();
        }

        await Task.WhenAll(ends.Ended, ends2.Ended).WaitAsync(30 * Second);
        Assert.Null(await goesOn.Invoke("Typing", Guid.Empty, false));
        foreach (var api in new[] { changed, leaves, stays }) api.Dispose();
    }

    [Fact]
    public async Task Signing_out_at_one_node_ends_the_sockets_of_that_session_at_another()
    {
        var (api, _) = await floor.PersonAt(floor.Other);
        using var here = api.At(floor.Server.Address);
        await using var screen = await HubClient.Connect(api);
        (await here.Delete("session")).Expect(204);
        await screen.Ended.WaitAsync(30 * Second);
        (await api.Get("session")).Expect(401);
        api.Dispose();
    }

    [Fact]
    public async Task A_commit_at_one_node_wakes_the_workers_of_the_other_at_most_ten_times_a_second()
    {
        await using var redis = new RedisConnection(
            new RedisConnectionOptions { Configuration = floor.Installation.Redis.Configuration }, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await redis.WhenConnectedAsync();
        var (heard, marks) = (0, 0);
        await using var listening = await redis.SubscribeAsync("work", message => Interlocked.Add(ref message.Length == 1 ? ref marks : ref heard, 1));
        var (here, there) = (Signal(floor.Server), Signal(floor.Other).Listen());
        // Pauses that began before are over, and what was said then has been heard.
        floor.Time.Advance(Second);
        await Settled();
        await there.Wait(TimeSpan.Zero, TimeProvider.System, default);

        var before = await Settled();
        for (var n = 0; n < 1000; n++) here.Wake();
        var asked = Stopwatch.StartNew();
        await there.Wait(10 * Second, TimeProvider.System, default);
        Assert.True(asked.Elapsed < 5 * Second, "woken, and not by the end of its wait");
        floor.Time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, await Settled() - before);
        floor.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Wait.Until(() => Task.FromResult(heard - before >= 2), "the second is heard");
        Assert.Equal(2, await Settled() - before);
        floor.Time.Advance(Second);
        Assert.Equal(2, await Settled() - before);

        // All that was said before this mark has been heard; no node takes it for a message.
        async Task<int> Settled()
        {
            await Task.Delay(50);
            var next = marks + 1;
            await redis.PublishAsync("work", new byte[1]);
            await Wait.Until(() => Task.FromResult(marks >= next), "the mark");
            return heard;
        }
    }

    [Fact]
    public async Task One_node_relays_and_another_takes_over_when_its_line_to_the_database_breaks()
    {
        await floor.Eventually(async () => (await Holders()).Count == 1, "one relays");
        var first = await Holders();
        await floor.Installation.Server.Postgres.ExecuteAsync("postgres", $"SELECT pg_terminate_backend({first[0]})");
        await floor.Eventually(async () => await Holders() is [var next] && next != first[0], "somebody relays again");
        await using var ana = await floor.ReadyAgentAt(floor.Other);
        var ticket = await floor.CustomerWrites();
        var offer = await ana.Offer(ticket);
        await floor.Eventually(async () => await floor.Installation.Scalar<long>(
            "SELECT count(*) FROM routing.decisions WHERE ticket_id = @ticket AND type = 'offerMade'", ("ticket", ticket)) == 1, "the decision is kept");
        (await ana.Accept(offer)).Expect(200);
        await ana.Close(ticket);
    }

    [Fact]
    public async Task A_duty_passes_on_from_a_node_that_says_nothing_any_more()
    {
        var locks = floor.Server.Services.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Locks);
        await using var frozen = new NodeLock(locks, "a test's duty");
        await using var waiting = new NodeLock(locks, "a test's duty");
        Assert.True(await frozen.IsOurs(default));
        Assert.False(await waiting.IsOurs(default));
        Assert.True(await frozen.IsOurs(default));
        await Wait.Until(() => waiting.IsOurs(default), "the other has it");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => frozen.IsOurs(default));
        Assert.False(await frozen.IsOurs(default));
        await waiting.DisposeAsync();
        await Wait.Until(() => frozen.IsOurs(default), "it comes back");
    }

    private static WorkSignal Signal(RunningServer node) => node.Services.GetRequiredService<WorkSignal>();

    /// <summary>The backends that hold the relay's lock. Others of this database are of short life.</summary>
    private Task<List<int>> Holders() => floor.Installation.Column<int>("""
        SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
          AND (l.classid::bigint << 32) | l.objid::bigint = hashtextextended('relay of decisions', 0)
        """);
}
