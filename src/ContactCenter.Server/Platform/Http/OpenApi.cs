using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ContactCenter.Server.Platform.Http;

/// <summary>The document at /openapi/v1.json: every route with every status and problem code that it answers.</summary>
static class OpenApi
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "ContactCenter", Version = "v1" };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(AddProblems);
    });

    static async Task AddProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var problems = metadata.OfType<ProblemResponse>().ToList();
        problems.Add(new(503, "database_unavailable"));
        if (operation.RequestBody is not null) problems.AddRange([new(400, "invalid_request"), new(413, "body_too_large"), new(415, "unsupported_media_type")]);
        if (metadata.OfType<Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute>().Any()) problems.Add(new(429, "rate_limited"));
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancellationToken);
        context.Document?.AddComponent("Problem", schema);
        operation.Responses ??= [];
        foreach (var byStatus in problems.GroupBy(p => p.Status).OrderBy(g => g.Key))
        {
            operation.Responses[byStatus.Key.ToString()] = new OpenApiResponse
            {
                Description = string.Join(", ", byStatus.Select(p => p.Code).Distinct().Order()),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
                },
            };
        }
    }
}
