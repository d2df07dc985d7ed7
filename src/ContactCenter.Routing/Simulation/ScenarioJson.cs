using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactCenter.Routing.Simulation;

/// <summary>Scenarios and results as JSON: camelCase, enums as lower-case words with hyphens; what is not known is refused with its path.</summary>
public static class ScenarioJson
{
    /// <summary>How they are written; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Made();

    /// <summary>Reads and checks a what-if, its changes included.</summary>
    /// <exception cref="ScenarioException">It is malformed, or cannot be simulated; the errors have paths.</exception>
    public static WhatIf Read(string json) => Check(Parse<WhatIf>(json));

    /// <summary>Answers what can be simulated, its changes included.</summary>
    /// <exception cref="ScenarioException">It cannot; the errors have paths.</exception>
    public static WhatIf Check(WhatIf whatIf)
    {
        if (whatIf.Base.Errors() is { Count: > 0 } errors) throw new ScenarioException([.. errors.Select(e => e with { Path = $"base.{e.Path}" })]);
        if (whatIf.Base.With(whatIf.Changes ?? []).Errors() is { Count: > 0 } left)
            throw new ScenarioException([.. left.Select(e => e with { Path = $"changed.{e.Path}" })]);
        return whatIf;
    }

    /// <summary>Reads a record of a file.</summary>
    /// <exception cref="ScenarioException">It is malformed; the error has its path.</exception>
    public static T Parse<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new ScenarioException([new ScenarioError("", "It is null.")]);
        }
        catch (JsonException malformed)
        {
            throw new ScenarioException([new ScenarioError(malformed.Path?.TrimStart('$', '.') ?? "", FirstSentence(malformed.Message))]);
        }
    }

    // What follows repeats path and line.
    private static string FirstSentence(string message) =>
        message.IndexOf(" Path:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowOutOfOrderMetadataProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
