using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace ContactCenter.Server.Platform.Http;

/// <summary>How often an anonymous caller may knock, by address or by token. A whole site may share one address.</summary>
public sealed class RateLimitSettings
{
    public int SignInsPerMinute { get; set; } = 60;
    public int VisitorSessionsPerMinute { get; set; } = 60;
    public int VisitorWritesPer10Seconds { get; set; } = 30;
    public int VisitorReadsPer10Seconds { get; set; } = 60;
    public int WidgetsPerMinute { get; set; } = 600;
}

public static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string VisitorSession = "visitor-session";
    public const string VisitorWrite = "visitor-write";
    public const string VisitorRead = "visitor-read";
    public const string Widget = "widget";

    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("RateLimits").Get<RateLimitSettings>() ?? new();
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = async (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
                context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
                await new Problem(StatusCodes.Status429TooManyRequests, "rate_limited").Write(context.HttpContext);
            };
            options.AddPolicy(SignIn, http => Window(Address(http), settings.SignInsPerMinute, TimeSpan.FromMinutes(1)));
            options.AddPolicy(VisitorSession, http => Window(Address(http), settings.VisitorSessionsPerMinute, TimeSpan.FromMinutes(1)));
            options.AddPolicy(VisitorWrite, http => Window(Token(http), settings.VisitorWritesPer10Seconds, TimeSpan.FromSeconds(10)));
            options.AddPolicy(VisitorRead, http => Window(Token(http), settings.VisitorReadsPer10Seconds, TimeSpan.FromSeconds(10)));
            options.AddPolicy(Widget, http => Window(Address(http), settings.WidgetsPerMinute, TimeSpan.FromMinutes(1)));
        });
    }

    static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window });

    static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    // However the scheme is spelled: one token is one caller.
    static string Token(HttpContext http)
    {
        var said = http.Request.Headers.Authorization.ToString();
        var token = AuthenticationHeaderValue.TryParse(said, out var header) ? header.Parameter?.Trim() ?? "" : said;
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
