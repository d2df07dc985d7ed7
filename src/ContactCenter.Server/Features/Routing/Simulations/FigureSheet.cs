using System.Globalization;
using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>GET /simulations/{id}/figures.csv: a row for the whole, each client and each queue, and one for each of their half-hours.</summary>
static class FigureSheet
{
    static readonly string[] columns =
    [
        "run", "client", "queue", "channel", "from", "offered", "answered", "answeredInTarget", "abandoned", "abandonedInTarget", "waiting",
        $"serviceLevel ({Figures.Formula})", "asaSeconds", "abandonRate", "longestWaitSeconds", "occupancy", "loadErlangs",
    ];

    public static async Task<Results<FileContentHttpResult, Problem>> Export(Guid id, AppDb db, CancellationToken cancellationToken)
    {
        var run = await db.Set<Simulation>().Where(s => s.Id == id).Select(s => new { s.State, s.BaseKey, s.ChangedKey }).SingleOrDefaultAsync(cancellationToken);
        if (run is null) return Problem.NotFound;
        var result = run.State == SimulationState.Done ? await ShowSimulations.Results(db, run.BaseKey, run.ChangedKey, cancellationToken) : null;
        if (result is null) return Problem.Conflict("simulation_not_done", "There are no figures yet.");
        return Of(result.Base, result.Changed);
    }

    public static FileContentHttpResult Of(SimulationResult before, SimulationResult? after) =>
        Sheet.Write("figures.csv", columns, Rows("base", before).Concat(after is null ? [] : Rows("changed", after)));

    static IEnumerable<string[]> Rows(string run, SimulationResult result) =>
    [
        .. Part([run, "", "", ""], result.Total, result.HalfHours),
        .. result.Clients.SelectMany(c => Part([run, c.Client, "", ""], c.Figures, c.HalfHours)),
        .. result.Queues.SelectMany(q => Part([run, q.Client, q.Queue, q.Channel], q.Figures, q.HalfHours)),
    ];

    static IEnumerable<string[]> Part(string[] of, Figures whole, IReadOnlyList<HalfHour> halfHours) =>
        halfHours.Select(h => Row(of, Text(h.From), h.Figures)).Prepend(Row(of, "", whole));

    static string[] Row(string[] of, string from, Figures f) =>
    [
        .. of, from, Text(f.Offered), Text(f.Answered), Text(f.AnsweredInTarget), Text(f.Abandoned), Text(f.AbandonedInTarget), Text(f.Waiting),
        Text(f.ServiceLevel), Text(f.AsaSeconds), Text(f.AbandonRate), Text(f.LongestWaitSeconds), Text(f.Occupancy), Text(f.Load),
    ];

    static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    static string Text(double? figure) => figure?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
