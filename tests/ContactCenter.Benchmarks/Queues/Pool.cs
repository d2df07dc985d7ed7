using System.Collections.Concurrent;
using ContactCenter.Routing;

namespace ContactCenter.Benchmarks.Queues;

/// <summary>One pool under steady work: who takes an item confirms and completes it, and for each that is completed a new one comes.</summary>
sealed class Pool(RoutingQueue queue, RoutingClock clock, Staff staff)
{
    readonly ConcurrentQueue<(Guid Item, Guid Agent)> owned = new();
    long items;
    long matches;

    /// <summary>Loads the staff, and with <paramref name="waiting"/> above zero an item in each agent's hands and so many in the lanes.</summary>
    public async Task Load(int waiting, CancellationToken cancel)
    {
        var random = new Random(11);
        await queue.BeginLoadAsync(1, ct: cancel);
        foreach (var batch in staff.Agents.Chunk(200)) await queue.LoadAsync(1, batch, [], [], cancel);
        if (waiting > 0)
        {
            foreach (var batch in staff.Agents.Chunk(200))
                await queue.LoadAsync(1, [], [.. batch.Select(agent => new OwnedItem(Held(agent.Id), agent.Id))], [], cancel);
        }
        for (var left = waiting; left > 0; left -= 500)
            await queue.LoadAsync(1, [], [], [.. Enumerable.Range(0, Math.Min(left, 500)).Select(_ => Fresh(random))], cancel);
        await queue.EndLoadAsync(1, cancel);
    }

    /// <summary>So many matches by so many callers at once.</summary>
    public async Task Match(int count, int callers, CancellationToken cancel)
    {
        Volatile.Write(ref matches, 0);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            while (Volatile.Read(ref matches) < count)
            {
                if (owned.TryDequeue(out var work)) await Accept(await queue.CompleteAsync(work.Item, 2, work.Agent, cancel), cancel);
                await Accept(await queue.EnqueueAsync(Fresh(random), cancel), cancel);
            }
        }, cancel)));
    }

    async Task Accept(RoutingResult result, CancellationToken cancel)
    {
        if (result.Status != RoutingStatus.Ok) throw new InvalidOperationException($"The queue answered {result.Status}.");
        foreach (var offer in result.Decisions.OfType<OfferMade>())
        {
            var claim = await queue.ReserveAsync(offer.ItemId, offer.ItemVersion, offer.AgentId, offer.OfferId, ct: cancel);
            if (claim.Reservation is not { } lease) throw new InvalidOperationException($"An offer that was just made answered {claim.Status}.");
            await queue.ConfirmAsync(offer.ItemId, lease.LeaseId, offer.AgentId, offer.ItemVersion + 1, cancel);
            owned.Enqueue((offer.ItemId, offer.AgentId));
            Interlocked.Increment(ref matches);
        }
    }

    WorkItem Held(Guid agent)
    {
        var item = Fresh(new Random(1)) with { Version = 2 };
        owned.Enqueue((item.Id, agent));
        return item;
    }

    WorkItem Fresh(Random random)
    {
        var now = clock.Now;
        return new WorkItem
        {
            Id = Staff.Id(3, Interlocked.Increment(ref items)),
            Version = 1,
            Lane = staff.Lanes[random.Next(staff.Lanes.Length)],
            EnqueuedAt = now,
            Deadline = now.AddMilliseconds(random.Next(600_000)),
        };
    }
}
