using ContactCenter.History.Rules;

namespace ContactCenter.History;

/// <summary>A promise that was broken, of whom, and what shows it.</summary>
public sealed record Violation(string Rule, Guid? Ticket, Guid? Agent, string Evidence)
{
    public override string ToString() => $"{Rule}: {(Ticket is { } t ? $"ticket {t}, " : "")}{(Agent is { } a ? $"agent {a}, " : "")}{Evidence}";
}

/// <summary>
/// Says which promises a history breaks; see the routing library's page of promises. Each rule sorts what it needs once
/// and walks it once: O(n log n).
/// </summary>
public static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(Evidence evidence)
    {
        var found = new List<Violation>();
        var stories = TicketStory.Read(evidence, found);
        Ownership.Check(evidence, stories, found);
        Offers.Check(evidence, stories, found);
        Loads.Check(evidence, stories, found);
        DeadlineOrder.Check(evidence, stories, found);
        Messages.Check(evidence, found);
        Screens.Check(evidence, found);
        return found;
    }
}
