using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// What an administrator of users may see and give: one who works for some clients sees only users who work for no others
/// (the database shows him no more either), and nobody manages or makes a user who may do more than himself.
/// </summary>
static class Administration
{
    public static Problem Exceeds => new(StatusCodes.Status403Forbidden, "exceeds_own_access", "You cannot give, change or take what you do not have yourself.");

    public static Problem Own => Problem.Conflict("own_access", "Somebody else has to change your own access.");

    public static IQueryable<User> SeenBy(this IQueryable<User> users, CurrentUser administrator)
    {
        if (administrator.AllClients) return users;
        var mine = administrator.Clients.ToArray();
        return users.Where(u => !u.AllClients && u.Clients.Count > 0 && u.Clients.All(c => mine.Contains(c.ClientId)));
    }

    public static bool Sees(this CurrentUser administrator, Grants held) =>
        administrator.AllClients || (held.Clients.Count > 0 && administrator.Covers(held.AllClients, held.Clients));

    public static async Task<IReadOnlyDictionary<Guid, string[]>> PermissionsOfRoles(AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Role>().AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.Permissions, cancellationToken);

    public static bool MayManage(this CurrentUser administrator, Grants held, IReadOnlyDictionary<Guid, string[]> roles) =>
        administrator.MayGive(held.Roles.SelectMany(r => roles[r]));

    /// <summary>The grants that were asked for, or why not. A client that he does not see is as unknown as one that does not exist.</summary>
    public static async Task<(Grants Grants, Problem? Problem)> Check(
        AppDb db, CurrentUser administrator, IReadOnlyDictionary<Guid, string[]> roles, GrantsAsked asked, CancellationToken cancellationToken)
    {
        var grants = new Grants([.. asked.Roles.Distinct()], asked.AllClients ? [] : [.. asked.Clients.Distinct()], asked.AllClients);
        var known = await ClientNames.Of(db, grants.Clients, cancellationToken);
        var shape = new Shape()
            .Need(grants.Roles.All(roles.ContainsKey), "roles", "There is no such role.")
            .Need(grants.Clients.All(known.ContainsKey), "clients", "There is no such client.")
            .Need(administrator.AllClients || asked.AllClients || grants.Clients.Count > 0, "clients", "At least one of your clients.");
        if (shape.Problem is { } bad) return (grants, bad);
        return (grants, administrator.MayManage(grants, roles) && administrator.Covers(grants.AllClients, grants.Clients) ? null : Exceeds);
    }

    public static Shape Person(string email, string name) => new Shape()
        .Need(email.Length <= 254 && new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(email), "email", "Not an e-mail address.")
        .Text("name", name, 100);
}

sealed record GrantsAsked(IReadOnlyList<Guid> Roles, IReadOnlyList<Guid> Clients, bool AllClients);
