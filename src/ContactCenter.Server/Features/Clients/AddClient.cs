using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Clients;

sealed record NewClient(string Key, string Name);

static class AddClient
{
    public static async Task<Results<Created<ClientView>, Problem>> Handle(
        NewClient request, AppDb db, DataScope scope, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whoever works for some clients only could not see the new one.
        if (!scope.AllClients) return new Problem(StatusCodes.Status403Forbidden, "forbidden");
        if (new Shape().Key("key", request.Key).Text("name", request.Name, 100).Problem is { } bad) return bad;
        var now = time.GetUtcNow();
        var client = Client.Add(Ids.New(now), request.Key, request.Name.Trim(), now);
        db.Add(client);
        if (await db.SaveOr("key_taken", cancellationToken) is { } taken) return taken;
        return TypedResults.Created($"/api/v1/clients/{client.Id}", client.ToView());
    }
}
