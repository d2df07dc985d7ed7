using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Access;

static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapPost("/", SignIn.Handle).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).Fails(401, "invalid_credentials").Fails(423, "locked_out");
        session.MapGet("/", GetSession.Handle).NeedsSession();
        session.MapDelete("/", SignOut.Handle).NeedsSession();
        session.MapPut("/password", ChangePassword.Handle).NeedsSession().RequireRateLimiting(RateLimits.SignIn).Fails(423, "locked_out");
        api.MapPost("/invites/accept", AcceptInvite.Handle).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithTags("Session").Fails(400, "invite_invalid");

        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("/", ListUsers.Handle).Needs(Permission.UsersManage);
        users.MapPost("/", AddUser.Handle).Needs(Permission.UsersManage).Fails(403, "exceeds_own_access").Fails(409, "email_taken");
        users.MapGet("/{id:guid}", GetUser.Handle).Needs(Permission.UsersManage).Fails(404, "not_found");
        users.MapPut("/{id:guid}", EditUser.Handle).Needs(Permission.UsersManage).Fails(403, "exceeds_own_access").Fails(404, "not_found")
            .Fails(409, "version_conflict", "email_taken", "own_access");
        users.MapPost("/{id:guid}/invite", InviteUser.Handle).Needs(Permission.UsersManage).Fails(403, "exceeds_own_access").Fails(404, "not_found")
            .Fails(409, "user_inactive");

        var roles = api.MapGroup("/roles").WithTags("Roles");
        roles.MapGet("/", ListRoles.Handle).Needs(Permission.UsersManage);
        roles.MapPost("/", AddRole.Handle).Needs(Permission.UsersManage).Fails(403, "exceeds_own_access").Fails(409, "name_taken");
        roles.MapGet("/{id:guid}", GetRole.Handle).Needs(Permission.UsersManage).Fails(404, "not_found");
        roles.MapPut("/{id:guid}", EditRole.Handle).Needs(Permission.UsersManage).Fails(403, "exceeds_own_access").Fails(404, "not_found")
            .Fails(409, "version_conflict", "name_taken", "role_built_in", "own_access");
        roles.MapDelete("/{id:guid}", RemoveRole.Handle).Needs(Permission.UsersManage).Fails(403, "exceeds_own_access").Fails(404, "not_found")
            .Fails(409, "role_built_in", "role_in_use");
        api.MapGet("/colleagues", ListColleagues.Handle).Needs(Permission.TicketsWork).WithTags("Users").Fails(404, "not_found");
        api.MapGet("/permissions", ListPermissions.Handle).Needs(Permission.UsersManage).WithTags("Roles");
    }
}
