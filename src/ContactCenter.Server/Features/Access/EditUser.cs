using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

sealed record UserEdit(
    string Email, string Name, IReadOnlyList<Guid> Roles, IReadOnlyList<Guid> Clients, bool AllClients, bool Active, long Version);

static class EditUser
{
    public static async Task<Results<Ok<UserView>, Problem>> Handle(
        Guid id, UserEdit request, AppDb db, CurrentUser current, AccessChanges changes, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockedUser.Take(db, id, cancellationToken) is not { } user || !current.Sees(user.Held)) return Problem.NotFound;
        if (Administration.Person(request.Email, request.Name).Problem is { } bad) return bad;
        if (request.Version != user.History.Version) return Problem.Stale;
        var roles = await Administration.PermissionsOfRoles(db, cancellationToken);
        if (!current.MayManage(user.Held, roles)) return Administration.Exceeds;
        var asked = new GrantsAsked(request.Roles, request.Clients, request.AllClients);
        var (grants, refused) = await Administration.Check(db, current, roles, asked, cancellationToken);
        if (refused is not null) return refused;
        if (user.Id == current.Id && !(request.Active && grants.Same(user.Held))) return Administration.Own;

        var access = user.Change(request.Email.Trim(), request.Name.Trim(), grants, request.Active, time.GetUtcNow());
        if (await db.SaveOr("email_taken", cancellationToken) is { } taken) return taken;
        await transaction.CommitAsync(cancellationToken);
        if (access) changes.Publish(user.Id);
        return TypedResults.Ok(user.ToView());
    }
}
