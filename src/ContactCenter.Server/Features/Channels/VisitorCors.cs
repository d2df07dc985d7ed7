using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Npgsql;

namespace ContactCenter.Server.Features.Channels;

/// <summary>
/// Which pages of other sites may read the visitors' routes. A browser asks before it sends the token, so that a token's
/// routes answer for every site that embeds some widget; the door then holds the site against the session's own widget.
/// Cookies are never asked for.
/// </summary>
sealed class VisitorCors([FromKeyedServices(DataSources.Jobs)] NpgsqlDataSource jobs, TimeProvider time) : ICorsPolicyProvider
{
    public const string Policy = "visitors";
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    static readonly TimeSpan PreflightKept = TimeSpan.FromMinutes(10);

    sealed record Sites(HashSet<string> Origins, DateTimeOffset Until);

    Sites known = new([], DateTimeOffset.MinValue);

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy) return null;
        var origin = context.Request.Headers.Origin.ToString();
        // A policy in any case: without one a browser's question would go on to the route itself.
        var policy = new CorsPolicyBuilder().WithHeaders("authorization", "content-type", "last-event-id", "idempotency-key")
            .WithMethods("GET", "POST").WithExposedHeaders("Retry-After").SetPreflightMaxAge(PreflightKept);
        var allowed = origin.Length > 0 && await Allowed(context, origin);
        return policy.SetIsOriginAllowed(asked => allowed && asked == origin).Build();
    }

    async Task<bool> Allowed(HttpContext context, string origin)
    {
        if (context.GetRouteValue("widgetKey") is not string key) return (await AllSites(context.RequestAborted)).Contains(origin);
        var find = context.RequestServices.GetRequiredService<FindWidget>();
        return await find.ByKey(key, context.RequestAborted) is { } widget && widget.AllowedOrigins.Contains(origin);
    }

    async Task<HashSet<string>> AllSites(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (known.Until > now) return known.Origins;
        await using var command = jobs.CreateCommand("SELECT channels.visitor_origins()");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var origins = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) origins.Add(reader.GetString(0));
        known = new(origins, now + Fresh);
        return origins;
    }
}
