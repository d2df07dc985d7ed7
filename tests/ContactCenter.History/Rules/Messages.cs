namespace ContactCenter.History.Rules;

/// <summary>
/// What was acknowledged is stored, once, where and as it was sent; a ticket's messages are numbered without a gap in the
/// order in which their senders were answered; what the system says in a talk matches its facts.
/// </summary>
internal static class Messages
{
    private const string Stored = "acknowledged is stored";
    private const string Once = "stored once";
    private const string Order = "order within a ticket";

    // A line of the system's and the facts of which each has one; `greeting` is a subscriber's of the checker's own proof.
    private static readonly (string Code, string[] Facts)[] Lines =
        [("agent_joined", ["ticketAssigned", "ticketTransferred"]), ("greeting", ["ticketOpened"])];

    public static void Check(Evidence evidence, List<Violation> found)
    {
        CheckStored(evidence, found);
        CheckOnce(evidence, found);
        CheckSequences(evidence, found);
        CheckFacts(evidence, found);
        CheckAnswers(evidence, found);
    }

    private static void CheckStored(Evidence evidence, List<Violation> found)
    {
        var stored = evidence.Messages.ToLookup(m => m.Id);
        foreach (var act in evidence.Acts.Where(a => a.Done && a.Operation is Operation.Send or Operation.Reply))
        {
            var message = stored[act.Message!.Value].FirstOrDefault(m => m.Text == act.Text);
            if (message is null) found.Add(new(Stored, act.Ticket, act.Agent, $"{act.Actor} was answered {act.Status} at {act.Node} for {act.Message} and it is not there"));
        }
    }

    private static void CheckOnce(Evidence evidence, List<Violation> found)
    {
        var sent = evidence.Acts.Where(a => a.Operation is Operation.Send or Operation.Reply).Select(a => a.Message!.Value).ToHashSet();
        foreach (var message in evidence.Messages.Where(m => m.Kind is "customer" or "reply" && !sent.Contains(m.Id)))
            found.Add(new(Once, message.Ticket, message.Author, $"message {message.Id} ({message.Kind} at {message.Sequence}) was sent by nobody"));
        foreach (var twice in evidence.Messages.Where(m => m.Kind is "customer" or "reply").GroupBy(m => m.Text).Where(g => g.Count() > 1))
            found.Add(new(Once, twice.First().Ticket, null, $"\"{twice.Key}\" is stored {twice.Count()} times: {string.Join(", ", twice.Select(m => m.Id))}"));
    }

    private static void CheckSequences(Evidence evidence, List<Violation> found)
    {
        var messages = evidence.Messages.ToLookup(m => m.Ticket);
        foreach (var ticket in evidence.Tickets)
        {
            var sequences = messages[ticket.Id].Select(m => m.Sequence).Order().ToList();
            var gap = sequences.Where((sequence, i) => sequence != i + 1).Cast<long?>().FirstOrDefault();
            if (gap is not null || sequences.Count != ticket.MessageSequence)
                found.Add(new(Order, ticket.Id, null, $"{sequences.Count} messages, the last number given is {ticket.MessageSequence}, the first out of place {gap}"));
        }
    }

    private static void CheckFacts(Evidence evidence, List<Violation> found)
    {
        var said = evidence.Events.Where(e => e.Type is "messageReceived" or "replySent").ToLookup(e => e.Message!.Value);
        foreach (var message in evidence.Messages.Where(m => m.Kind is "customer" or "reply"))
        {
            var facts = said[message.Id].ToList();
            if (facts.Count != 1 || facts[0].MessageSequence != message.Sequence)
                found.Add(new(Once, message.Ticket, null, $"message {message.Id} at {message.Sequence} has {facts.Count} facts in the journal"));
        }

        foreach (var (code, facts) in Lines)
        {
            var lines = evidence.Messages.Where(m => m.Code == code).ToLookup(m => m.Ticket);
            var events = evidence.Events.Where(e => facts.Contains(e.Type)).ToLookup(e => e.Stream);
            foreach (var ticket in evidence.Tickets.Where(t => lines[t.Id].Count() > events[t.Id].Count()))
                found.Add(new(Once, ticket.Id, null, $"{lines[ticket.Id].Count()} lines \"{code}\" of {events[ticket.Id].Count()} facts"));
        }
    }

    /// <summary>Who was answered before another began stands before him. What was asked for twice counts as the first time.</summary>
    private static void CheckAnswers(Evidence evidence, List<Violation> found)
    {
        var stored = evidence.Messages.Where(m => m.Kind is "customer" or "reply").ToLookup(m => m.Id);
        var acts = evidence.Acts.Where(a => a.Message is not null).GroupBy(a => a.Message!.Value)
            .Select(tries => (Start: tries.Min(a => a.Start), End: tries.Where(a => a.Done).Min(a => (DateTimeOffset?)a.End), Message: stored[tries.Key].FirstOrDefault()))
            .Where(a => a.End is not null && a.Message is not null);
        foreach (var ticket in acts.GroupBy(a => a.Message!.Ticket))
        {
            var answered = ticket.OrderBy(a => a.End).ToList();
            var (next, highest) = (0, 0L);
            foreach (var act in ticket.OrderBy(a => a.Start))
            {
                for (; next < answered.Count && answered[next].End < act.Start; next++) highest = Math.Max(highest, answered[next].Message!.Sequence);
                if (act.Message!.Sequence < highest)
                    found.Add(new(Order, ticket.Key, null, $"{act.Message.Id} has {act.Message.Sequence}, but {highest} had been answered before it was sent"));
            }
        }
    }
}
