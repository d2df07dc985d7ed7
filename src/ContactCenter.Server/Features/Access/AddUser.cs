using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Access;

sealed record NewUser(string Email, string Name, IReadOnlyList<Guid> Roles, IReadOnlyList<Guid>? Clients = null, bool AllClients = false);

sealed record InvitedUser(UserView User, string InviteUrl);

/// <summary>A user is made without a password; he sets it himself by the link.</summary>
static class AddUser
{
    public static async Task<Results<Created<InvitedUser>, Problem>> Handle(
        NewUser request, HttpContext http, AppDb db, CurrentUser current, UserManager<User> users, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Administration.Person(request.Email, request.Name).Problem is { } bad) return bad;
        var roles = await Administration.PermissionsOfRoles(db, cancellationToken);
        var asked = new GrantsAsked(request.Roles, request.Clients ?? [], request.AllClients);
        var (grants, refused) = await Administration.Check(db, current, roles, asked, cancellationToken);
        if (refused is not null) return refused;

        var now = time.GetUtcNow();
        var user = User.Add(Ids.New(now), request.Email.Trim(), request.Name.Trim(), grants, now);
        db.Add(user);
        if (await db.SaveOr("email_taken", cancellationToken) is { } taken) return taken;
        var link = await InviteLink.For(users, user, InviteLink.AddressOf(http));
        return TypedResults.Created($"/api/v1/users/{user.Id}", new InvitedUser(user.ToView(), link));
    }
}
