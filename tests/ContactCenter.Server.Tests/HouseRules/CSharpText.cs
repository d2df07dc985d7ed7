using System.Text;
using System.Text.RegularExpressions;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>
/// As much of C# as the house rules need: code without comments and texts (blanked, so that lines stay where they
/// are), the texts by themselves, and the methods with their lengths.
/// </summary>
internal sealed partial class CSharpText
{
    private readonly string source;
    private readonly StringBuilder code = new();
    private readonly List<string> texts = [];

    private CSharpText(string source) => this.source = source;

    public string Code => code.ToString();

    public IReadOnlyList<string> Texts => texts;

    public static CSharpText Of(string source)
    {
        var text = new CSharpText(source);
        for (var at = 0; at < source.Length;)
        {
            var end = text.EndOfToken(at);
            if (end == at)
            {
                text.code.Append(source[at++]);
                continue;
            }

            var token = source[at..end];
            if (token[0] is not ('/' or '#' or '\'')) text.texts.Add(token);
            foreach (var letter in token) text.code.Append(letter is '\n' or '\r' ? letter : ' ');
            at = end;
        }

        return text;
    }

    /// <summary>Every method, constructor and operator with the number of its lines, signature and braces included.</summary>
    public static IEnumerable<(string Name, int Lines)> Methods(string source) => new MethodReader(Of(source).Code).Read();

    /// <summary>Where the comment, text or character that starts here ends; the same place when none does.</summary>
    private int EndOfToken(int at)
    {
        var rest = source.AsSpan(at);
        if (rest.StartsWith("//") || (source[at] == '#' && StartsLine(at))) return IndexOrEnd('\n', at);
        if (rest.StartsWith("/*")) return source.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : source.Length;
        var character = Character().Match(source, at);
        if (character.Success) return at + character.Length;
        var opening = Opening().Match(source, at);
        return opening.Success ? EndOfText(at, opening.Value) : at;
    }

    private int EndOfText(int at, string opening)
    {
        var quotes = opening.Count(c => c == '"');
        var inside = at + opening.Length;
        if (quotes >= 3)
        {
            var closing = new string('"', quotes);
            var end = source.IndexOf(closing, inside, StringComparison.Ordinal);
            return end < 0 ? source.Length : end + quotes;
        }

        var verbatim = opening.Contains('@', StringComparison.Ordinal);
        var depth = 0;
        for (var i = inside; i < source.Length; i++)
        {
            if (depth > 0 && EndOfToken(i) is var nested && nested > i) i = nested - 1;
            else if (depth == 0 && source[i] == '\\' && !verbatim) i++;
            else if (depth == 0 && source[i] == '"' && verbatim && i + 1 < source.Length && source[i + 1] == '"') i++;
            else if (depth == 0 && source[i] == '"') return i + 1;
            else if (opening.Contains('$', StringComparison.Ordinal)) depth = Hole(ref i, depth);
        }

        return source.Length;
    }

    /// <summary>Doubled braces stand for themselves outside a hole.</summary>
    private int Hole(ref int i, int depth)
    {
        if (source[i] is not ('{' or '}')) return depth;
        if (depth == 0 && i + 1 < source.Length && source[i + 1] == source[i])
        {
            i++;
            return depth;
        }

        return source[i] == '{' ? depth + 1 : Math.Max(0, depth - 1);
    }

    private bool StartsLine(int at) => source.AsSpan(0, at).TrimEnd(' ') is var before && (before.IsEmpty || before[^1] == '\n');

    private int IndexOrEnd(char letter, int at) => source.IndexOf(letter, at) is var i and >= 0 ? i : source.Length;

    [GeneratedRegex("""\G'(\\.[^']*|[^'\\])'""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Character();

    // Three quotes or more open a raw text; two are an empty one, whose second quote closes it.
    [GeneratedRegex("""\G[$@]*("{3,}|")""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opening();
}
