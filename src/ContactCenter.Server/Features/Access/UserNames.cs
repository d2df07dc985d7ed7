using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>What other rooms ask about users. Only staff sees the operator's people: to others nobody has a name.</summary>
public static class UserNames
{
    public static async Task<IReadOnlyDictionary<Guid, string>> Of(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Set<User>().Where(u => wanted.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, cancellationToken);
    }

    public static async Task<IReadOnlyDictionary<Guid, UserName>> WithEmail(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Set<User>().Where(u => wanted.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => new UserName(u.Name, u.Email ?? ""), cancellationToken);
    }
}

public sealed record UserName(string Name, string Email);

public static class UserClients
{
    /// <summary>For whom he may work: all clients, or these. A user who is not there or not active works for nobody.</summary>
    public static async Task<(bool All, IReadOnlyList<Guid> Clients)> Of(AppDb db, Guid userId, CancellationToken cancellationToken)
    {
        var found = await db.Set<User>().Where(u => u.Id == userId && u.Active)
            .Select(u => new { u.AllClients, Clients = u.Clients.Select(c => c.ClientId).ToList() }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? (false, []) : (found.AllClients, found.Clients);
    }

    /// <summary>The same of many at once; each of them has an entry.</summary>
    public static async Task<IReadOnlyDictionary<Guid, (bool All, IReadOnlyList<Guid> Clients)>> Of(
        AppDb db, IEnumerable<Guid> userIds, CancellationToken cancellationToken)
    {
        var wanted = userIds.Distinct().ToArray();
        var found = await db.Set<User>().Where(u => wanted.Contains(u.Id) && u.Active)
            .Select(u => new { u.Id, u.AllClients, Clients = u.Clients.Select(c => c.ClientId).ToList() }).ToListAsync(cancellationToken);
        var byId = found.ToDictionary(u => u.Id, u => (u.AllClients, (IReadOnlyList<Guid>)u.Clients));
        return wanted.ToDictionary(id => id, id => byId.GetValueOrDefault(id, (false, [])));
    }
}
