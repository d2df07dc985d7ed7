using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>
/// Everything that only the other client's rows hold, read from the database itself, so that a new table or column is
/// watched from its first day.
/// </summary>
internal sealed partial class ForeignThings
{
    private static readonly Dictionary<string, string> PersonIn = new(StringComparer.Ordinal)
    {
        ["access.users"] = "id",
        ["access.user_roles"] = "user_id",
        ["agents.agents"] = "id",
        ["agents.agent_skills"] = "agent_id",
    };

    private readonly HashSet<string> things;

    private ForeignThings(HashSet<string> things) => this.things = things;

    public int Count => things.Count;

    public static async Task<ForeignThings> Read(Installation installation, Guid foreign)
    {
        var tables = await installation.Column<string>("""
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public')
            """);
        var people = await installation.Column<Guid>(
            "SELECT user_id FROM access.user_clients GROUP BY user_id HAVING bool_and(client_id = @foreign)", ("foreign", foreign));
        HashSet<string> theirs = new(StringComparer.OrdinalIgnoreCase), others = new(StringComparer.OrdinalIgnoreCase);
        foreach (var table in tables)
        {
            foreach (var row in await installation.Column<string>($"SELECT to_jsonb(t)::text FROM {table} t"))
            {
                var json = JsonElement.Parse(row);
                (OwnerOf(table, json) == foreign || IsAbout(table, json, people) ? theirs : others).UnionWith(Texts(json));
            }
        }

        theirs.ExceptWith(others);
        theirs.RemoveWhere(text => text.Length < 4 || Instant().IsMatch(text));
        foreach (var id in theirs.Where(t => Guid.TryParse(t, out _)).ToList()) theirs.Add(Base64Url.EncodeToString(Guid.Parse(id).ToByteArray()));
        return new ForeignThings(theirs);
    }

    /// <summary>What of it stands in a text, apart from what the asker wrote himself.</summary>
    public IEnumerable<string> In(string text, IEnumerable<string> asked)
    {
        foreach (var own in asked) text = text.Replace(own, "", StringComparison.OrdinalIgnoreCase);
        return things.Where(thing => text.Contains(thing, StringComparison.OrdinalIgnoreCase));
    }

    private static Guid? OwnerOf(string table, JsonElement row)
    {
        var column = table == "clients.clients" ? "id" : "client_id";
        return row.TryGetProperty(column, out var owner) && owner.ValueKind == JsonValueKind.String ? owner.GetGuid() : null;
    }

    /// <summary>The people who serve that client and no other are its own as well.</summary>
    private static bool IsAbout(string table, JsonElement row, IReadOnlyCollection<Guid> people) =>
        PersonIn.TryGetValue(table, out var column) && people.Contains(row.GetProperty(column).GetGuid());

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Texts(p.Value)),
        _ => [],
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instant();
}
