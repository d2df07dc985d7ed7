using System.Text.RegularExpressions;

namespace ContactCenter.Server.Tests.HouseRules;

/// <summary>Walks types and their members in code that has neither comments nor texts.</summary>
internal sealed partial class MethodReader(string code)
{
    private static readonly HashSet<string> Modifiers = new(StringComparer.Ordinal)
    {
        "public", "private", "protected", "internal", "file", "static", "async", "override", "virtual", "abstract", "sealed",
        "partial", "extern", "unsafe", "readonly", "new", "required", "ref",
    };

    private readonly List<(string Name, int Lines)> found = [];
    private int at;

    public IReadOnlyList<(string Name, int Lines)> Read()
    {
        while (at < code.Length) Member();
        return found;
    }

    /// <summary>One member of the type (or file) we are in; a type's own members come one by one.</summary>
    private void Member()
    {
        SkipSpace();
        while (at < code.Length && code[at] == '[')
        {
            Skip('[', ']');
            SkipSpace();
        }

        var start = at;
        var header = Header();
        if (at >= code.Length) return;
        if (code[at] == '}' || (code[at] == '{' && TypeOrNamespace().IsMatch(header.Split('(')[0].Split(" where ")[0])))
        {
            if (EnumType().IsMatch(header)) Skip('{', '}');
            else at++; // into the type: its members follow; or out of it
            return;
        }

        End();
        var name = Parameters().Matches(header).Select(m => m.Groups["name"].Value).FirstOrDefault(n => !Modifiers.Contains(n));
        if (name is not null) found.Add((name, code.AsSpan(start, Math.Min(at, code.Length) - start).Count('\n') + 1));
    }

    /// <summary>Up to the body, the value or the end.</summary>
    private string Header()
    {
        var start = at;
        for (var depth = 0; at < code.Length; at++)
        {
            if (code[at] is '(' or '[') depth++;
            else if (code[at] is ')' or ']') depth--;
            else if (depth == 0 && (code[at] is '{' or '}' or ';' || (code[at] == '=' && !InOperator(start)))) break;
        }

        return code[start..Math.Min(at, code.Length)];
    }

    private bool InOperator(int start) => OperatorSign().IsMatch(code[start..at]);

    /// <summary>Past a block, and past the semicolon that ends an expression or a property's first value.</summary>
    private void End()
    {
        if (code[at] == '{')
        {
            Skip('{', '}');
            var next = at;
            while (next < code.Length && char.IsWhiteSpace(code[next])) next++;
            if (next >= code.Length || code[next] != '=') return;
            at = next;
        }

        for (var depth = 0; at < code.Length; at++)
        {
            if (code[at] is '(' or '[' or '{') depth++;
            else if (code[at] is ')' or ']' or '}') depth--;
            else if (depth == 0 && code[at] == ';') break;
        }

        if (at < code.Length) at++;
    }

    private void Skip(char open, char close)
    {
        var depth = 0;
        for (; at < code.Length; at++)
        {
            if (code[at] == open) depth++;
            else if (code[at] == close && --depth == 0) break;
        }

        if (at < code.Length) at++;
    }

    private void SkipSpace()
    {
        while (at < code.Length && char.IsWhiteSpace(code[at])) at++;
    }

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace|extension)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeOrNamespace();

    [GeneratedRegex(@"\benum\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnumType();

    // A tuple's parenthesis follows a modifier, a comma or an angle bracket; that of parameters follows the name.
    [GeneratedRegex(@"(?<name>\w+|operator\s*[^\s\w(]+)(<[\w\s,]*>)?\s*\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\boperator\s*[=!<>]?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OperatorSign();
}
