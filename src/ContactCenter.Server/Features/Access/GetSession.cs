using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Access;

sealed record SessionUser(Guid Id, string Email, string Name);

sealed record Session(
    SessionUser User, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, IReadOnlyList<ClientName> Clients, bool AllClients,
    string AntiforgeryToken);

static class GetSession
{
    public static async Task<Ok<Session>> Handle(CurrentUser user, AppDb db, AntiforgeryTokens tokens, CancellationToken cancellationToken) =>
        TypedResults.Ok(await Of(user, db, tokens, cancellationToken));

    /// <summary>In the user's own scope: the database shows which clients are his.</summary>
    public static async Task<Session> Of(CurrentUser user, AppDb db, AntiforgeryTokens tokens, CancellationToken cancellationToken)
    {
        var snapshot = user.Snapshot;
        return new Session(
            new(snapshot.Id, snapshot.Email, snapshot.Name), snapshot.Roles, [.. snapshot.Permissions.Order(StringComparer.Ordinal)],
            await ClientNames.Active(db, cancellationToken), snapshot.AllClients, tokens.Of(user.Session.Id));
    }
}
