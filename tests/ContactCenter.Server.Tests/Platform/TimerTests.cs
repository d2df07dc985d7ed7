using System.Collections.Concurrent;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>A timer whose job does what the test says, on as many nodes as there are.</summary>
public sealed class TimerFixture : ServerFixture
{
    private readonly ConcurrentQueue<(Guid Subject, DateTimeOffset At, int Attempt)> runs = [];

    public Func<DueTimer, AppDb, Task> Do { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<DateTimeOffset> RunsOf(Guid subject) => [.. runs.Where(r => r.Subject == subject).Select(r => r.At)];

    public Task Set(Guid subject, TimeSpan after, TimeSpan? thenMovedTo = null, bool thenCancelled = false) =>
        Server.InScope(s => s.EnterOperator(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            db.SetTimer("test", subject, null, Time.Now + after, Time.Now);
            await db.SaveChangesAsync();
            if (thenMovedTo is { } moved) db.SetTimer("test", subject, null, Time.Now + moved, Time.Now);
            if (thenCancelled) db.CancelTimer("test", subject);
            await db.SaveChangesAsync();
        });

    public Task<long> Left(Guid subject) =>
        Installation.Scalar<long>("SELECT count(*) FROM platform.timers WHERE subject = @subject", ("subject", subject));

    protected override void Configure(ServerOptions options) =>
        options.Services = services => services.AddSingleton(this).AddTimer<Job>("test");

    private sealed class Job(TimerFixture fixture, AppDb db) : ITimerJob
    {
        public async Task Run(DueTimer timer, CancellationToken cancellationToken)
        {
            fixture.runs.Enqueue((timer.Subject, fixture.Time.Now, timer.Attempts));
            await fixture.Do(timer, db);
        }
    }
}

public sealed class TimerTests : IClassFixture<TimerFixture>
{
    private readonly TimerFixture fixture;
    private readonly Guid subject;

    public TimerTests(TimerFixture fixture)
    {
        (this.fixture, subject) = (fixture, Ids.New(fixture.Time.Now));
        fixture.Do = (_, _) => Task.CompletedTask;
    }

    [Fact]
    public async Task It_runs_once_when_it_is_due_and_not_before()
    {
        await fixture.Set(subject, TimeSpan.FromMinutes(5));
        await Pass(TimeSpan.FromSeconds(299));
        Assert.Empty(fixture.RunsOf(subject));
        await Pass(TimeSpan.FromSeconds(1));
        await Gone();
        await Pass(TimeSpan.FromHours(1));
        Assert.Single(fixture.RunsOf(subject));
    }

    [Fact]
    public async Task Setting_it_again_moves_it_both_ways()
    {
        await fixture.Set(subject, TimeSpan.FromMinutes(1), thenMovedTo: TimeSpan.FromMinutes(10));
        await Pass(TimeSpan.FromMinutes(9));
        Assert.Empty(fixture.RunsOf(subject));
        await fixture.Set(subject, TimeSpan.FromMinutes(50), thenMovedTo: TimeSpan.FromSeconds(5));
        await Pass(TimeSpan.FromSeconds(5));
        await Gone();
        Assert.Single(fixture.RunsOf(subject));
    }

    [Fact]
    public async Task Cancelled_it_never_runs()
    {
        await fixture.Set(subject, TimeSpan.FromSeconds(30), thenCancelled: true);
        await Pass(TimeSpan.FromMinutes(5));
        Assert.Empty(fixture.RunsOf(subject));
        Assert.Equal(0, await fixture.Left(subject));
    }

    [Fact]
    public async Task Two_nodes_run_each_timer_once()
    {
        await using var other = fixture.StartAnother();
        var subjects = Enumerable.Range(0, 40).Select(_ => Ids.New(fixture.Time.Now)).ToList();
        foreach (var one in subjects) await fixture.Set(one, TimeSpan.FromSeconds(10));
        await Pass(TimeSpan.FromSeconds(10));
        foreach (var one in subjects)
        {
            await fixture.Eventually(async () => await fixture.Left(one) == 0, "run");
            Assert.Single(fixture.RunsOf(one));
        }
    }

