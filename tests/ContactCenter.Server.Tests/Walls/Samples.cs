using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>An id of each side for one kind of thing: the asker's own, the other client's, and one that nobody has.</summary>
internal sealed record Sample(Guid Own, Guid Foreign, Guid Unknown);

/// <summary>Which side's ids a request carries.</summary>
internal enum Side
{
    Own,
    Foreign,
    Unknown,
}

/// <summary>
/// Finds a value for every parameter and body field. A field with an id that is not known here is an error: whoever adds
/// a route says what the other client has of its kind.
/// </summary>
internal sealed class Samples(IReadOnlyDictionary<string, Sample> things, ApiDocument document, Func<string, Guid, long> versionOf)
{
    /// <summary>Fields that hold an id, by name; the kind of thing is the collection in addresses.</summary>
    private static readonly Dictionary<string, string> KindOfField = new(StringComparer.Ordinal)
    {
        ["clientId"] = "clients",
        ["clients"] = "clients",
        ["clientIds"] = "clients",
        ["contactId"] = "contacts",
        ["queueId"] = "queues",
        ["ticketId"] = "tickets",
        ["agentId"] = "agents",
        ["userId"] = "users",
        ["mentions"] = "users",
        ["offerId"] = "offers",
        ["disposition"] = "dispositions",
        ["lastSeen"] = "messages",
        ["attachments"] = "files",
        ["skillId"] = "skills",
        ["roles"] = "roles",
        ["calendarId"] = "calendars",
        ["siteId"] = "sites",
        ["poolId"] = "pools",
        ["draftId"] = "drafts",
        ["sites"] = "sites",
    };

    private readonly List<string> sent = [];
    private int texts;

    /// <summary>Ids of the other client or of nobody that the last request carried.</summary>
    public IReadOnlyList<string> Sent => sent;

    public HashSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>The address and the body of a request with ids of these sides.</summary>
    public (string Path, string? Body) Make(ApiOperation operation, Side inPath, Side elsewhere)
    {
        sent.Clear();
        var path = operation.Path;
        var kind = operation.Path.Split('/').Reverse().FirstOrDefault(part => things.ContainsKey(part));
        var query = new List<string>();
        foreach (var parameter in operation.Parameters)
        {
            var named = $"{{{parameter.Name}}}";
            if (parameter.In == "path") path = path.Replace(named, Text(InPath(operation, parameter, inPath)), StringComparison.Ordinal);
            else if (parameter.In == "query" && Value(parameter.Schema, parameter.Name, elsewhere, null) is { } value) query.Add($"{parameter.Name}={Text(value)}");
        }

        var version = kind is not null && inPath == Side.Own ? versionOf(kind, things[kind].Own) : 1;
        var body = operation.Body is { } schema ? Value(schema, "", elsewhere, version)?.ToJsonString(JsonSerializerOptions.Web) : null;
        return (query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", body);
    }

    private JsonNode InPath(ApiOperation operation, ApiParameter parameter, Side side)
    {
        var parts = operation.Path.Split('/');
        var kind = parts[Array.IndexOf(parts, $"{{{parameter.Name}}}") - 1];
        if (parameter.Name == "widgetKey") return "no-such-widget"; // public by nature: the visitors' own tests ask with real keys
        if (things.TryGetValue(kind, out var thing)) return Id(thing, side);
        Missing.Add($"{operation}: {{{parameter.Name}}}");
        return "missing";
    }

    private JsonNode? Value(JsonElement reference, string name, Side side, long? version)
    {
        var schema = document.Resolve(reference);
        if (schema.TryGetProperty("enum", out var words)) return words.EnumerateArray().First().ToString();
        if (name == "version" && version is { } present) return present;
        var kind = KindOfField.GetValueOrDefault(name);
        switch (ApiDocument.TypeOf(schema))
        {
            case "object" or null when schema.TryGetProperty("properties", out var properties):
                var made = new JsonObject();
                foreach (var property in properties.EnumerateObject()) made[property.Name] = Value(property.Value, property.Name, side, version);
                return made;
            case "object":
                return new JsonObject();
            case "array":
                return new JsonArray(Value(schema.GetProperty("items"), name, side, version));
            case "integer" or "number":
                return schema.TryGetProperty("minimum", out var least) ? (long)Math.Max(1, least.GetDouble()) : 10;
            case "boolean":
                return false;
            case "string" when kind is not null:
                if (things.TryGetValue(kind, out var thing)) return Id(thing, side);
                Missing.Add($"{name} needs a sample of {kind}");
                return null;
            case "string" when schema.TryGetProperty("format", out var format) && format.GetString() == "uuid":
                return UnnamedId(name, side);
            default:
                return Word(name);
        }
    }

    /// <summary>The id that a caller makes for a message, which may be one that another client's message has.</summary>
    private JsonNode? UnnamedId(string name, Side side)
    {
        if (name == "id" && things.TryGetValue("messages", out var message)) return Id(message, side == Side.Own ? Side.Unknown : side);
        Missing.Add($"{name}: an id of what?");
        return null;
    }

    private string Word(string name) => name switch
    {
        "email" => $"someone{++texts}@walls.test",
        "key" => $"key-{++texts}",
        "colour" => "#123456",
        "allowedOrigins" => "https://walls.test",
        "cursor" => "",
        "date" => "2026-03-09",
        "timeZone" => "UTC",
        "language" => "en",
        "pool" => "main",
        "password" or "current" or "next" => "Not the password 1",
        _ => $"text {++texts}",
    };

    private JsonNode Id(Sample thing, Side side)
    {
        var id = (side == Side.Own ? thing.Own : side == Side.Foreign ? thing.Foreign : thing.Unknown).ToString();
        // Where the other client has none of its own (skills, say) there is nothing to compare.
        if (side != Side.Own && thing.Foreign != thing.Own) sent.Add(id);
        return thing.Foreign == thing.Own ? thing.Own.ToString() : id;
    }

    private static string Text(JsonNode node) => Uri.EscapeDataString(Convert.ToString(node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node, CultureInfo.InvariantCulture)!);
}
