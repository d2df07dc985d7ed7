using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>Which settings the code reads, and which the sample shows.</summary>
internal static partial class SettingRules
{
    public static IReadOnlySet<string> KeysOf(string json)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var document = JsonDocument.Parse(json, options);
        return Below(document.RootElement, "").ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Read one by one, as a connection string, or bound to a type. A way of reading that is none of these shows as itself.</summary>
    public static IEnumerable<string> KeysRead(string source, Assembly application)
    {
        foreach (Match one in Indexed().Matches(source)) yield return one.Groups["key"].Value;
        foreach (Match one in Value().Matches(source)) yield return one.Groups["key"].Value;
        foreach (Match one in Connection().Matches(source)) yield return $"ConnectionStrings:{one.Groups["key"].Value}";
        foreach (Match bound in Bound().Matches(source))
        {
            var type = bound.Groups["type"].Value.Split('.')[^1];
            var settings = application.GetTypes().FirstOrDefault(t => t.Name == type);
            if (settings is null) yield return $"{bound.Groups["section"].Value} (bound to {type}, which is no type of ours)";
            foreach (var property in settings?.GetProperties() ?? []) yield return $"{bound.Groups["section"].Value}:{property.Name}";
        }

        var sections = SectionRead().Count(source) - Bound().Count(source);
        if (sections > 0) yield return $"{sections} section(s) read in a way that this test does not understand";
    }

    private static IEnumerable<string> Below(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) return [path];
        return element.EnumerateObject().SelectMany(p => Below(p.Value, path.Length == 0 ? p.Name : $"{path}:{p.Name}")).Append(path);
    }

    [GeneratedRegex(@"[cC]onfiguration\s*\[\s*""(?<key>[\w:]+)""\s*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\.GetValue<[\w?]+>\(\s*""(?<key>[\w:]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();

    [GeneratedRegex(@"GetConnectionString\(\s*""(?<key>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Connection();

    [GeneratedRegex("""
        GetSection\(\s*"(?<section>[\w:]+)"\s*\)\s*\.Get<(?<type>[\w.]+)>
        |AddOptions<(?<type>[\w.]+)>\(\s*\)[^;]*?\.BindConfiguration\(\s*"(?<section>[\w:]+)"
        |AddOptions<(?<type>[\w.]+)>\(\s*\)[^;]*?\.Bind\([^;]*?GetSection\(\s*"(?<section>[\w:]+)"
        |Configure<(?<type>[\w.]+)>\([^;()]*GetSection\(\s*"(?<section>[\w:]+)"
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Bound();

    [GeneratedRegex(@"\bGetSection\(|\bBindConfiguration\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SectionRead();
}
