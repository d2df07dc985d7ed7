using System.Globalization;

namespace ContactCenter.Benchmarks;

/// <summary>Sizes of a run; what is not said is each benchmark's own.</summary>
sealed record Options(IReadOnlyDictionary<string, int> Said)
{
    public const string Names = "--seconds --rate --clients --rounds --agents (whole numbers)";

    public int Seconds(int usual) => Of("--seconds", usual);
    public int Rate(int usual) => Of("--rate", usual);
    public int Clients(int usual) => Of("--clients", usual);
    public int Rounds(int usual) => Of("--rounds", usual);
    public int Agents(int usual) => Of("--agents", usual);

    /// <summary>Null when something is not understood.</summary>
    public static Options? Parse(IReadOnlyList<string> arguments)
    {
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!Names.Split(' ').Contains(arguments[i]) || i + 1 == arguments.Count) return null;
            if (!int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value == 0) return null;
            said[arguments[i]] = value;
        }
        return new Options(said);
    }

    int Of(string name, int usual) => Said.GetValueOrDefault(name, usual);
}
