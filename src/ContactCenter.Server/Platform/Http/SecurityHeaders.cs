using System.Security.Cryptography;

namespace ContactCenter.Server.Platform.Http;

static class SecurityHeaders
{
    const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)";
        headers.ContentSecurityPolicy = Nothing;
        return next(http);
    });

    /// <summary>The console's policy. Its style sheets made at run time carry the nonce; scripts are files of ours only.</summary>
    public static string ForConsole(string nonce) =>
        $"default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
}
