namespace ContactCenter.History.Rules;

/// <summary>Promises 1 and 2: what an agent was told is his is his, and what waits is known to the index.</summary>
internal static class Ownership
{
    public static void Check(Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories, List<Violation> found)
    {
        foreach (var act in evidence.Acts.Where(a => a.Done && a.Operation is Operation.Accept or Operation.Assign))
        {
            var held = act is { Ticket: { } ticket, Agent: { } agent } && stories.TryGetValue(ticket, out var story)
                && story.Holds.Any(h => h.Agent == agent && h.From <= act.End + Evidence.Skew);
            if (!held) found.Add(new("one owner", act.Ticket, act.Agent, $"{act.Operation} at {act.Node} was answered {act.Status} and nothing of it was committed"));
        }

        foreach (var act in evidence.Acts.Where(a => a.Done && a.Operation == Operation.Close))
        {
            if (act.Ticket is not { } ticket || !stories.TryGetValue(ticket, out var story) || !story.Holds.Any(h => h.Until <= act.End + Evidence.Skew))
                found.Add(new("never lost", act.Ticket, act.Agent, $"its close at {act.Node} was answered {act.Status} and not committed"));
        }

        if (evidence.Index is not { } index) return;
        foreach (var ticket in evidence.Tickets.Where(t => t.Status == "waiting" && !index.Waiting.Contains(t.Id)))
            found.Add(new("never lost", ticket.Id, null, "it waits in PostgreSQL and the index does not know it"));
        foreach (var row in evidence.Outbox) found.Add(new("never lost", null, null, $"left in the outbox: {row}"));
    }
}
