using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

/// <summary>Code is the second factor's, for users who have one.</summary>
sealed record Credentials(string Email, string Password, string? Code = null);

static class SignIn
{
    static readonly Problem Refused = new(StatusCodes.Status401Unauthorized, "invalid_credentials");
    static readonly Problem LockedOut = new(StatusCodes.Status423Locked, "locked_out");

    public static async Task<Results<Ok<Session>, Problem>> Handle(
        Credentials request, HttpContext http, CurrentUser current, AppDb db, DataScope scope, PasswordCheck passwords,
        UnknownNames unknown, UserSnapshots snapshots, AntiforgeryTokens tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        scope.EnterOperator(Actor.System);
        var email = User.NormalForm(request.Email);
        var known = await db.Set<User>().AsNoTracking().Where(u => u.NormalizedEmail == email && u.Active)
            .Select(u => new { u.Id, u.PasswordHash }).SingleOrDefaultAsync(cancellationToken);
        // An unknown name costs the same work as a known one, and locks out alike.
        var right = passwords.Fits(known?.PasswordHash, request.Password);
        if (known is null) return unknown.Failed(email, time.GetUtcNow()) ? LockedOut : Refused;

        scope.Actor = new Actor("agent", known.Id);
        if (await Decide(db, known.Id, known.PasswordHash, right, time.GetUtcNow(), cancellationToken) is { } refused) return refused;

        var snapshot = await snapshots.Of(known.Id, cancellationToken);
        if (snapshot is not { Active: true }) return Refused;
        current.Become(snapshot, new(SessionCookie.NewSession(), default));
        current.Enter(scope);
        await SessionCookie.Issue(http, snapshot.Id, snapshot.SecurityStamp, current.Session.Id);
        return TypedResults.Ok(await GetSession.Of(current, db, tokens, cancellationToken));
    }

    /// <summary>
    /// Counts under the row's lock, after the slow hashing: of any number of guesses at once, only those that come before
    /// the lockout count.
    /// </summary>
    public static async Task<Problem?> Decide(AppDb db, Guid id, string? checkedHash, bool right, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = await LockedUser.Take(db, id, cancellationToken);
        if (user is null || !user.Active) return Refused;
        if (user.IsLockedOut(now)) return LockedOut;
        // A password changed meanwhile is not the one that was checked.
        right = right && user.PasswordHash == checkedHash;
        if (right) user.SignedIn(now);
        else user.SignInFailed(now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (right) return null;
        return user.IsLockedOut(now) ? LockedOut : Refused;
    }
}

/// <summary>Reads a user under his row's lock, to the end of the transaction.</summary>
static class LockedUser
{
    public static async Task<User?> Take(AppDb db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT FROM access.users WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        return await db.Set<User>().Include(u => u.Roles).Include(u => u.Clients).AsSplitQuery().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
    }
}
