using System.Globalization;

namespace ContactCenter.History;

/// <summary>What is known of a violation's ticket, and of its agent meanwhile, by time: what the first look at a broken promise asks for.</summary>
public static class Timeline
{
    private const int Most = 200;
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(10);

    public static string Of(Evidence evidence, Violation violation)
    {
        var own = Lines(evidence, violation.Ticket, violation.Ticket is null ? violation.Agent : null).ToList();
        if (own.Count == 0) return "";
        var (from, to) = (own[0].At - Around, own[^1].At + Around);
        var his = Lines(evidence, null, violation.Agent).Where(l => l.At >= from && l.At <= to);
        var broken = evidence.Rough.SelectMany(r => new[] { (At: r.From, What: $"-- {r.What} begins"), (At: r.To, What: $"-- {r.What} has had its time") })
            .Where(r => r.At >= from && r.At <= to);
        var all = own.Concat(his).Concat(broken).Distinct().OrderBy(l => l.At).ToList();
        var shown = all.Count <= Most ? all : [.. all.Take(Most), (all[Most].At, $"({all.Count - Most} more)")];
        return string.Join(Environment.NewLine, shown.Select(l => $"    {l.At.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)} {l.What}"));
    }

    private static IEnumerable<(DateTimeOffset At, string What)> Lines(Evidence evidence, Guid? ticket, Guid? agent)
    {
        var lines = evidence.Events.Where(e => (ticket is { } t && e.Stream == t) || (agent is { } a && (e.Agent == a || e.Stream == a || e.From == a)))
            .Select(e => (At: e.Instant, What: $"{e.Type} {e.Sequence} of {e.Stream} agent={e.Agent} state={e.State} reason={e.Reason}"));
        var decided = evidence.Decisions.Where(d => (ticket is not null && d.Ticket == ticket) || (agent is not null && d.Agent == agent))
            .Select(d => (d.At, What: $"decision {d.Pool} {d.Epoch}-{d.Number} {d.Type} ticket={d.Ticket} agent={d.Agent} version={d.Version} reason={d.Reason}"));
        var asked = evidence.Acts.Where(c => (ticket is not null && c.Ticket == ticket) || (agent is not null && c.Agent == agent))
            .Select(c => (At: c.Start, What: $"{c.Operation} at {c.Node} by {c.Actor} ticket={c.Ticket} agent={c.Agent} -> {c.Status} {c.Code} after {(c.End - c.Start).TotalMilliseconds:0} ms"));
        return lines.Concat(decided).Concat(asked).OrderBy(l => l.At);
    }
}
