using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// What the people are called whose ids stand in rows that the caller sees, also of those he sees nothing else of (a colleague
/// who has left his client). Only staff hears it: to others nobody has a name.
/// </summary>
public static class UserNames
{
    public static async Task<IReadOnlyDictionary<Guid, string>> Of(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        (await Read(db, ids, cancellationToken)).ToDictionary(p => p.Id, p => p.Name);

    public static async Task<IReadOnlyDictionary<Guid, UserName>> WithEmail(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        (await Read(db, ids, cancellationToken)).ToDictionary(p => p.Id, p => new UserName(p.Name, p.Email));

    static async Task<IReadOnlyList<Person>> Read(AppDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var people = ids.Distinct().ToArray();
        if (people.Length == 0) return [];
        return await db.Database.SqlQuery<Person>($"SELECT id AS \"Id\", name AS \"Name\", email AS \"Email\" FROM access.names({people})").ToListAsync(cancellationToken);
    }

    sealed record Person(Guid Id, string Name, string Email);
}

public sealed record UserName(string Name, string Email);

public static class UserClients
{
    /// <summary>For whom he may work: all clients, or these. A user who is not there or not active works for nobody.</summary>
    public static async Task<(bool All, IReadOnlyList<Guid> Clients)> Of(AppDb db, Guid userId, CancellationToken cancellationToken) =>
        await Find(db, userId, cancellationToken) ?? (false, []);

    /// <summary>The same; null when there is no such user, or none that the caller sees.</summary>
    public static async Task<(bool All, IReadOnlyList<Guid> Clients)?> Find(AppDb db, Guid userId, CancellationToken cancellationToken)
    {
        var found = await db.Set<User>().Where(u => u.Id == userId && u.Active)
            .Select(u => new { u.AllClients, Clients = u.Clients.Select(c => c.ClientId).ToList() }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.AllClients, found.Clients);
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
