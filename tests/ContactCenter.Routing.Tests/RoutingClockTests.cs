using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

[Collection(RedisTests.Name)]
public sealed class RoutingClockTests(RedisFixture redis)
{
    [Fact]
    public async Task It_follows_Redis_although_the_local_clock_is_wrong()
    {
        var anHourAhead = new ShiftedTime(TimeSpan.FromHours(1));
        await using var clock = new RoutingClock(redis.Connection, anHourAhead);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (clock.Skew is null) await Task.Delay(10, patience.Token);

        Assert.InRange((clock.Now - TimeProvider.System.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.InRange((clock.Skew!.Value + TimeSpan.FromHours(1)).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_small_step_back_is_waited_out_and_a_large_one_followed()
    {
        var time = new ManualTime();
        var clock = new RoutingClock(time);
        var start = clock.Now;

        time.Advance(-0.9);
        Assert.Equal(start, clock.Now);
        time.Advance(1);
        Assert.Equal(start.AddSeconds(0.1), clock.Now);
        time.Advance(-10);
        Assert.Equal(start.AddSeconds(-9.9), clock.Now);
    }

    [Fact]
    public void It_counts_whole_milliseconds()
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromMicroseconds(1999));

        Assert.Equal(1, new RoutingClock(time).Now.Millisecond);
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}
