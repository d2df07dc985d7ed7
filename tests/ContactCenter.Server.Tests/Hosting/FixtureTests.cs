using System.Collections.Concurrent;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>The tools of all other tests do what these rely on.</summary>
public sealed class FixtureTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Everything_that_can_be_seeded_fits_the_schema()
    {
        var seed = fixture.Seed;
        var client = await seed.Client("fixture-client");
        var user = await seed.User("someone@fixture.test", [await seed.Role("fixture-role", "tickets.read")], [client]);
        var skill = await seed.Skill("lang-xx");
        await seed.Agent(user, skill);
        await seed.Widget(client, await seed.Queue(client, "Fixture", skill), "fixture-widget");
        await seed.Disposition(client, "done");
        Assert.Equal(1, await fixture.Installation.Scalar<long>("SELECT count(*) FROM channels.widgets WHERE client_id = @client", ("client", client)));
    }

    [Fact]
    public void Fake_timers_fire_at_their_own_instants_in_order()
    {
        var time = new FakeTime();
        var fired = new ConcurrentQueue<(string Name, double At)>();
        using var late = Timer("late", 3, null);
        using var soon = Timer("soon", 1, null);
        using var often = Timer("often", 1.5, 1);
        using var never = Timer("never", 2, null);
        never.Dispose();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([("soon", 1), ("often", 1.5), ("often", 2.5), ("late", 3)], fired);

        ITimer Timer(string name, double due, double? period) => time.CreateTimer(
            _ => fired.Enqueue((name, (time.Now - FakeTime.Start).TotalSeconds)), null, TimeSpan.FromSeconds(due),
            period is { } p ? TimeSpan.FromSeconds(p) : Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task A_delay_on_fake_time_ends_when_time_has_moved_far_enough()
    {
        var time = new FakeTime();
        var delay = Task.Delay(TimeSpan.FromSeconds(10), time);
        time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
