using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

/// <summary>Sites: as they are when they are not said; none serve it from everywhere.</summary>
sealed record ClientEdit(string Name, bool Active, long Version, string? Key = null, IReadOnlyList<Guid>? Sites = null);

static class EditClient
{
    public static async Task<Results<Ok<ClientView>, Problem>> Handle(
        Guid id, ClientEdit request, AppDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Set<Client>().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } client) return Problem.NotFound;
        var sites = request.Sites?.Distinct().ToList() ?? client.Sites;
        var known = await db.Set<Site>().CountAsync(s => sites.Contains(s.Id), cancellationToken);
        var shape = new Shape().Text("name", request.Name, 100).SameKey(request.Key, client.Key).Need(known == sites.Count, "sites", "There is no such site.");
        if (shape.Problem is { } bad) return bad;
        if (request.Version != client.Version) return Problem.Stale;
        client.Change(request.Name.Trim(), request.Active, time.GetUtcNow(), sites);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(client.ToView());
    }
}
