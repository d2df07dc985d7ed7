using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Platform;

public sealed class OutboxFixture : ServerFixture
{
    public ClientFacts Facts { get; } = new();

    public Task<long> Pending() => Installation.Scalar<long>("SELECT count(*) FROM journal.outbox WHERE subscriber IN ('first', 'second')");

    public Task<long> Pending(Guid stream) => Installation.Scalar<long>(
        "SELECT count(*) FROM journal.outbox WHERE stream = @stream AND subscriber IN ('first', 'second')", ("stream", stream));

    protected override void Configure(ServerOptions options) => options.Services = Facts.AddTo;
}

public sealed class OutboxTests : IClassFixture<OutboxFixture>
{
    private readonly OutboxFixture fixture;
    private readonly ClientFacts facts;

    public OutboxTests(OutboxFixture fixture)
    {
        (this.fixture, facts) = (fixture, fixture.Facts);
        facts.Do = (_, _) => Task.CompletedTask;
    }

    /// <summary>So little that no lease ends before a busy machine comes to renew it.</summary>
    private void Briefly() => fixture.Advance(TimeSpan.FromMilliseconds(50));

    [Fact]
    public async Task Each_subscriber_gets_each_streams_facts_in_order_and_never_two_at_once_also_with_two_nodes()
    {
        await using var other = fixture.StartAnother();
        var wait = new Random(7);
        facts.Do = (_, cancel) => Task.Delay(wait.Next(4), cancel);
        var streams = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ClientFacts.Write(i % 2 == 0 ? fixture.Server : other, $"ordered-{i}", 12)));
        foreach (var stream in streams)
        {
            await Wait.Until(async () => await fixture.Pending(stream) == 0, "all facts handled", Briefly);
            foreach (var subscriber in new[] { "first", "second" })
                Assert.Equal(Enumerable.Range(1, 13).Select(n => (long)n), facts.SequencesOf(stream, subscriber));
        }

        Assert.Equal(0, facts.Overlaps);
    }

    [Fact]
    public async Task A_worker_takes_one_row_at_a_time_also_when_PostgreSQL_believes_that_the_table_is_all_but_empty()
    {
        // With such statistics it joins row by row. The clock stands still here: a row that is leased and forgotten stays.
        await fixture.Installation.Execute("""
            INSERT INTO journal.outbox (id, subscriber, stream, sequence, instant, type, due_at)
            VALUES (gen_random_uuid(), 'nobody', gen_random_uuid(), 1, '2020-01-01Z', 'nothing', 'infinity')
            """);
        await fixture.Installation.Execute("ANALYZE journal.outbox");
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ClientFacts.Write(fixture.Server, $"small-{i}", 3)));
        foreach (var stream in streams)
            await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "all facts handled");
        await fixture.Installation.Execute("DELETE FROM journal.outbox WHERE subscriber = 'nobody'");
    }

    [Fact]
    public async Task What_a_node_commits_it_handles_at_once_and_not_when_its_lease_ends()
    {
        // By a clock that stands still no lease ends, for nobody.
        var still = new FakeTime(fixture.Time.Now);
        await using var another = fixture.StartAnother(options => options.Time = still);
        var stream = await ClientFacts.Write(another, "at-once", 0);
        await Wait.Until(async () => await fixture.Pending(stream) == 0, "handled");
    }

    [Fact]
    public async Task What_was_put_off_has_its_turn_while_more_comes_than_can_be_handled()
    {
        // What other tests have left would count.
        await fixture.Eventually(async () => await fixture.Pending() == 0, "nothing is left");
        var (failed, allowed) = (0, new SemaphoreSlim(0));
        facts.Do = (_, _) => Interlocked.Increment(ref failed) <= 2 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        var first = await ClientFacts.Write(fixture.Server, "put-off", 0);
        await Wait.Until(async () => await fixture.Installation.Scalar<long>("SELECT count(*) FROM journal.outbox WHERE stream = @stream AND attempts = 1", ("stream", first)) == 2, "both are put off");
        facts.Do = (_, cancel) => allowed.WaitAsync(cancel);
        for (var i = 0; i < 50; i++) await ClientFacts.Write(fixture.Server, $"crowd-{i}", 0);
        fixture.Advance(TimeSpan.FromSeconds(2));

        // From here on as many come as are handled.
        for (var i = 50; i < 150 && facts.SequencesOf(first, "first").Count == 0; i++)
        {
            var done = facts.Done.Count;
            await ClientFacts.Write(fixture.Server, $"crowd-{i}", 0);
            allowed.Release(2);
            await Wait.Until(() => Task.FromResult(facts.Done.Count >= done + 2), "two more are handled");
        }

        Assert.NotEmpty(facts.SequencesOf(first, "first"));
        allowed.Release(1000);
        await fixture.Eventually(async () => await fixture.Pending() == 0, "all facts handled");
    }

    [Fact]
    public async Task Who_goes_ahead_does_not_wait_behind_a_backlog_not_even_when_he_was_put_off()
    {
        await fixture.Eventually(async () => await fixture.Pending() == 0, "nothing is left");
        var allowed = new SemaphoreSlim(0);
        var putOff = 0;
        facts.Do = (call, cancel) => call.Subscriber != "ahead" ? allowed.WaitAsync(cancel)
            : Interlocked.Exchange(ref putOff, 1) == 0 ? throw new TryLaterException("Not yet.") : Task.CompletedTask;
        for (var i = 0; i < 200; i++) await ClientFacts.Write(fixture.Server, $"backlog-{i}", 0);
        var site = Ids.New(fixture.Time.Now);
        await fixture.Server.InScope(s => s.EnterOperator(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            db.Add(Site.Add(site, "Ahead", "UTC", null, fixture.Time.Now));
            await db.SaveChangesAsync();
        });

        // Only what the node has begun with is before it, and again when its time has come.
        var handled = 0;
        for (; handled < 399 && facts.SequencesOf(site, "ahead").Count == 0; handled++)
        {
            var done = facts.Done.Count;
            allowed.Release();
            fixture.Advance(TimeSpan.FromMilliseconds(10));
            await Wait.Until(() => Task.FromResult(facts.Done.Count > done), "one more is handled");
        }

        Assert.Equal(1, putOff);
        Assert.InRange(handled, 0, 200);
        allowed.Release(1000);
        await fixture.Eventually(async () => await fixture.Pending() == 0, "all facts handled");
    }

    [Fact]
    public async Task A_handler_sees_the_facts_client_and_no_other()
    {
        var stream = await ClientFacts.Write(fixture.Server, "scoped", 1);
        await ClientFacts.Write(fixture.Server, "scoped-other", 1);
        await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "all facts handled");
        Assert.All(facts.Done.Where(c => c.Stream == stream), c => Assert.Equal(stream, c.ClientInScope));
    }

    [Fact]
    public async Task A_poison_fact_holds_up_its_own_pair_only_and_goes_on_when_it_is_replayed()
    {
        var poisoned = true;
        var attempts = 0;
        var stream = Guid.Empty;
        facts.Do = (call, _) =>
        {
            if (!poisoned || call.Subscriber != "first" || call.Sequence != 2 || !call.Stream.Equals(stream)) return Task.CompletedTask;
            attempts++;
            throw new InvalidOperationException("What a customer wrote.");
        };
        stream = await ClientFacts.Write(fixture.Server, "poison", 0);
        await ClientChange(stream, times: 2);
        var healthy = await ClientFacts.Write(fixture.Server, "healthy", 3);
        await fixture.Eventually(async () => facts.SequencesOf(stream, "second").Count == 3 && await fixture.Pending(healthy) == 0, "the others went on");
        for (var tries = 1; tries < 10; tries++)
        {
            await fixture.Eventually(async () => await Attempts(stream) >= tries, $"attempt {tries}");
            fixture.Advance(TimeSpan.FromSeconds(60));
        }

        await fixture.Eventually(async () => await Parked(stream) == 1, "parked");
        Assert.Equal([1], facts.SequencesOf(stream, "first"));
        Assert.Equal(10, await Attempts(stream));
        // Nothing of the text stays: it may quote a person.
        Assert.Equal("InvalidOperationException", await fixture.Installation.Scalar<string>("SELECT error FROM journal.outbox WHERE parked_at IS NOT NULL"));

        poisoned = false;
        fixture.Advance(TimeSpan.FromDays(1));
        await Task.Delay(100);
        Assert.Equal([1], facts.SequencesOf(stream, "first"));
        await Replay(stream, "first");
        await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "gone on");
        Assert.Equal([1, 2, 3], facts.SequencesOf(stream, "first"));
    }

    [Fact]
    public async Task What_says_try_later_is_tried_for_ever()
    {
        var attempts = 0;
        facts.Do = (call, _) => call is { Subscriber: "first", Sequence: 1 } && ++attempts <= 25
            ? throw new TryLaterException("Something is away.")
            : Task.CompletedTask;
        var stream = await ClientFacts.Write(fixture.Server, "later", 1);
        for (var tries = 1; tries <= 25; tries++)
        {
            await fixture.Eventually(() => attempts >= tries, $"attempt {tries}");
            fixture.Advance(TimeSpan.FromSeconds(1));
        }

        await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "handled at last");
        Assert.Equal([1, 2], facts.SequencesOf(stream, "first"));
    }

    [Fact]
    public async Task A_node_that_dies_between_doing_and_noting_it_makes_the_fact_run_again()
    {
        await fixture.Installation.Execute("REVOKE DELETE ON journal.outbox FROM cc_jobs");
        Guid stream;
        try
        {
            stream = await ClientFacts.Write(fixture.Server, "again", 0);
            await Wait.Until(() => Task.FromResult(facts.SequencesOf(stream, "first").Count == 1), "done, but not noted");
            fixture.Advance(OutboxFeed.Lease / 2);
            await Task.Delay(100);
            Assert.Single(facts.SequencesOf(stream, "first"));
        }
        finally
        {
            await fixture.Installation.Execute("GRANT DELETE ON journal.outbox TO cc_jobs");
        }

        fixture.Advance(TimeSpan.FromSeconds(2));
        await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "run again and noted");
        Assert.Equal([1, 1], facts.SequencesOf(stream, "first"));
    }

    [Fact]
    public async Task A_node_that_is_stopped_in_the_middle_leaves_the_fact_to_another()
    {
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mine = new ClientFacts
        {
            Do = async (_, cancel) =>
            {
                blocked.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancel);
            },
        };
        facts.Do = (_, _) => throw new TryLaterException("Not here yet.");
        var other = fixture.StartAnother(o => o.Services = mine.AddTo);
        var stream = await ClientFacts.Write(other, "stopped", 0);
        while (!blocked.Task.IsCompleted)
        {
            other.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(blocked.Task, Task.Delay(100));
        }

        facts.Do = (_, _) => Task.CompletedTask;
        await other.DisposeAsync();
        fixture.Advance(TimeSpan.FromSeconds(6));
        await fixture.Eventually(async () => await fixture.Pending(stream) == 0, "taken over");
        Assert.Equal([1], facts.SequencesOf(stream, "first"));
    }

    [Fact]
    public async Task A_fact_is_written_with_the_change_or_not_at_all()
    {
        await ClientFacts.Write(fixture.Server, "taken", 0);
        var id = Ids.New(fixture.Time.Now);
        await fixture.Server.InScope(s => s.EnterAllClients(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            db.Add(Client.Add(id, "taken", "The same key again", fixture.Time.Now));
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        });
        Assert.Equal(0, await fixture.Installation.Scalar<long>("SELECT count(*) FROM journal.events WHERE stream = @id", ("id", id)));
        Assert.Equal(0, await fixture.Pending(id));
    }

    [Fact]
    public async Task Whoever_changes_a_stale_copy_changes_nothing_and_leaves_no_fact()
    {
        var stream = await ClientFacts.Write(fixture.Server, "stale", 0);
        await fixture.Server.InScope(s => s.EnterAllClients(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var copy = await db.Set<Client>().SingleAsync(c => c.Id == stream);
            await ClientChange(stream, times: 1);
            copy.Change("Lost", true, fixture.Time.Now);
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        });
        Assert.Equal(2, await fixture.Installation.Scalar<long>("SELECT count(*) FROM journal.events WHERE stream = @id", ("id", stream)));
    }

    private Task ClientChange(Guid id, int times) => fixture.Server.InScope(s => s.EnterAllClients(Actor.System), async services =>
    {
        var db = services.GetRequiredService<AppDb>();
        var client = await db.Set<Client>().SingleAsync(c => c.Id == id);
        for (var i = 0; i < times; i++)
        {
            client.Change($"Changed {i}", true, fixture.Time.Now);
            await db.SaveChangesAsync();
        }
    });

    /// <summary>As noted by the worker, who has then said when it comes again.</summary>
    private Task<int> Attempts(Guid stream) => fixture.Installation.Scalar<int>(
        "SELECT max(attempts) FROM journal.outbox WHERE stream = @stream", ("stream", stream));

    private Task<long> Parked(Guid stream) => fixture.Installation.Scalar<long>(
        "SELECT count(*) FROM journal.outbox WHERE stream = @stream AND parked_at IS NOT NULL AND due_at = 'infinity'", ("stream", stream));

    private Task<int> Replay(Guid stream, string subscriber) => fixture.Installation.Execute(
        "UPDATE journal.outbox SET parked_at = NULL, attempts = 0, due_at = @now WHERE stream = @stream AND subscriber = @subscriber AND parked_at IS NOT NULL",
        ("now", fixture.Time.Now), ("stream", stream), ("subscriber", subscriber));
}
