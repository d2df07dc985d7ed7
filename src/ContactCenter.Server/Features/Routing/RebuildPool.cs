using System.Diagnostics.Metrics;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Builds a pool's index from PostgreSQL: under a lock that one node holds, with a raised epoch, so that claims reserved in
/// the lost index cannot commit. What changes in PostgreSQL meanwhile comes by the outbox afterwards; versions decide.
/// </summary>
sealed partial class RebuildPool(
    [FromKeyedServices(DataSources.Web)] NpgsqlDataSource database, IServiceScopeFactory scopes, OfferNews offers, TimeProvider time, ILogger<RebuildPool> log)
{
    const int Batch = 200;
    static readonly Counter<long> Rebuilds = Telemetry.Meter.CreateCounter<long>(
        "contactcenter.routing.rebuilds", "{rebuild}", "How often a pool's index was built anew from PostgreSQL");

    public async Task Run(RoutingQueue queue, CancellationToken cancellationToken)
    {
        // A session's lock, not a transaction's: Redis is called while it is held.
        await using var guard = await database.OpenConnectionAsync(cancellationToken);
        if (!await PoolLock.Try(guard, "rebuild", queue.Pool, cancellationToken)) return;
        try
        {
            if ((await queue.SnapshotAsync(cancellationToken)).Status != RoutingStatus.Rebuild) return;
            await Load(queue, cancellationToken);
        }
        finally
        {
            await PoolLock.Release(guard, "rebuild", queue.Pool);
        }
    }

    async Task Load(RoutingQueue queue, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var scope = scopes.AllClients(Actor.System, out var db);
        if (await Pools.RaiseEpoch(db, queue.Pool, queue.Epoch, cancellationToken) is not { } epoch) return;
        queue.Epoch = epoch;
        if (!Taken(await queue.BeginLoadAsync(epoch, await PoolSetting.Shares(db, queue.Pool, cancellationToken), cancellationToken))) return;

        var agents = (await AgentProfiles.ReadAll(db, cancellationToken, queue.Pool)).Select(a => QueueLanes.ToSetting(a, queue.Pool)).ToList();
        foreach (var batch in agents.Chunk(Batch))
        {
            if (!Taken(await queue.LoadAsync(epoch, batch, [], [], cancellationToken))) return;
        }

        // Read whole before routing begins: owned work first, so that nobody is offered more than he has room for.
        var rows = await Rows(db, queue.Pool, cancellationToken);
        // The lightest first, so that a call interrupts what its agent had before.
        var owned = rows.Where(r => r.Ticket.AgentId is not null).OrderBy(r => ChannelWeights.DefaultFor(r.Item.Channel))
            .Select(r => new OwnedItem(r.Item.ToWorkItem(r.Ticket.ClaimVersion), r.Ticket.AgentId!.Value)).ToList();
        var waiting = rows.Where(r => r.Ticket.Status == TicketStatus.Waiting).OrderBy(r => r.Item.Deadline).ThenBy(r => r.Item.EnqueuedAt)
            .Select(r => r.Item.ToWorkItem(r.Ticket.ClaimVersion)).ToList();
        foreach (var batch in owned.Chunk(Batch))
        {
            if (!Taken(await queue.LoadAsync(epoch, [], batch, [], cancellationToken))) return;
        }

        foreach (var batch in waiting.Chunk(Batch))
        {
            if (!Taken(await queue.LoadAsync(epoch, [], [], batch, cancellationToken))) return;
        }

        if (!Taken(await queue.EndLoadAsync(epoch, cancellationToken))) return;

        await Record(db, queue.Pool, new RoutingRebuilt(queue.Pool, epoch, waiting.Count, owned.Count, agents.Count), cancellationToken);
        Rebuilds.Add(1, new KeyValuePair<string, object?>("pool", queue.Pool));
        Rebuilt(queue.Pool, epoch, waiting.Count, owned.Count, agents.Count, time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>
    /// False when the index is not being loaded with this epoch any more: it was lost again meanwhile. Then nothing was rebuilt,
    /// and whoever finds it missing begins anew.
    /// </summary>
    bool Taken(RoutingResult result)
    {
        offers.Push(result.Decisions);
        return result.Status == RoutingStatus.Ok;
    }

    static async Task<List<(TicketState Ticket, QueueItem Item)>> Rows(AppDb db, string pool, CancellationToken cancellationToken)
    {
        // A ticket without a place, or with one of an earlier wait, has its enqueue still in the outbox: it comes by itself.
        var items = await db.Set<QueueItem>().AsNoTracking().Where(i => i.Pool == pool).ToDictionaryAsync(i => i.TicketId, cancellationToken);
        var rows = new List<(TicketState, QueueItem)>();
        await foreach (var ticket in TicketStates.InPool(db, pool).WithCancellation(cancellationToken))
        {
            if (items.TryGetValue(ticket.Id, out var item) && QueueItem.Tells(item.ClaimVersion, ticket.ClaimVersion, ticket.AgentId)) rows.Add((ticket, item));
        }
        return rows;
    }

    async Task Record(AppDb db, string pool, RoutingRebuilt fact, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stream = (await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM routing.pools WHERE pool = {pool}").ToListAsync(cancellationToken)).Single();
        db.Add(new JournalEvent
        {
            Id = Ids.New(now), Instant = now, ClientId = null, StreamKind = "pool", Stream = stream, Sequence = fact.Epoch,
            Type = EventCatalog.TypeName(typeof(RoutingRebuilt)), ActorKind = "system", ActorId = null, Cause = null, Payload = EventCatalog.Serialize(fact),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Rebuilt pool {Pool} as epoch {Epoch}: {Waiting} waiting, {Owned} owned, {Agents} agents in {Milliseconds:0} ms")]
    partial void Rebuilt(string pool, long epoch, int waiting, int owned, int agents, double milliseconds);
}
