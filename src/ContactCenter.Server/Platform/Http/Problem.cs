using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContactCenter.Server.Platform.Http;

/// <summary>
/// A failure that the caller could have expected: RFC 9457 with a stable code. Which codes a route answers is said on
/// its line (<see cref="ProblemMetadata.Fails"/>) and so stands in the OpenAPI document.
/// </summary>
public sealed class Problem(int status, string code, string? detail = null, IDictionary<string, string[]>? errors = null)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int Status => status;
    public string Code => code;
    public IDictionary<string, string[]>? Errors => errors;
    int? IStatusCodeHttpResult.StatusCode => status;

    /// <summary>More members of the answer (the newer messages of a stale view).</summary>
    public IDictionary<string, object?>? Extra { get; init; }

    const int Soon = 2;

    /// <summary>Of a 503: when to ask again.</summary>
    public int RetryAfterSeconds { get; init; } = Soon;

    /// <summary>What you may not see does not exist: one answer for both.</summary>
    public static Problem NotFound => new(StatusCodes.Status404NotFound, "not_found");

    /// <summary>PostgreSQL is away, or as busy as it may be.</summary>
    public static Problem DatabaseUnavailable(int askAgainSeconds = Soon) =>
        new(StatusCodes.Status503ServiceUnavailable, "database_unavailable", "Nothing was changed. Try again in a moment.") { RetryAfterSeconds = askAgainSeconds };

    public static Problem Conflict(string code, string? detail = null) => new(StatusCodes.Status409Conflict, code, detail);

    public static Problem Stale => Conflict("version_conflict", "Somebody changed it meanwhile. Read it again.");

    public static Problem Invalid(string field, string text) =>
        new(StatusCodes.Status400BadRequest, "invalid_request", null, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [text] });

    public static Problem Invalid(string code) => new(StatusCodes.Status400BadRequest, code);

    /// <summary>Problems that the framework writes itself (a field's validation) speak as ours do.</summary>
    internal static void AddCode(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        (details.Type, details.Title) = ("about:blank", Titles.Of(details.Status ?? 500));
        details.Extensions.Remove("traceId");
        details.Extensions.TryAdd("code", details.Status == 400 ? "invalid_request" : "request_failed");
    }

    public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext);

    public async Task Write(HttpContext http)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        var body = new ProblemBody("about:blank", Titles.Of(status), status, code, detail, errors) { Extra = Extra };
        await http.Response.WriteAsJsonAsync(body, JsonShapes.Api, "application/problem+json", http.RequestAborted);
    }

    // Each route names its own problems; without this the document would add a plain 200.
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) { }
}

/// <summary>The body of every failure.</summary>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IDictionary<string, string[]>? Errors = null)
{
    [JsonExtensionData]
    public IDictionary<string, object?>? Extra { get; init; }
}

static class Titles
{
    public static string Of(int status) => status switch
    {
        400 => "The request is not valid",
        401 => "Sign in first",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "It conflicts with the present state",
        413 => "The body is too large",
        415 => "The content type is not supported",
        422 => "The request cannot be processed",
        423 => "Locked",
        429 => "Too many requests",
        503 => "Temporarily unavailable",
        _ => "The request failed",
    };
}

/// <summary>A status and code that a route may answer.</summary>
public sealed record ProblemResponse(int Status, string Code);

public static class ProblemMetadata
{
    public static TBuilder Fails<TBuilder>(this TBuilder builder, int status, params string[] codes) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(b =>
        {
            foreach (var code in codes) b.Metadata.Add(new ProblemResponse(status, code));
        });
        return builder;
    }
}
