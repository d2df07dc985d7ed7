using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactCenter.Server.Platform.Http;

/// <summary>How we write JSON: camelCase, enums as lower-case words with hyphens; what we do not know is refused.</summary>
public static class JsonShapes
{
    public static readonly JsonSerializerOptions Api = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The journal outlives versions: unknown members are skipped.</summary>
    public static readonly JsonSerializerOptions Journal = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Whether both are the same when they are written down; for records with lists in them, whose own equality looks at the lists' places.</summary>
    public static bool Same<T>(T one, T other) => JsonSerializer.Serialize(one, Journal) == JsonSerializer.Serialize(other, Journal);

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        // Members have no order, also those that say what an object is.
        options.AllowOutOfOrderMetadataProperties = true;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }
}
