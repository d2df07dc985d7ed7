using System.Text.RegularExpressions;
using ContactCenter.Routing;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing;

/// <summary>While a client's work takes less of the pool than is guaranteed it goes first; at its cap all others do.</summary>
public sealed record SharedClient(Guid ClientId, int? GuaranteedPercent = null, int? CapPercent = null);

/// <summary>What the operator decides of a pool's agents, whom clients share.</summary>
public sealed partial class PoolSetting : StreamOwner
{
    PoolSetting() { }

    [GeneratedRegex(@"^[a-z0-9-]{2,30}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    public static partial Regex Name { get; }

    public string Pool { get; private init; } = "";
    public IReadOnlyList<SharedClient> Clients { get; private set; } = [];

    public override string StreamKind => "shares";
    public override Guid? StreamClient => null;

    public static PoolSetting Add(Guid id, string name, DateTimeOffset now)
    {
        var pool = new PoolSetting { Id = id, Pool = name };
        pool.Raise(now, new PoolAdded(name));
        return pool;
    }

    public void Remove(DateTimeOffset now) => Raise(now, new PoolRemoved(Pool));

    public void Share(IReadOnlyList<SharedClient> clients, DateTimeOffset now)
    {
        Clients = [.. clients.OrderBy(c => c.ClientId)];
        Raise(now, new SharesChanged(new(Pool)));
    }

    /// <summary>In the index's words.</summary>
    public static async Task<PoolShares> Shares(AppDb db, string pool, CancellationToken cancellationToken)
    {
        var setting = await db.Set<PoolSetting>().AsNoTracking().SingleAsync(p => p.Pool == pool, cancellationToken);
        return new(setting.Version, [.. setting.Clients.Select(c => new ClientShare(c.ClientId, c.GuaranteedPercent, c.CapPercent))]);
    }
}
