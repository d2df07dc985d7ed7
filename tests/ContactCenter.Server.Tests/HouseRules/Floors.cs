using System.Text.RegularExpressions;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>Who stands on which floor. A room knows Platform and the rooms on lower floors, never its own or a higher one.</summary>
internal static partial class Floors
{
    public static readonly IReadOnlyDictionary<string, int> OfRoom = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Clients"] = 1,
        ["Access"] = 2,
        ["Live"] = 3,
        ["Contacts"] = 4,
        ["Agents"] = 4,
        ["Knowledge"] = 4,
        ["Tickets"] = 5,
        ["Routing"] = 6,
        ["Channels"] = 7,
        ["FollowUps"] = 8,
        ["Calls"] = 9,
        ["Sla"] = 10,
        ["Quality"] = 10,
        ["Automation"] = 11,
        ["Reporting"] = 11,
        ["Billing"] = 12,
        ["Workforce"] = 12,
        ["Supervision"] = 13,
        ["Privacy"] = 14,
    };

    /// <summary>The room of a file of the server; null for Platform and Program.cs.</summary>
    public static string? RoomOf(string file) => RoomFolder().Match(file) is { Success: true } room ? room.Groups["room"].Value : null;

    /// <summary>
    /// Rooms that code on this floor (0: Platform) speaks of and must not, by namespace or, since namespaces can be
    /// shortened, by a type's name behind its room's.
    /// </summary>
    public static IEnumerable<string> WrongArrows(string? room, string code, ILookup<string, string> typesByRoom)
    {
        var floor = room is null ? 0 : OfRoom[room];
        var named = Namespace().Matches(code).Select(m => m.Groups["room"].Value);
        var shortened = ShortName().Matches(code)
            .Where(m => typesByRoom[m.Groups["room"].Value].Contains(m.Groups["type"].Value, StringComparer.Ordinal))
            .Select(m => m.Groups["room"].Value);
        return named.Concat(shortened).Distinct(StringComparer.Ordinal)
            .Where(other => other != room && (!OfRoom.TryGetValue(other, out var its) || its >= floor))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The one folder beside the Routing room that may use the routing library, and what of it.</summary>
    private static readonly (string Folder, string[] Types) LineToRedis = ("src/ContactCenter.Server/Platform/Nodes/",
        ["RedisConnection", "RedisConnectionOptions", "RedisState", "RedisUnavailableException"]);

    /// <summary>What code outside the Routing room takes from the routing library and must not.</summary>
    public static IEnumerable<string> WrongUseOfRouting(string file, string code, IReadOnlyCollection<string> libraryTypes)
    {
        if (RoomOf(file) == "Routing" || !code.Contains("ContactCenter.Routing", StringComparison.Ordinal)) return [];
        if (!file.StartsWith(LineToRedis.Folder, StringComparison.Ordinal)) return ["ContactCenter.Routing"];
        return libraryTypes.Except(LineToRedis.Types).Where(type => Word().Matches(code).Any(w => w.Value == type));
    }

    [GeneratedRegex(@"\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^src/ContactCenter\.Server/Features/(?<room>\w+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomFolder();

    // Get: the collection of features that a request has.
    [GeneratedRegex(@"\bFeatures\s*\.\s*(?!Get\b)(?<room>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.])(?<room>[A-Z]\w+)\.(?<type>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShortName();
}
