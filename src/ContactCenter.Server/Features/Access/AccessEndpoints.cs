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
    }
}
