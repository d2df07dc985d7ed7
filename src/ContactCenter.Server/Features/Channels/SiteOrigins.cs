namespace ContactCenter.Server.Features.Channels;

/// <summary>Which sites may speak for a widget's visitors.</summary>
static class SiteOrigins
{
    const string FetchSite = "Sec-Fetch-Site";

    /// <summary>The origin as browsers write it (https://shop.example, a port only if it is not the usual one); null if it is none.</summary>
    public static string? Normal(string? text)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 || uri.IdnHost.Contains('*', StringComparison.Ordinal)) return null;
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        if (host.Length == 0) return null;
        return (uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}").ToLowerInvariant();
    }

    /// <summary>
    /// A browser always names the site that writes, and on another site's behalf the widget must allow it. Who sends no
    /// Origin is no browser, or a page of our own reading; an embedded picture or script of another site is neither.
    /// </summary>
    public static bool Allow(IReadOnlyCollection<string> allowed, HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var from = request.Headers[FetchSite].ToString();
        if (origin.Length == 0) return from is "" or "same-origin" or "same-site" or "none";
        return from == "same-origin" || origin == $"{request.Scheme}://{request.Host}" || allowed.Contains(origin);
    }
}
