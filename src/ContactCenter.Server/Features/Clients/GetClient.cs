using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

static class GetClient
{
    public static async Task<Results<Ok<ClientView>, Problem>> Handle(Guid id, AppDb db, CancellationToken cancellationToken) =>
        await db.Set<Client>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } client
            ? TypedResults.Ok(client.ToView())
            : Problem.NotFound;
}
