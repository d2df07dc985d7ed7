using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace ContactCenter.Server.Features.Access;

/// <summary>
/// The cookie says who signed in, under which security stamp and in which session; what he may do is read, never carried.
/// </summary>
static class SessionCookie
{
    public const string Scheme = "cc_session";
    const string UserClaim = "sub";
    const string StampClaim = "stamp";
    const string SessionClaim = "sid";
    const int IdleMinutes = 12 * 60;

    public static void AddSessionCookie(this WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication().AddCookie(Scheme, options =>
        {
            options.Cookie.Name = Scheme;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.ExpireTimeSpan = TimeSpan.FromMinutes(builder.Configuration.GetValue("Access:SessionMinutes", IdleMinutes));
            options.Events.OnSigningIn = context =>
            {
                context.CookieOptions.Secure = !MayBePlain(context.HttpContext, builder.Environment);
                return Task.CompletedTask;
            };
        });

    /// <summary>A developer's own machine speaks plain http, and some browsers keep no Secure cookie from it.</summary>
    static bool MayBePlain(HttpContext http, IHostEnvironment environment) =>
        environment.IsDevelopment() && !http.Request.IsHttps && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);

    public static string NewSession() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static Task Issue(HttpContext http, Guid userId, string securityStamp, string session)
    {
        var identity = new ClaimsIdentity(
            [new(UserClaim, userId.ToString()), new(StampClaim, securityStamp), new(SessionClaim, session)], Scheme);
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>How long a cookie may be good from now on.</summary>
    public static TimeSpan Longest(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme).ExpireTimeSpan;

    public static Task Clear(HttpContext http) => http.SignOutAsync(Scheme);

    /// <summary>Null without a cookie of ours, and after whatever ended the session: time, sign-out, password change, deactivation.</summary>
    public static async Task<(UserSnapshot User, SignedInSession Session)?> Read(HttpContext http, UserSnapshots snapshots)
    {
        var result = await http.AuthenticateAsync(Scheme);
        if (result.Principal is not { } principal || !Guid.TryParse(principal.FindFirstValue(UserClaim), out var id)) return null;
        var user = await snapshots.Of(id, http.RequestAborted);
        var session = principal.FindFirstValue(SessionClaim) ?? "";
        if (user is not { Active: true } || user.SecurityStamp != principal.FindFirstValue(StampClaim) || user.EndedSessions.Contains(session))
        {
            // Taken back, so that reading it does not renew it.
            if (!http.Response.HasStarted) await Clear(http);
            return null;
        }
        http.User = principal;
        return (user, new SignedInSession(session, result.Properties?.ExpiresUtc ?? default));
    }
}

/// <summary>One sign-in, and until when its cookie is good; use of the API renews that.</summary>
sealed record SignedInSession(string Id, DateTimeOffset Until);

/// <summary>
/// The antiforgery token is bound to the session in the cookie. Another site can make a browser send the cookie, but can
/// neither read nor make the token.
/// </summary>
sealed class AntiforgeryTokens(IDataProtectionProvider protection)
{
    public const string Header = "X-CSRF-TOKEN";
    readonly IDataProtector protector = protection.CreateProtector("ContactCenter.Antiforgery");

    public string Of(string session) => protector.Protect(session);

    public bool Holds(string session, string? token)
    {
        if (string.IsNullOrEmpty(token) || session.Length == 0) return false;
        try
        {
            return protector.Unprotect(token) == session;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
