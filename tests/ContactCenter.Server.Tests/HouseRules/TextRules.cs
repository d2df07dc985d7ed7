using System.Text.RegularExpressions;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>Rules that a file's text can break, each as the list of what breaks it.</summary>
internal static partial class TextRules
{
    public const int MaxFileLines = 400;
    public const int MaxMethodLines = 60;
    public const int MaxProgramLines = 80;

    public static IEnumerable<string> LongMethods(string source) =>
        CSharpText.Methods(source).Where(m => m.Lines > MaxMethodLines).Select(m => $"{m.Name}: {m.Lines} lines");

    public static IEnumerable<string> ClockReads(string source) => Found(ClockRead(), CSharpText.Of(source).Code);

    /// <summary>The database's own clock in a statement; C# keeps statements in its texts.</summary>
    public static IEnumerable<string> DatabaseClock(string file, string source) => Path.GetExtension(file) == ".cs"
        ? CSharpText.Of(source).Texts.SelectMany(text => Found(SqlClock(), text))
        : Found(SqlClock(), LineComment().Replace(source, ""));

    /// <summary>What would make two runs of a script with the same arguments differ.</summary>
    public static IEnumerable<string> Unpredictable(string lua) => Found(LuaClock(), LineComment().Replace(lua, ""));

    public static IEnumerable<string> BadNames(IEnumerable<string> typeNames) =>
        typeNames.Where(name => Words().Matches(name).Any(w => w.Value is "Manager" or "Helper" or "Helpers" or "Util" or "Utils" or "Impl" or "Base" or "Dto"));

    public static IEnumerable<string> RegistryHosts(string lockFile) => Found(ResolvedFrom(), lockFile);

    private static IEnumerable<string> Found(Regex what, string text) => what.Matches(text).Select(m => m.Value);

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Utc)?Now\b|\bDateTime\s*\.\s*Today\b|\bStopwatch\s*\.|\bTickCount(64)?\b|\bGuid\s*\.\s*(NewGuid|CreateVersion7)\s*\(\s*\)|\bDate(Time|Only)\s*\.\s*FromFileTime\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClockRead();

    // Statements are written in one case or the other; Now() is a method in an interpolated text.
    [GeneratedRegex(@"\b(now|NOW|(?i:clock_timestamp|transaction_timestamp|statement_timestamp|timeofday))\s*\(\s*\)|(?i:\bcurrent_(timestamp|date|time)\b|\blocaltime(stamp)?\b|'now')", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SqlClock();

    [GeneratedRegex(@"['""](time|smembers|sscan|hgetall|hscan|hkeys|hvals|keys|scan|p?expire(at)?|p?setex|srandmember|hrandfield|zrandmember|randomkey|spop)['""]|['""][ep]x(at)?['""]|\bmath\s*\.\s*random(seed)?\b|\bos\s*\.\s*(time|clock|date)\b|\bpairs\s*\(", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LuaClock();

    [GeneratedRegex(@"--.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex LineComment();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"""resolved""\s*:\s*""[^""]*://[^""]*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResolvedFrom();
}
