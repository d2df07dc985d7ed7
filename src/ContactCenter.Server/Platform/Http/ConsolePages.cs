using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace ContactCenter.Server.Platform.Http;

/// <summary>Serves the built console: hashed assets for a year, the page itself fresh, with a nonce for its styles.</summary>
public static class ConsolePages
{
    public static void UseConsoleAssets(this WebApplication app)
    {
        if (Folder(app.Configuration) is not { } folder) return;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(folder),
            OnPrepareResponse = context =>
            {
                var headers = context.Context.Response.Headers;
                headers.ContentSecurityPolicy = SecurityHeaders.ForConsole("none");
                var hashed = context.Context.Request.Path.StartsWithSegments("/assets");
                headers.CacheControl = hashed ? "public, max-age=31536000, immutable" : "public, max-age=300";
                // The widget's script and its texts are loaded by pages of other origins, whoever they are.
                var texts = context.Context.Request.Path.StartsWithSegments("/widget-texts");
                if (texts) headers.AccessControlAllowOrigin = "*";
                if (texts || context.Context.Request.Path == "/widget.js") headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            },
        });
    }

    /// <summary>
    /// What no route takes: the console's page, or a problem. A route that takes everything would take other methods and
    /// content types away from the routes that refuse them with 405 and 415, whose answers are given here too.
    /// </summary>
    public static void UseConsolePages(this WebApplication app) => app.Use((http, next) => http.GetEndpoint() switch
    {
        RouteEndpoint => next(http),
        { RequestDelegate: { } refusal } => refusal(http),
        _ => Page(http, Folder(app.Configuration)).ExecuteAsync(http),
    });

    static IResult Page(HttpContext http, string? folder)
    {
        var first = http.Request.Path.Value?.Split('/').ElementAtOrDefault(1);
        if (first is "api" or "hubs" or "health" or "openapi" or "webhooks" or "demo" or "assets" or "widget-texts" || !HttpMethods.IsGet(http.Request.Method))
            return Problem.NotFound;
        var index = folder is null ? null : Path.Combine(folder, "index.html");
        if (index is null || !File.Exists(index)) return Problem.NotFound;
        var nonce = SecurityHeaders.NewNonce();
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ForConsole(nonce);
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        var html = File.ReadAllText(index).Replace("<head>", $"<head><meta name=\"csp-nonce\" content=\"{nonce}\">", StringComparison.Ordinal);
        return Results.Content(html, "text/html; charset=utf-8");
    }

    static string? Folder(IConfiguration configuration)
    {
        var folder = configuration["Console:Path"];
        return string.IsNullOrEmpty(folder) || !Directory.Exists(folder) ? null : Path.GetFullPath(folder);
    }
}
