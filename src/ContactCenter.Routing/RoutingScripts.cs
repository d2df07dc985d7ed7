using System.Reflection;
using System.Text;

namespace ContactCenter.Routing;

/// <summary>
/// The scripts, one file each under <c>Lua/</c>. A line <c>--@include a, b</c> is replaced by those files of
/// <c>Lua/includes/</c>; comments and indentation stay out of what is sent.
/// </summary>
internal static class RoutingScripts
{
    public static readonly string Enqueue = Read("enqueue");
    public static readonly string Cancel = Read("cancel");
    public static readonly string Agent = Read("agent");
    public static readonly string Reserve = Read("reserve");
    public static readonly string Confirm = Read("confirm");
    public static readonly string Undo = Read("undo");
    public static readonly string Decline = Read("decline");
    public static readonly string Due = Read("due");
    public static readonly string Complete = Read("complete");
    public static readonly string Shares = Read("shares");
    public static readonly string Snapshot = Read("snapshot");
    public static readonly string Queues = Read("queues");
    public static readonly string Position = Read("position");
    public static readonly string AgentLoad = Read("agent-load");
    public static readonly string BeginLoad = Read("begin-load");
    public static readonly string Load = Read("load");
    public static readonly string EndLoad = Read("end-load");
    public static readonly string Review = Read("review");
    public static readonly string Repair = Read("repair");
    public static readonly string Explain = Read("explain");
    public static readonly string Preview = Read("preview");
    public static readonly string Anchor = Read("anchor");

    /// <summary>The scripts that may change something, by the names under which their calls are recorded.</summary>
    public static readonly IReadOnlyDictionary<string, string> Recorded = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["enqueue"] = Enqueue, ["cancel"] = Cancel, ["agent"] = Agent, ["reserve"] = Reserve, ["confirm"] = Confirm, ["undo"] = Undo,
        ["decline"] = Decline, ["due"] = Due, ["complete"] = Complete, ["shares"] = Shares, ["repair"] = Repair,
        ["begin-load"] = BeginLoad, ["load"] = Load, ["end-load"] = EndLoad,
    };

    private const string IncludeMark = "--@include ";

    // What comes after an include stands in a function of its own. Each call makes all functions anew, and Lua looks for each
    // local of the same function that they use in a list of all such; what comes from outside is at hand. A quarter of a call.
    private const string Inside = "return (function()\n";
    private const string Outside = "end)()\n";

    private static string Read(string name)
    {
        var script = new StringBuilder($"local command = '{name}'\n");
        var depth = 0;
        foreach (var line in Lines($"{name}.lua"))
        {
            if (!line.StartsWith(IncludeMark, StringComparison.Ordinal))
            {
                Append(script, line);
                continue;
            }

            foreach (var include in line[IncludeMark.Length..].Split(',', StringSplitOptions.TrimEntries))
            {
                foreach (var included in Lines($"includes.{include}.lua")) Append(script, included);
                script.Append(Inside);
                depth++;
            }
        }

        return script.Append(string.Concat(Enumerable.Repeat(Outside, depth))).ToString();
    }

    private static void Append(StringBuilder script, string line)
    {
        var code = line.Trim();
        if (code.Length > 0 && !code.StartsWith("--", StringComparison.Ordinal)) script.Append(code).Append('\n');
    }

    private static string[] Lines(string file)
    {
        var resource = $"{typeof(RoutingScripts).Namespace}.Lua.{file}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The script {resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
