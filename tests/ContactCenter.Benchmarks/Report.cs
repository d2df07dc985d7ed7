using System.Globalization;
using System.Text.Json;

namespace ContactCenter.Benchmarks;

/// <summary>What a run found: a table for people, then one line for programs.</summary>
sealed class Report
{
    readonly List<(string Name, string Value)> lines = [];
    readonly Dictionary<string, object> figures = [];

    /// <summary>A named figure: in the table and in the last line.</summary>
    public Report Figure(string name, double value, string unit, string about = "")
    {
        var rounded = Math.Round(value, Math.Abs(value) >= 100 ? 0 : 3);
        figures[name] = rounded;
        return Line(name, $"{rounded.ToString(CultureInfo.InvariantCulture)} {unit}{(about.Length > 0 ? "  " : "")}{about}");
    }

    /// <summary>In the table only.</summary>
    public Report Line(string name, string value)
    {
        lines.Add((name, value));
        return this;
    }

    public void Print(string benchmark)
    {
        var width = lines.Max(l => l.Name.Length) + 2;
        foreach (var (name, value) in lines) Console.WriteLine(name.PadRight(width) + value);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal) { ["benchmark"] = benchmark }
            .Concat(figures).ToDictionary(f => f.Key, f => f.Value)));
    }
}
