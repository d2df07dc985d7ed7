using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>Pools of agents and the clients' shares of them, kept by those who work for all clients.</summary>
static class ChangePools
{
    public sealed record PoolView(Guid Id, string Name, IReadOnlyList<SharedClient> Shares, long Version);
    public sealed record NewPool(string Name);
    public sealed record PoolEdit(IReadOnlyList<SharedClient> Shares, long Version);

    public static async Task<Ok<Page<PoolView>>> List(AppDb db, DataScope scope, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var pools = await db.Set<PoolSetting>().AsNoTracking().Where(p => page.After == null || p.Id > page.After)
            .OrderBy(p => p.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(pools.ConvertAll(p => ToView(p, scope)), p => p.Id));
    }

    public static async Task<Results<Ok<PoolView>, Problem>> One(Guid id, AppDb db, DataScope scope, CancellationToken cancellationToken) =>
        await db.Set<PoolSetting>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } pool ? TypedResults.Ok(ToView(pool, scope)) : Problem.NotFound;

    /// <summary>Its name is what agents and queues name it by, so it stays.</summary>
    public static async Task<Results<Created<PoolView>, Problem>> Add(
        NewPool request, AppDb db, DataScope scope, RoutingQueues queues, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (!PoolSetting.Name.IsMatch(request.Name)) return Problem.Invalid("name", "2 to 30 of a to z, 0 to 9 and -.");
        var now = time.GetUtcNow();
        var pool = PoolSetting.Add(Ids.New(now), request.Name, now);
        var epoch = await db.Transact(async () =>
        {
            var begun = await Pools.Add(db, pool.Pool, Ids.New(now), now, cancellationToken);
            if (begun is null) return null;
            db.Add(pool);
            await db.SaveChangesAsync(cancellationToken);
            return begun;
        }, cancellationToken);
        if (epoch is not { } first) return Problem.Conflict("name_taken");
        queues.Begin(pool.Pool, first);
        return TypedResults.Created($"/api/v1/pools/{pool.Id}", ToView(pool, scope));
    }

    /// <summary>Only an empty one: no queue names it, no agent and no open ticket is in it.</summary>
    public static async Task<Results<NoContent, Problem>> Remove(
        Guid id, AppDb db, DataScope scope, RoutingQueues queues, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (await db.Set<PoolSetting>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } pool) return Problem.NotFound;
        if (pool.Pool == RoutingQueues.DefaultPool) return Problem.Conflict("pool_main", "The first pool stays.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await Pools.Shut(db, pool.Pool, cancellationToken);
        await TicketStates.CountTo(db, pool.Pool, RoutingQueues.DefaultPool, cancellationToken);
        await db.Set<QueueItem>().Where(i => i.Pool == pool.Pool).ExecuteUpdateAsync(i => i.SetProperty(x => x.Pool, RoutingQueues.DefaultPool), cancellationToken);
        if (await db.Set<Queue>().AnyAsync(q => q.Pool == pool.Pool || q.OverflowPool == pool.Pool, cancellationToken)
            || await AgentPools.HasAny(db, pool.Pool, cancellationToken) || await TicketStates.AnyOpen(db, pool.Pool, cancellationToken))
            return Problem.Conflict("pool_in_use", "A queue, an agent or an open ticket is in it.");
        pool.Remove(time.GetUtcNow());
        db.Remove(pool);
        await db.SaveChangesAsync(cancellationToken);
        await Pools.Remove(db, pool.Pool, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        queues.LookAgain();
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<PoolView>, Problem>> Change(
        Guid id, PoolEdit request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (await db.Set<PoolSetting>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } pool) return Problem.NotFound;
        if (request.Version != pool.Version) return Problem.Stale;
        if (await Apply(pool, request.Shares, db, time.GetUtcNow(), cancellationToken) is { } bad) return bad;
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ToView(pool, scope));
    }

    /// <summary>Changes its shares, or says why not; to be saved by whoever asks.</summary>
    public static async Task<Problem?> Apply(PoolSetting pool, IReadOnlyList<SharedClient> shares, AppDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Check(db, shares, cancellationToken) is { } bad) return bad;
        pool.Share(shares, now);
        return null;
    }

    static async Task<Problem?> Check(AppDb db, IReadOnlyList<SharedClient> shares, CancellationToken cancellationToken)
    {
        var known = await ClientIds.All(db, cancellationToken);
        return new Shape()
            .Need(shares.DistinctBy(s => s.ClientId).Count() == shares.Count && shares.All(s => known.Contains(s.ClientId)), "shares", "Each client that is served, once.")
            .Need(shares.All(s => s.GuaranteedPercent is null or (>= 1 and <= 100) && s.CapPercent is null or (>= 1 and <= 100)), "shares", "A share is 1 to 100 percent.")
            .Need(shares.All(s => s.GuaranteedPercent is null || s.CapPercent is null || s.CapPercent >= s.GuaranteedPercent), "shares", "A cap is not below what is guaranteed.")
            .Need(shares.Sum(s => (long)(s.GuaranteedPercent ?? 0)) <= 100, "shares", "More than all of the pool is guaranteed.")
            .Problem;
    }

    /// <summary>What another client has been promised is nobody else's to know.</summary>
    static PoolView ToView(PoolSetting pool, DataScope scope) => new(pool.Id, pool.Pool, [.. pool.Clients.Where(c => scope.Sees(c.ClientId))], pool.Version);
}

/// <summary>The index hears of the present shares; idempotent by their version. A rebuild reads them itself.</summary>
sealed class OnSharesChanged(IServiceScopeFactory scopes, IndexCalls index) : IHandle<SharesChanged>
{
    public async Task Handle(Recorded<SharesChanged> e, CancellationToken ct)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var pool = e.Fact.Pool.Value;
        if (await Pools.Exists(db, pool, ct)) await index.Call(pool, async queue => await queue.SharesAsync(await PoolSetting.Shares(db, pool, ct), ct));
    }
}
