using ContactCenter.Server.Features.Clients;
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
    public sealed record PoolEdit(IReadOnlyList<SharedClient> Shares, long Version);

    public static async Task<Ok<Page<PoolView>>> List(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var pools = await db.Set<PoolSetting>().AsNoTracking().Where(p => page.After == null || p.Id > page.After)
            .OrderBy(p => p.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(pools.ConvertAll(ToView), p => p.Id));
    }

    public static async Task<Results<Ok<PoolView>, Problem>> One(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<PoolSetting>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } pool ? TypedResults.Ok(ToView(pool)) : Problem.NotFound;

    public static async Task<Results<Ok<PoolView>, Problem>> Change(
        Guid id, PoolEdit request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Calendars.Everybodys(scope) is { } forbidden) return forbidden;
        if (await db.Set<PoolSetting>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } pool) return Problem.NotFound;
        if (request.Version != pool.Version) return Problem.Stale;
        if (await Apply(pool, request.Shares, db, time.GetUtcNow(), cancellationToken) is { } bad) return bad;
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ToView(pool));
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

    static PoolView ToView(PoolSetting pool) => new(pool.Id, pool.Pool, pool.Clients, pool.Version);
}

/// <summary>The index hears of the present shares; idempotent by their version. A rebuild reads them itself.</summary>
sealed class OnSharesChanged(IServiceScopeFactory scopes, IndexCalls index) : IHandle<SharesChanged>
{
    public async Task Handle(Recorded<SharesChanged> e, CancellationToken ct)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        var pool = e.Fact.Pool.Value;
        await index.Call(pool, async queue => await queue.SharesAsync(await PoolSetting.Shares(db, pool, ct), ct));
    }
}
