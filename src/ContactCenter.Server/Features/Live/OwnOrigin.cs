using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Live;

/// <summary>
/// A browser lets any page open a socket to any site and sends the cookies of that site along. So a page's origin must
/// be ours: the host it asked for, or the public address. Callers that are no browsers send no Origin.
/// </summary>
static class OwnOrigin
{
    public static IEndpointConventionBuilder OwnOriginOnly(this IEndpointConventionBuilder builder)
    {
        builder.Add(b =>
        {
            b.Metadata.Add(new ChecksOrigin());
            if (b.RequestDelegate is not { } inner) return;
            b.RequestDelegate = http => IsOwn(http) ? inner(http) : new Problem(StatusCodes.Status403Forbidden, "origin_refused").Write(http);
        });
        return builder;
    }

    static bool IsOwn(HttpContext http)
    {
        var origin = http.Request.Headers.Origin;
        if (origin.Count == 0) return true;
        if (origin.Count > 1 || !Uri.TryCreate(origin[0], UriKind.Absolute, out var page)) return false;
        return Same(page, http.Request.Host.Value) || (PublicAddress.Of(http) is { } own && Same(page, own.Authority));
    }

    static bool Same(Uri page, string? host) =>
        host is not null && Uri.TryCreate($"{page.Scheme}://{host}", UriKind.Absolute, out var own)
        && string.Equals(page.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);
}
