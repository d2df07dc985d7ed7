using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Platform.Data;

/// <summary>
/// Reads a row under its lock, for changes that must not fail because somebody else changes the same row: they queue
/// instead of conflicting. Only inside a transaction, which holds the lock to its end.
/// </summary>
public static class RowLock
{
    public static async Task<T?> Take<T>(AppDb db, Guid id, CancellationToken cancellationToken) where T : StreamOwner =>
        (await Take<T>(db, [id], cancellationToken)).SingleOrDefault();

    /// <summary>In the order of ids, so that two callers never wait for each other.</summary>
    public static async Task<IReadOnlyList<T>> Take<T>(AppDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) where T : StreamOwner
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("A lock outside a transaction is gone at once.");
        var type = db.Model.FindEntityType(typeof(T))!;
        var table = $"{type.GetSchema()}.{type.GetTableName()}";
        // A row that this context has read before would be given back as it was then.
        foreach (var stale in db.ChangeTracker.Entries<T>().Where(e => e.State == EntityState.Unchanged && ids.Contains(e.Entity.Id)).ToList())
            stale.State = EntityState.Detached;
#pragma warning disable EF1002 // a name out of our own model, nobody's input
        return await db.Set<T>().FromSqlRaw($"SELECT * FROM {table} WHERE id = ANY ({{0}}) ORDER BY id FOR NO KEY UPDATE", ids.ToArray())
            .ToListAsync(cancellationToken);
#pragma warning restore EF1002
    }
}
