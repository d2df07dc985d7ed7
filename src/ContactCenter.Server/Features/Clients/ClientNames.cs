using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

/// <summary>What other rooms ask about clients. All answers are within the caller's scope.</summary>
public static class ClientNames
{
    public static async Task<IReadOnlyDictionary<Guid, string>> Of(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Set<Client>().Where(c => wanted.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
    }

    /// <summary>All of the scope, also those that are not active.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> ByKey(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Client>().ToDictionaryAsync(c => c.Key, c => c.Id, cancellationToken);

    /// <summary>The active clients by name, as a person who may work for them sees them.</summary>
    public static async Task<IReadOnlyList<ClientName>> Active(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Client>().Where(c => c.Active).OrderBy(c => c.Name).ThenBy(c => c.Id)
            .Select(c => new ClientName(c.Id, c.Key, c.Name)).ToListAsync(cancellationToken);
}

public sealed record ClientName(Guid Id, string Key, string Name);

public static class ClientIds
{
    /// <summary>The active ones.</summary>
    public static async Task<IReadOnlyList<Guid>> All(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Client>().Where(c => c.Active).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);

    public static Task<bool> IsActive(AppDb db, Guid id, CancellationToken cancellationToken) => db.Set<Client>().AnyAsync(c => c.Id == id && c.Active, cancellationToken);

    public static Task<bool> Exists(AppDb db, Guid id, CancellationToken cancellationToken) => db.Set<Client>().AnyAsync(c => c.Id == id, cancellationToken);
}