    [Fact]
    public async Task One_that_is_set_again_while_it_runs_stays()
    {
        fixture.Do = async (timer, db) =>
        {
            if (fixture.RunsOf(timer.Subject).Count > 1) return;
            db.SetTimer("test", timer.Subject, null, fixture.Time.Now + TimeSpan.FromMinutes(2), fixture.Time.Now);
            await db.SaveChangesAsync();
        };
        await fixture.Set(subject, TimeSpan.FromSeconds(10));
        await Pass(TimeSpan.FromSeconds(10));
        await fixture.Eventually(() => fixture.RunsOf(subject).Count == 1, "the first run");
        // Longer than its lease: what the job itself has set.
        await Wait.Until(
            () => fixture.Installation.Scalar<bool>("SELECT due_at > @soon FROM platform.timers WHERE subject = @id", ("soon", fixture.Time.Now + TimeSpan.FromSeconds(60)), ("id", subject)), "it is set again");
        await Pass(TimeSpan.FromSeconds(110));
        Assert.Single(fixture.RunsOf(subject));
        await Pass(TimeSpan.FromSeconds(15));
        await Gone();
        Assert.Equal(2, fixture.RunsOf(subject).Count);
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_later_and_later()
    {
        fixture.Do = (timer, _) => timer.Attempts < 4 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;
        await fixture.Set(subject, TimeSpan.FromSeconds(1));
        for (var tries = 1; tries <= 3; tries++)
        {
            await Pass(TimeSpan.FromSeconds(10));
            await fixture.Eventually(() => fixture.RunsOf(subject).Count >= tries, $"attempt {tries}");
            await PutOff(atMost: TimeSpan.FromSeconds(10));
        }

        await Pass(TimeSpan.FromSeconds(10));
        await Gone();
        Assert.Equal(4, fixture.RunsOf(subject).Count);
    }

    [Fact]
    public async Task What_says_try_later_comes_again_after_its_delay()
    {
        fixture.Do = (timer, _) => fixture.RunsOf(timer.Subject).Count <= 3
            ? throw new TryLaterException("Away.") { Delay = TimeSpan.FromSeconds(7) }
            : Task.CompletedTask;
        await fixture.Set(subject, TimeSpan.FromSeconds(1));
        for (var tries = 1; tries <= 4; tries++)
        {
            await Pass(TimeSpan.FromSeconds(8));
            await fixture.Eventually(() => fixture.RunsOf(subject).Count >= tries, $"attempt {tries}");
            if (tries < 4) await PutOff(atMost: TimeSpan.FromSeconds(8));
        }

        await Gone();
    }

    [Fact]
    public async Task Another_look_is_no_failure_and_does_not_make_the_next_one_slower()
    {
        fixture.Do = (timer, _) => fixture.RunsOf(timer.Subject).Count switch
        {
            <= 8 => throw new TryLaterException("Not yet.") { Delay = TimeSpan.FromSeconds(1) },
            9 => throw new InvalidOperationException("Once."),
            _ => Task.CompletedTask,
        };
        await fixture.Set(subject, TimeSpan.FromSeconds(1));
        for (var run = 1; run <= 9; run++)
        {
            await Pass(TimeSpan.FromSeconds(2));
            await fixture.Eventually(() => fixture.RunsOf(subject).Count >= run, $"run {run}");
            await PutOff(atMost: TimeSpan.FromSeconds(3));
        }

        await Pass(TimeSpan.FromSeconds(3));
        await Gone();
    }

    [Fact]
    public async Task It_is_set_with_the_change_that_wants_it_or_not_at_all()
    {
        await fixture.Server.InScope(s => s.EnterOperator(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.SetTimer("test", subject, null, fixture.Time.Now, fixture.Time.Now);
            await db.SaveChangesAsync();
        });
        Assert.Equal(0, await fixture.Left(subject));
    }

    /// <summary>Time passes, and whoever is woken by it gets a moment to show it.</summary>
    private async Task Pass(TimeSpan time)
    {
        fixture.Advance(time);
        await Task.Delay(60);
    }

    /// <summary>
    /// The worker has let go of it and said when it comes again, which is sooner than its lease would end. On a busy machine the time that
    /// goes on while we wait may let it come again and be gone.
    /// </summary>
    private Task PutOff(TimeSpan atMost) => fixture.Eventually(
        async () => await fixture.Installation.Scalar<DateTime>("SELECT coalesce(max(due_at), '2000-01-01Z') FROM platform.timers WHERE subject = @subject", ("subject", subject))
            <= (fixture.Time.Now + atMost).UtcDateTime,
        "put off");

    private Task Gone() => fixture.Eventually(async () => await fixture.Left(subject) == 0, "the timer has run and gone");
}
