using System.Reflection;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Channels;

/// <summary>The two invented brands' pages with their widgets, for whoever tries the product. Off unless Demo:Enabled.</summary>
static class DemoPages
{
    const string Folder = "demo/";
    const string Ending = ".html";
    const string Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    static readonly Dictionary<string, byte[]> Pages = Read();

    public static IResult Show(string key, HttpContext http, IConfiguration configuration)
    {
        if (!configuration.GetValue<bool>("Demo:Enabled") || !Pages.TryGetValue(key, out var page)) return Problem.NotFound;
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(page, "text/html; charset=utf-8");
    }

    static Dictionary<string, byte[]> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var pages = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            pages[name[Folder.Length..^Ending.Length]] = copy.ToArray();
        }
        return pages;
    }
}
