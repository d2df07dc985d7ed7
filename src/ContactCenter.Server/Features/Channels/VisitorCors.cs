using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Which pages of other sites may read the visitors' routes: all that embed some widget. A browser asks before it sends a
/// token, and whoever asks must not cost a look into the database; the door then holds the site against the visitor's own
/// widget. Cookies are never asked for.
/// </summary>
sealed class VisitorCors([FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, TimeProvider time) : ICorsPolicyProvider
{
    public const string Policy = "visitors";
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    static readonly TimeSpan PreflightKept = TimeSpan.FromMinutes(10);

    readonly Remembered<HashSet<string>> sites = new(Fresh, time, () => Sites(jobs));

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy) return null;
        var origin = context.Request.Headers.Origin.ToString();
        // A policy in any case: without one a browser's question would go on to the route itself.
        var policy = new CorsPolicyBuilder().WithHeaders("authorization", "content-type", "last-event-id", "idempotency-key")
            .WithMethods("GET", "POST").WithExposedHeaders("Retry-After").SetPreflightMaxAge(PreflightKept);
        var allowed = origin.Length > 0 && (await sites.Get(context.RequestAborted)).Contains(origin);
        return policy.SetIsOriginAllowed(asked => allowed && asked == origin).Build();
    }

    static async Task<HashSet<string>> Sites(NpgsqlDataSource jobs)
    {
        await using var command = jobs.CreateCommand("SELECT channels.visitor_origins()");
        await using var reader = await command.ExecuteReaderAsync();
        var origins = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) origins.Add(reader.GetString(0));
        return origins;
    }
}
