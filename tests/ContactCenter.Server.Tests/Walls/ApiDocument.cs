using System.Text.Json;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>One operation of the OpenAPI document.</summary>
internal sealed record ApiOperation(HttpMethod Method, string Path, IReadOnlyList<ApiParameter> Parameters, JsonElement? Body)
{
    public override string ToString() => $"{Method} {Path}";
}

internal sealed record ApiParameter(string Name, string In, JsonElement Schema);

/// <summary>The document that the server serves, as far as it is needed to ask every route.</summary>
internal sealed class ApiDocument
{
    private readonly JsonElement root;

    public ApiDocument(string json) => root = JsonElement.Parse(json);

    public IEnumerable<ApiOperation> Operations() =>
        from path in root.GetProperty("paths").EnumerateObject()
        from verb in path.Value.EnumerateObject()
        where verb.Name is "get" or "post" or "put" or "delete" or "patch"
        select new ApiOperation(new HttpMethod(verb.Name.ToUpperInvariant()), path.Name, Parameters(path.Value, verb.Value), BodyOf(verb.Value));

    /// <summary>What stands behind references, and behind "this or null".</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
            {
                schema = reference.GetString()!.Split('/').Skip(1).Aggregate(root, (at, part) => at.GetProperty(part));
                continue;
            }

            var choice = new[] { "anyOf", "oneOf", "allOf" }.FirstOrDefault(name => schema.TryGetProperty(name, out _));
            if (choice is null) return schema;
            schema = schema.GetProperty(choice).EnumerateArray().First(s => TypeOf(s) != "null");
        }
    }

    public static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).First(t => t != "null")
        : type.GetString();

    private List<ApiParameter> Parameters(JsonElement path, JsonElement operation) =>
    [
        .. from source in new[] { path, operation }
           where source.TryGetProperty("parameters", out _)
           from parameter in source.GetProperty("parameters").EnumerateArray().Select(Resolve)
           select new ApiParameter(parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!, Resolve(parameter.GetProperty("schema"))),
    ];

    private JsonElement? BodyOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && Resolve(body).GetProperty("content").TryGetProperty("application/json", out var json)
            ? Resolve(json.GetProperty("schema"))
            : null;
}
