using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace ContactCenter.Server.Features.Access;

/// <summary>A new link, for whoever lost his or forgot his password. Until it is used nothing changes for him.</summary>
static class InviteUser
{
    public static async Task<Results<Ok<Invitation>, Problem>> Handle(
        Guid id, HttpContext http, AppDb db, CurrentUser current, UserManager<User> users, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockedUser.Take(db, id, cancellationToken) is not { } user || !current.Sees(user.Held)) return Problem.NotFound;
        // Whoever holds the link can become him.
        if (!current.MayManage(user.Held, await Administration.PermissionsOfRoles(db, cancellationToken))) return Administration.Exceeds;
        if (!user.Active) return Problem.Conflict("user_inactive");
        user.Invited(time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Invitation(await InviteLink.For(users, user, InviteLink.AddressOf(http))));
    }
}
