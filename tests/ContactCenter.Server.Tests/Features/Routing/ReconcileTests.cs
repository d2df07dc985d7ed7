using System.Diagnostics.Metrics;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>The index is told what is not so, behind PostgreSQL's back; it comes round by itself.</summary>
public sealed class ReconcileTests(DeskFixture floor) : IClassFixture<DeskFixture>
{
    private RoutingQueue Queue => floor.Server.Services.GetRequiredService<RoutingQueues>().Of(RoutingQueues.DefaultPool);

    private Task<long> Version(Guid ticket) => floor.Installation.Scalar<long>("SELECT claim_version FROM tickets.tickets WHERE id = @id", ("id", ticket));

    private async Task<IndexedItem?> Known(Guid ticket) => (await Queue.ReviewItemsAsync(0, 10_000)).Entries.SingleOrDefault(i => i.Id == ticket);

    /// <summary>Time goes by until it holds.</summary>
    private Task ComesRound(Func<Task<bool>> holds, string what) => floor.Eventually(
        async () =>
        {
            floor.Advance(TimeSpan.FromSeconds(5));
            return await holds();
        },
        what);

    [Fact]
    public async Task A_waiting_ticket_that_the_index_has_lost_is_offered_again()
    {
        var ticket = await floor.CustomerWrites();
        await floor.Settled();
        Assert.Equal(RoutingStatus.Ok, (await Queue.CancelAsync(ticket, await Version(ticket), "lost")).Status);
        Assert.Null(await Known(ticket));

        using var repairs = new CountedRepairs();
        await ComesRound(async () => await Known(ticket) is { State: ItemState.Waiting }, "it waits again");
        await floor.Eventually(() => Task.FromResult(repairs.Of("missing") > 0), "it is counted");
        await using var agent = await floor.ReadyAgent();
        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task A_supervisor_who_is_ahead_of_the_index_is_not_told_that_somebody_has_it()
    {
        await using var agent = await floor.ReadyAgent();
        await agent.Become("break", "lunch");
        using var supervisor = await floor.Supervisor();
        var ticket = await floor.CustomerWrites();
        await floor.Settled();
        var version = await Version(ticket);
        await Queue.CancelAsync(ticket, version, "lost");
        (await supervisor.Post($"/api/v1/tickets/{ticket}/assign", new { agentId = agent.Id, force = true })).Expect(503, "routing_unavailable");

        var late = supervisor.Post($"/api/v1/tickets/{ticket}/assign", new { agentId = agent.Id, force = true });
        await Queue.RepairAsync(new() { Id = ticket, Version = version, Lane = new Lane(floor.Client, "chat", []), EnqueuedAt = floor.Time.Now, Deadline = floor.Time.Now }, null);
        (await late).Expect(200);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task An_owner_whose_work_the_index_has_forgotten_has_his_load_again()
    {
        await using var agent = await floor.ReadyAgent();
        var ticket = await agent.Takes(await floor.CustomerWrites());
        await Queue.CompleteAsync(ticket, await Version(ticket), agent.Id);
        Assert.Equal(0, (await Queue.AgentLoadAsync(agent.Id))!.Load);

        await ComesRound(async () => (await Queue.AgentLoadAsync(agent.Id))!.Load == 33, "his load is back");
        Assert.Equal((ItemState.Owned, agent.Id), (await Known(ticket) is { } item ? (item.State, item.AgentId!.Value) : default));
        await agent.Close(ticket);
        Assert.Equal(0, (await Queue.AgentLoadAsync(agent.Id))!.Load);
    }

    [Fact]
    public async Task Work_that_PostgreSQL_does_not_know_goes_out_of_the_index()
    {
        var nobodys = floor.Seed.NewId();
        var now = floor.Server.Time.GetUtcNow();
        await Queue.EnqueueAsync(new WorkItem
        {
            Id = nobodys, Version = 1, Lane = new Lane(floor.Client, "chat", []), EnqueuedAt = now, Deadline = now, OfferTimeout = TimeSpan.FromSeconds(20),
        });
        Assert.NotNull(await Known(nobodys));
        await ComesRound(async () => await Known(nobodys) is null, "it is gone");
    }

    [Fact]
    public async Task An_agents_setting_that_did_not_arrive_is_told_again()
    {
        await using var agent = await floor.ReadyAgent();
        await floor.Installation.Execute("UPDATE agents.agents SET version = version + 1 WHERE id = @id", ("id", agent.Id));
        var version = await floor.Installation.Scalar<long>("SELECT version FROM agents.agents WHERE id = @id", ("id", agent.Id));
        await ComesRound(async () => (await Queue.AgentLoadAsync(agent.Id))!.Version == version, "the index knows it");
    }

    [Fact]
    public async Task An_index_that_knows_more_than_PostgreSQL_is_built_anew()
    {
        await using var agent = await floor.Agent();
        var ticket = await floor.CustomerWrites();
        await floor.Settled();
        var epoch = Queue.Epoch;
        await Queue.ConfirmAsync(ticket, floor.Seed.NewId(), agent.Id, await Version(ticket) + 5);
        Assert.Equal(ItemState.Owned, (await Known(ticket))!.State);
        await ComesRound(async () => await Known(ticket) is { State: ItemState.Waiting }, "it waits, as PostgreSQL says");
        Assert.True(Queue.Epoch > epoch);
        await agent.Become("ready");
        await agent.Takes(ticket);
        await agent.Close(ticket);
    }

    [Fact]
    public async Task What_is_as_it_should_be_is_left_alone()
    {
        await using var agent = await floor.ReadyAgent();
        var owned = await agent.Takes(await floor.CustomerWrites());
        var waiting = await floor.CustomerWrites();
        var offer = await agent.Offer(waiting);
        var before = Mended();
        foreach (var state in new[] { await Known(owned), await Known(waiting) }) Assert.NotNull(state);
        Assert.Equal(RoutingStatus.Ok, (await Queue.RepairAsync(Item(owned, await Version(owned)), agent.Id)).Status);
        Assert.Equal(RoutingStatus.Ok, (await Queue.RepairAsync(Item(waiting, await Version(waiting)), null)).Status);
        Assert.Equal(66, (await Queue.AgentLoadAsync(agent.Id))!.Load);
        (await agent.Accept(offer)).Expect(200);
        await floor.Settled();
        for (var round = 0; round < 20; round++) floor.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(before, Mended());
        await agent.Close(owned);
        await agent.Close(waiting);
    }

    private int Mended() => floor.Server.Logs.All.Count(l => l.Text.StartsWith("The index differed from PostgreSQL", StringComparison.Ordinal));

    private WorkItem Item(Guid id, long version) => new()
    {
        Id = id, Version = version, Lane = new Lane(floor.Client, "chat", []), EnqueuedAt = floor.Server.Time.GetUtcNow(),
        Deadline = floor.Server.Time.GetUtcNow(), OfferTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>What the metric says while it is listened to, of every server of this process.</summary>
    private sealed class CountedRepairs : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly Dictionary<string, long> counts = [];

        public CountedRepairs()
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "contactcenter.routing.repairs") self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag.Key != "kind") continue;
                    lock (counts) counts[(string)tag.Value!] = counts.GetValueOrDefault((string)tag.Value!) + value;
                }
            });
            listener.Start();
        }

        public long Of(string kind)
        {
            lock (counts) return counts.GetValueOrDefault(kind);
        }

        public void Dispose() => listener.Dispose();
    }
}
