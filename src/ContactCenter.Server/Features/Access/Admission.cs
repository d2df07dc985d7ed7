using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// The door of every route: who asks, may he, and did his own page ask. It comes before the body or an id is looked at,
/// so that what is refused here is refused alike whether the thing exists or not.
/// </summary>
sealed partial class Admission(RequestDelegate next, UserSnapshots snapshots, AntiforgeryTokens tokens, ILogger<Admission> log)
{
    public async Task InvokeAsync(HttpContext http, CurrentUser user, DataScope scope)
    {
        if (http.GetEndpoint() is { } endpoint && !PermissionRoutes.IsAnonymous(endpoint) && await Refusal(http, endpoint, user) is { } refused)
        {
            await refused.Write(http);
            return;
        }
        if (user.SignedIn) user.Enter(scope);
        await next(http);
    }

    /// <summary>Null when he may come in.</summary>
    async Task<Problem?> Refusal(HttpContext http, Endpoint endpoint, CurrentUser user)
    {
        var needed = endpoint.Metadata.GetMetadata<NeedsPermission>();
        if (needed is null && endpoint.Metadata.GetMetadata<NeedsSignIn>() is null)
        {
            Unguarded(endpoint.DisplayName);
            return Forbidden;
        }
        if (await SessionCookie.Read(http, snapshots) is not { } session) return new(StatusCodes.Status401Unauthorized, "not_signed_in");
        user.Become(session.User, session.Session);
        if (needed is not null && !user.May(needed.Permission) && (needed.Or is null || !user.May(needed.Or))) return Forbidden;
        return Writes(http.Request) && endpoint.Metadata.GetMetadata<ChecksOrigin>() is null
            && !tokens.Holds(session.Session.Id, http.Request.Headers[AntiforgeryTokens.Header])
            ? Problem.Invalid("antiforgery_invalid")
            : null;
    }

    static Problem Forbidden => new(StatusCodes.Status403Forbidden, "forbidden");

    static bool Writes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    [LoggerMessage(1, LogLevel.Critical, "{Endpoint} says neither which permission it needs nor that it is open: nobody may use it")]
    partial void Unguarded(string? endpoint);
}
