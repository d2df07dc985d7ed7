using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace ContactCenter.Server.Features.Access;

sealed record Acceptance(Guid UserId, string Token, string Password);

static class AcceptInvite
{
    public static async Task<Results<NoContent, Problem>> Handle(
        Acceptance request, AppDb db, DataScope scope, PasswordCheck passwords, UserManager<User> users, AccessChanges changes,
        TimeProvider time, CancellationToken cancellationToken)
    {
        scope.EnterOperator(new Actor("agent", request.UserId));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await LockedUser.Take(db, request.UserId, cancellationToken);
        if (user is not { Active: true } || !await InviteLink.Holds(users, user, request.Token)) return Problem.Invalid("invite_invalid");
        if (await PasswordCheck.Judge(users, user, request.Password, "password") is { } unfit) return unfit;
        user.SetPassword(passwords.Hash(request.Password), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id);
        return TypedResults.NoContent();
    }
}
