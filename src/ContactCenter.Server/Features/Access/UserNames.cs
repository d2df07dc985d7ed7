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
}

public static class UserClients
{
    /// <summary>For whom he may work: all clients, or these. A user who is not there or not active works for nobody.</summary>
    public static async Task<(bool All, IReadOnlyList<Guid> Clients)> Of(AppDb db, Guid userId, CancellationToken cancellationToken)
    {
        var found = await db.Set<User>().Where(u => u.Id == userId && u.Active)
            .Select(u => new { u.AllClients, Clients = u.Clients.Select(c => c.ClientId).ToList() }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? (false, []) : (found.AllClients, found.Clients);
    }
}
