using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

public sealed record Colleague(Guid Id, string Name);

/// <summary>
/// Who works on a client's tickets. It looks in a scope of its own, since a colleague may serve others too; whom else stays
/// here. Only for callers who see the client themselves.
/// </summary>
public sealed class Colleagues(IServiceScopeFactory scopes)
{
    public async Task<IReadOnlyList<Colleague>> Of(Guid clientId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        return await db.Set<User>().Where(u => u.Active && (u.AllClients || u.Clients.Any(c => c.ClientId == clientId)))
            .Where(u => u.Roles.Any(r => db.Set<Role>().Any(role => role.Id == r.RoleId && role.Permissions.Contains(Permission.TicketsWork))))
            .OrderBy(u => u.Name).ThenBy(u => u.Id).Select(u => new Colleague(u.Id, u.Name)).ToListAsync(cancellationToken);
    }
}

static class ListColleagues
{
    /// <summary>All in one page: whoever names somebody looks for him by his name.</summary>
    public static async Task<Results<Ok<Page<Colleague>>, Problem>> Handle(Guid clientId, AppDb db, Colleagues colleagues, CancellationToken cancellationToken) =>
        await ClientIds.Exists(db, clientId, cancellationToken)
            ? TypedResults.Ok(new Page<Colleague>(await colleagues.Of(clientId, cancellationToken), null))
            : Problem.NotFound;
}
