using System.Collections.Frozen;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>A user's rights as of one moment.</summary>
sealed record UserSnapshot(
    Guid Id, string Name, string Email, bool Active, string SecurityStamp, long AccessStamp, bool AllClients,
    IReadOnlyList<Guid> Clients, IReadOnlyList<string> Roles, FrozenSet<string> Permissions, FrozenSet<string> EndedSessions)
{
    public AccessStamps Stamps => new(Active, SecurityStamp, AccessStamp, EndedSessions);
}

/// <summary>Any change of what a user may do changes one of these.</summary>
sealed record AccessStamps(bool Active, string SecurityStamp, long AccessStamp, IReadOnlyCollection<string> EndedSessions);

/// <summary>
/// Keeps snapshots for a few seconds, so that not every request reads them. A change drops them at once; the few seconds are
/// for one that another node made and could not tell.
/// </summary>
sealed class UserSnapshots(IServiceScopeFactory scopes, TimeProvider time) : IAccessObserver, IDisposable
{
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    // When a node restarts everybody comes at once: they wait here, and not for connections that others need too.
    const int AtOnce = 12;

    readonly SemaphoreSlim turns = new(AtOnce);
    readonly Lock gate = new();
    readonly Dictionary<Guid, (UserSnapshot Snapshot, DateTimeOffset Until)> kept = [];
    long changes;

    public async Task<UserSnapshot?> Of(Guid userId, CancellationToken cancellationToken)
    {
        long seen;
        lock (gate)
        {
            if (kept.TryGetValue(userId, out var found) && time.GetUtcNow() < found.Until) return found.Snapshot;
            seen = changes;
        }
        var read = await InTurn(userId, cancellationToken);
        lock (gate)
        {
            // What was read before a change must not outlive it.
            if (read is not null && changes == seen) kept[userId] = (read, time.GetUtcNow() + Kept);
        }
        return read;
    }

    public void AccessChanged(Guid userId)
    {
        lock (gate)
        {
            changes++;
            kept.Remove(userId);
        }
    }

    public void AccessUnknown()
    {
        lock (gate)
        {
            changes++;
            kept.Clear();
        }
    }

    /// <summary>As they are now, for many in one query.</summary>
    public async Task<IReadOnlyDictionary<Guid, AccessStamps>> StampsOf(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return await db.Set<User>().Where(u => userIds.Contains(u.Id))
            .Select(u => new
            {
                u.Id, u.Active, u.SecurityStamp, u.AccessStamp,
                Ended = db.Set<EndedSession>().Where(e => e.UserId == u.Id).Select(e => e.Session).ToList(),
            })
            .ToDictionaryAsync(u => u.Id, u => new AccessStamps(u.Active, u.SecurityStamp!, u.AccessStamp, u.Ended), cancellationToken);
    }

    public void Dispose() => turns.Dispose();

    async Task<UserSnapshot?> InTurn(Guid userId, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await Read(userId, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    async Task<UserSnapshot?> Read(Guid userId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var user = await db.Set<User>().AsNoTracking().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery()
            .SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
        if (user is null) return null;
        var ids = user.Held.Roles;
        var roles = await db.Set<Role>().AsNoTracking().Where(r => ids.Contains(r.Id)).OrderBy(r => r.Name).ToListAsync(cancellationToken);
        return new UserSnapshot(user.Id, user.Name, user.Email!, user.Active, user.SecurityStamp!, user.AccessStamp, user.AllClients,
            user.Held.Clients, [.. roles.Select(r => r.Name)], roles.SelectMany(r => r.Permissions).ToFrozenSet(StringComparer.Ordinal),
            (await db.Set<EndedSession>().Where(e => e.UserId == userId).Select(e => e.Session).ToListAsync(cancellationToken)).ToFrozenSet(StringComparer.Ordinal));
    }
}
