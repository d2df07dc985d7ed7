using System.Security.Claims;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace ContactCenter.Server.Features.Channels;

/// <summary>Metadata of a visitors' route: what opens it.</summary>
sealed record OpenedBy(bool Token);

/// <summary>Who is at the visitors' door. Session is there on routes that a token opens.</summary>
sealed class Visitor
{
    VisitorSession? session;

    public Widget Widget { get; set; } = null!;
    public VisitorSession Session { get => session ?? throw new InvalidOperationException("No token was asked for."); set => session = value; }

    /// <summary>Whether he is asked, at the end, how it was.</summary>
    public bool AsksSatisfaction => Widget.AsksSatisfaction;

    /// <summary>When the token ends.</summary>
    public DateTimeOffset Until { get; set; }
}

/// <summary>
/// The visitors' own door, before a body is read: a widget's key or a bearer token, and a site that the widget allows. A
/// cookie opens nothing here and is not looked at, so nothing here needs a token against forgery.
/// </summary>
sealed class VisitorDoor(RequestDelegate next, VisitorGate gate)
{
    public async Task InvokeAsync(HttpContext http, DataScope scope, FindWidget find, VisitorTokens tokens, Visitor visitor)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<OpenedBy>() is not { } route)
        {
            await next(http);
            return;
        }
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        scope.Enter([], Actor.System, People.Nobody);
        http.Response.Headers.CacheControl = "no-store";
        Problem? refused;
        using (var turn = await gate.Enter(http.RequestAborted))
        {
            refused = turn is null ? gate.Busy : route.Token ? await ByToken(http, find, tokens, visitor) : await ByKey(http, find, visitor);
        }
        if (refused is null && !SiteOrigins.Allow(visitor.Widget.AllowedOrigins, http.Request)) refused = new(StatusCodes.Status403Forbidden, "origin_not_allowed");
        if (refused is null) await next(http);
        else await refused.Write(http);
    }

    static async Task<Problem?> ByToken(HttpContext http, FindWidget find, VisitorTokens tokens, Visitor visitor)
    {
        if (tokens.Read(http.Request.Headers.Authorization.ToString()) is not { } claim
            || await find.BySession(claim, http.RequestAborted) is not { } found) return new(StatusCodes.Status401Unauthorized, "session_invalid");
        (visitor.Session, visitor.Widget, visitor.Until) = (found.Session, found.Widget, claim.Until);
        return null;
    }

    static async Task<Problem?> ByKey(HttpContext http, FindWidget find, Visitor visitor)
    {
        var key = http.GetRouteValue("widgetKey") as string ?? "";
        if (await find.ByKey(key, http.RequestAborted) is not { } widget) return Problem.NotFound;
        visitor.Widget = widget;
        return null;
    }
}

static class VisitorRoutes
{
    const int BodyLimit = 64 * 1024;

    public static IApplicationBuilder UseVisitors(this IApplicationBuilder app) => app.UseMiddleware<VisitorDoor>();

    public static RouteHandlerBuilder ByToken(this RouteHandlerBuilder route) => route.ByTokenAtLength().AddEndpointFilter<RouteHandlerBuilder, TakesTurn>();

    /// <summary>For what goes on as long as the visitor likes, streams and files: the route takes a turn where it reads the database.</summary>
    public static RouteHandlerBuilder ByTokenAtLength(this RouteHandlerBuilder route) =>
        route.WithMetadata(new OpenedBy(Token: true)).Fails(401, "session_invalid").Fails(403, "origin_not_allowed");

    public static RouteHandlerBuilder ByWidgetKey(this RouteHandlerBuilder route) =>
        route.WithMetadata(new OpenedBy(Token: false)).Fails(403, "origin_not_allowed").Fails(404, "not_found").AddEndpointFilter<RouteHandlerBuilder, TakesTurn>();

    public static RouteGroupBuilder ForVisitors(this RouteGroupBuilder group) =>
        group.AllowAnonymous().RequireCors(VisitorCors.Policy).WithMetadata(new RequestSizeLimitAttribute(BodyLimit));
}
