using System.Globalization;
using ContactCenter.Routing.Simulation;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>Results as lines for a terminal: the whole, clients, queues and groups, each of the changed run under the base's.</summary>
static class SimulationTable
{
    static readonly string[] columns = ["offered", "answered", "abandoned", "waiting", "level", "ASA s", "abandon", "longest s", "occupancy", "load"];

    public static IEnumerable<string> Of(SimulationResult before, SimulationResult? after)
    {
        yield return $"{before.Scenario}, seed {Text(before.Seed)}; level: service level by the formula {before.ServiceLevelFormula}";
        foreach (var result in (SimulationResult?[])[before, after])
        {
            if (result is not null) yield return $"{(result == before ? "base" : "changed")}: {Text(result.Contacts)} contacts, {Text(result.Decisions)} decisions, digest {result.DecisionsDigest}";
        }

        List<(string Name, string Run, string[] Cells)> rows = [("", "", columns)];
        Pair("all", r => r.Total);
        foreach (var client in before.Clients) Pair(client.Client, r => r.Clients.FirstOrDefault(c => c.Client == client.Client)?.Figures);
        foreach (var queue in before.Queues) Pair($"{queue.Client} / {queue.Queue}", r => r.Queues.FirstOrDefault(q => q.Client == queue.Client && q.Queue == queue.Queue)?.Figures);
        foreach (var group in (after ?? before).Groups.Select(g => g.Group))
        {
            Add($"agents: {group}", r => r.Groups.FirstOrDefault(g => g.Group == group) is { } g
                ? ["", "", "", "", "", "", "", $"{Number(g.StaffedHours)} h", Percent(g.Occupancy), Percent(g.ConcurrencyOccupancy)]
                : null);
        }

        var names = rows.Max(r => r.Name.Length);
        var widths = Enumerable.Range(0, columns.Length).Select(i => rows.Max(r => r.Cells[i].Length)).ToArray();
        yield return "";
        foreach (var (name, run, cells) in rows)
            yield return $"{name.PadRight(names)}  {run,-7}  {string.Join("  ", cells.Select((cell, i) => cell.PadLeft(widths[i])))}".TrimEnd();

        void Pair(string name, Func<SimulationResult, Figures?> of) => Add(name, r => of(r) is { } figures ? Cells(figures) : null);

        void Add(string name, Func<SimulationResult, string[]?> of)
        {
            if (of(before) is { } cells) rows.Add((name, after is null ? "" : "base", cells));
            if (after is not null && of(after) is { } changed) rows.Add((name, "changed", changed));
        }
    }

    static string[] Cells(Figures f) =>
    [
        Text(f.Offered), Text(f.Answered), Text(f.Abandoned), Text(f.Waiting), Percent(f.ServiceLevel), Number(f.AsaSeconds), Percent(f.AbandonRate),
        Number(f.LongestWaitSeconds), Percent(f.Occupancy), Number(f.Load),
    ];

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    static string Number(double? number) => number?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
    static string Percent(double? share) => share is { } some ? (100 * some).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";
}
