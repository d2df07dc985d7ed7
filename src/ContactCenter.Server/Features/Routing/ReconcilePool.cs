using System.Diagnostics.Metrics;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Compares the index with PostgreSQL and mends it in PostgreSQL's direction. The two are never read in one moment, and a
/// fact on its way through the outbox is no difference: only what differs in the same way at two looks is mended. On many
/// nodes one compares at a time, under an advisory lock; a mend carries versions, so one that comes late changes nothing.
/// </summary>
sealed partial class ReconcilePool(
    [FromKeyedServices(DataSources.Web)] NpgsqlDataSource database, RoutingQueues queues, RoutingSignal signal, OfferNews offers,
    IServiceScopeFactory scopes, IOptions<RoutingSettings> settings, TimeProvider time, ILogger<ReconcilePool> log) : BackgroundService
{
    const int Page = 500;
    static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(5);
    static readonly Counter<long> Repairs = Telemetry.Meter.CreateCounter<long>(
        "contactcenter.routing.repairs", "{repair}", "Differences between the routing index and PostgreSQL that were mended, by kind");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var period = TimeSpan.FromSeconds(settings.Value.ReconcileSeconds);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(period, time, stoppingToken);
                await queues.Each(pool => Run(queues.Of(pool), stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (RedisUnavailableException)
            {
                // Nothing to compare; when it is back it is rebuilt, or compared again in a while.
            }
#pragma warning disable CA1031 // whatever fails, the next round compares again
            catch (Exception e)
#pragma warning restore CA1031
            {
                NotCompared(e);
            }
        }
    }

    async Task Run(RoutingQueue queue, CancellationToken cancellationToken)
    {
        // A session's lock, not a transaction's: Redis is called while it is held.
        await using var guard = await database.OpenConnectionAsync(cancellationToken);
        if (!await PoolLock.Try(guard, "compare", queue.Pool, cancellationToken)) return;
        try
        {
            var first = await Look(queue, cancellationToken);
            if (first.Count == 0) return;
            await Task.Delay(SecondLook, time, cancellationToken);
            foreach (var difference in (await Look(queue, cancellationToken)).Intersect(first).ToList()) await Mend(queue, difference, cancellationToken);
        }
        finally
        {
            await PoolLock.Release(guard, "compare", queue.Pool);
        }
    }

    /// <summary>What differs; the same difference is equal at every look.</summary>
    abstract record Difference(string Kind, Guid Id);

    sealed record ItemDiffers(string Kind, QueueItemState Said, IndexedItem? Known) : Difference(Kind, Said.Id);

    sealed record ItemEnded(IndexedItem Known) : Difference("ended", Known.Id);

    sealed record AgentDiffers(Guid Id, long Said, long Known) : Difference("agent", Id);

    /// <summary>A ticket's claim as PostgreSQL has it.</summary>
    sealed record QueueItemState(Guid Id, long Version, Guid? Owner);

    async Task<HashSet<Difference>> Look(RoutingQueue queue, CancellationToken cancellationToken)
    {
        var items = await All(cursor => queue.ReviewItemsAsync(cursor, Page, cancellationToken));
        var agents = await All(cursor => queue.ReviewAgentsAsync(cursor, Page, cancellationToken));
        if (items is null || agents is null) return [];
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var differences = new HashSet<Difference>();
        var known = items.DistinctBy(i => i.Id).ToDictionary(i => i.Id);
        var places = await db.Set<QueueItem>().Where(i => i.Pool == queue.Pool).ToDictionaryAsync(i => i.TicketId, i => i.ClaimVersion, cancellationToken);
        await foreach (var ticket in TicketStates.InPool(db, queue.Pool).WithCancellation(cancellationToken))
        {
            known.Remove(ticket.Id, out var item);
            // One without a place, or with one of an earlier wait, has its enqueue still in the outbox.
            if (places.TryGetValue(ticket.Id, out var placed) && QueueItem.Tells(placed, ticket.ClaimVersion, ticket.AgentId)
                && Differs(new QueueItemState(ticket.Id, ticket.ClaimVersion, ticket.AgentId), item) is { } difference)
                differences.Add(difference);
        }
        differences.UnionWith(known.Values.Select(ended => new ItemEnded(ended)));

        var told = agents.DistinctBy(a => a.Id).ToDictionary(a => a.Id, a => a.Version);
        foreach (var (id, said) in await AgentProfiles.Versions(db, cancellationToken))
        {
            var isKnown = told.TryGetValue(id, out var version);
            // Who is offline or elsewhere need not be known at all. Who has left is to be known as such, and is not told of any more.
            if (!isKnown && (said.Offline || said.Pool != queue.Pool)) continue;
            if (version < (said.Pool == queue.Pool ? said.Version : said.PoolVersion)) differences.Add(new AgentDiffers(id, said.Version, version));
        }
        return differences;
    }

    static ItemDiffers? Differs(QueueItemState said, IndexedItem? known)
    {
        if (known is null) return new("missing", said, null);
        if (known.Version > said.Version) return new("ahead", said, known);
        if (known.Version < said.Version) return new("behind", said, known);
        // A claim of this version is open: its lease settles it.
        if (known.State == ItemState.Leased) return null;
        var owner = known.State == ItemState.Owned ? known.AgentId : null;
        return owner == said.Owner ? null : new("owner", said, known);
    }

    async Task Mend(RoutingQueue queue, Difference difference, CancellationToken cancellationToken)
    {
        var result = difference switch
        {
            ItemEnded ended => await End(queue, ended.Known, cancellationToken),
            AgentDiffers agent => await Tell(queue, agent.Id, cancellationToken),
            ItemDiffers item => await Bring(queue, item.Said, cancellationToken),
            _ => null,
        };
        if (result is null) return;
        signal.After(result);
        offers.Push(result.Decisions);
        if (result.Status != RoutingStatus.Stale) Mended(difference.Kind, difference.Id);
        else if (await IsStill(difference, cancellationToken)) await StartAnew(queue, difference, cancellationToken);
        else return;
        Repairs.Add(1, new("pool", queue.Pool), new("kind", difference.Kind));
    }

    async Task<RoutingResult?> Bring(RoutingQueue queue, QueueItemState said, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var item = await db.Set<QueueItem>().AsNoTracking().SingleOrDefaultAsync(i => i.TicketId == said.Id, cancellationToken);
        return item is null || !QueueItem.Tells(item.ClaimVersion, said.Version, said.Owner)
            ? null
            : await queue.RepairAsync(item.ToWorkItem(said.Version), said.Owner, cancellationToken);
    }

    /// <summary>Whether PostgreSQL says what it said at the looks. If it has gone on, so may the index have, and that it knows more is right.</summary>
    async Task<bool> IsStill(Difference difference, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        return difference switch
        {
            ItemDiffers item => (await TicketStates.Read(db, item.Said.Id, cancellationToken))?.ClaimVersion == item.Said.Version,
            AgentDiffers agent => (await AgentProfiles.Read(db, agent.Id, cancellationToken))?.Version == agent.Said,
            _ => true,
        };
    }

    /// <summary>PostgreSQL had no open ticket of it in this pool: it ended at the version that the row has by now, unless it is open again.</summary>
    async Task<RoutingResult?> End(RoutingQueue queue, IndexedItem known, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var ticket = await TicketStates.Read(db, known.Id, cancellationToken);
        if (ticket is not null && ticket.Status != TicketStatus.Closed && ticket.Pool == queue.Pool) return null;
        return await queue.CancelAsync(known.Id, ticket?.ClaimVersion ?? known.Version, "ended", cancellationToken);
    }

    async Task<RoutingResult?> Tell(RoutingQueue queue, Guid agentId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        return await AgentProfiles.Read(db, agentId, cancellationToken) is { } agent
            ? await queue.AgentAsync(QueueLanes.ToSetting(agent, queue.Pool), cancellationToken)
            : null;
    }

    /// <summary>The index has seen what PostgreSQL never committed (it was restored from a copy, say): only a whole new one helps.</summary>
    async Task StartAnew(RoutingQueue queue, Difference difference, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        if (await Pools.RaiseEpoch(db, queue.Pool, queue.Epoch, cancellationToken) is not { } epoch) return;
        queue.Epoch = epoch;
        signal.NeedsRebuild();
        Ahead(difference.Id);
    }

    static async Task<List<T>?> All<T>(Func<long, Task<IndexPage<T>>> read)
    {
        var all = new List<T>();
        var cursor = 0L;
        do
        {
            var page = await read(cursor);
            if (page.Status != RoutingStatus.Ok) return null;
            all.AddRange(page.Entries);
            cursor = page.Next;
        }
        while (cursor != 0);
        return all;
    }

    [LoggerMessage(1, LogLevel.Warning, "The index differed from PostgreSQL and was mended: {Kind} {Id}")]
    partial void Mended(string kind, Guid id);

    [LoggerMessage(2, LogLevel.Error, "The index knows a newer version of {Id} than PostgreSQL: it is built anew")]
    partial void Ahead(Guid id);

    [LoggerMessage(3, LogLevel.Warning, "The index could not be compared with PostgreSQL")]
    partial void NotCompared(Exception e);
}

public sealed class RoutingSettings
{
    /// <summary>How often the index is compared with PostgreSQL.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 3600)]
    public int ReconcileSeconds { get; set; } = 30;
}
