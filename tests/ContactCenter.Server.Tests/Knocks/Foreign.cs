using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>Steps put before the application: what a caller asks, or hears, is not what it should be.</summary>
internal static class Foreign
{
    public static void WithoutIds(IServiceCollection services) => Before(services, async (http, next) =>
    {
        if (http.Request.Method == "POST" && http.Request.Path.StartsWithSegments("/api/v1/chat/messages", StringComparison.Ordinal))
        {
            var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
            body.Remove("id");
            var without = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
            (http.Request.Body, http.Request.ContentLength) = (new MemoryStream(without), without.Length);
        }

        await next(http);
    });

    public static void LosersWin(IServiceCollection services) => Before(services, async (http, next) =>
    {
        // Every other accept is answered without being done.
        if (http.Request.Path.Value!.EndsWith("/accept", StringComparison.Ordinal) && Interlocked.Increment(ref accepts) % 4 == 0)
        {
            await http.Response.WriteAsJsonAsync(new { version = 1 });
            return;
        }

        await next(http);
    });

    private static int accepts;

    private static void Before(IServiceCollection services, Func<HttpContext, RequestDelegate, Task> step) =>
        services.AddSingleton<IStartupFilter>(new Filter(step));

    private sealed class Filter(Func<HttpContext, RequestDelegate, Task> step) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((RequestDelegate rest) => http => step(http, rest));
            next(app);
        };
    }
}
