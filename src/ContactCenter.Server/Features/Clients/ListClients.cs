using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

sealed record ClientView(Guid Id, string Key, string Name, bool Active, IReadOnlyList<Guid> Sites, long Version);

static class ListClients
{
    public static async Task<Ok<Page<ClientView>>> Handle(AppDb db, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = PageQuery.Of(limit, cursor);
        var clients = await db.Set<Client>().AsNoTracking().Where(c => page.After == null || c.Id > page.After)
            .OrderBy(c => c.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.Cut(clients.ConvertAll(c => c.ToView()), c => c.Id));
    }

    public static ClientView ToView(this Client client) => new(client.Id, client.Key, client.Name, client.Active, client.Sites, client.Version);
}
