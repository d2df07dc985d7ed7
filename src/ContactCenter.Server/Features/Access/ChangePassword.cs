using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

sealed record PasswordChange(string Current, string Next);

/// <summary>Ends every other session of his; this one goes on under the new security stamp.</summary>
static class ChangePassword
{
    public static async Task<Results<NoContent, Problem>> Handle(
        PasswordChange request, HttpContext http, CurrentUser current, AppDb db, DataScope scope, PasswordCheck passwords,
        UserManager<User> users, AccessChanges changes, TimeProvider time, CancellationToken cancellationToken)
    {
        // His own row is the operator's data, which not everybody's scope shows.
        scope.EnterOperator(scope.Actor);
        var hash = await db.Set<User>().AsNoTracking().Where(u => u.Id == current.Id).Select(u => u.PasswordHash).SingleOrDefaultAsync(cancellationToken);
        var right = passwords.Fits(hash, request.Current);
        var newHash = passwords.Hash(request.Next);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockedUser.Take(db, current.Id, cancellationToken) is not { } user) return new Problem(StatusCodes.Status401Unauthorized, "not_signed_in");
        var now = time.GetUtcNow();
        // Guessing here counts like guessing at the door.
        if (user.IsLockedOut(now)) return new Problem(StatusCodes.Status423Locked, "locked_out");
        right = right && user.PasswordHash == hash;
        if (right && await PasswordCheck.Judge(users, user, request.Next, "next") is { } unfit) return unfit;
        if (right) user.SetPassword(newHash, now);
        else user.SignInFailed(now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (!right) return Problem.Invalid("current", "This is not the password.");

        changes.Publish(user.Id);
        await SessionCookie.Issue(http, user.Id, user.SecurityStamp!, current.Session.Id);
        return TypedResults.NoContent();
    }
}
