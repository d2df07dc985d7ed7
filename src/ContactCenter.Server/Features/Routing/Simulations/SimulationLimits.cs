using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>How large a run may be, so that one planner's question does not take a node for a night.</summary>
static class SimulationLimits
{
    public const int Body = 16 * 1024 * 1024;
    public const int MostChanges = 500;

    /// <summary>Of one person: who asks faster than he is answered waits.</summary>
    public const int MostWaiting = 20;

    const int MostDays = 31;
    const int MostQueues = 1_000;
    const int MostAgents = 20_000;
    const int MostContacts = 1_000_000;

    /// <summary>What is wrong with a scenario, its size before all else.</summary>
    public static Problem? Check(Scenario scenario, string at)
    {
        var size = new Shape()
            .Need(scenario.End - scenario.Start <= TimeSpan.FromDays(MostDays), $"{at}.end", $"At most {MostDays} days.")
            .Need(scenario.Queues is null || scenario.Queues.Count <= MostQueues, $"{at}.queues", $"At most {MostQueues} queues.")
            .Need((scenario.Agents ?? []).Sum(g => (long)(g?.Count ?? 0)) <= MostAgents, $"{at}.agents", $"At most {MostAgents} agents.")
            .Need((scenario.Queues ?? []).Sum(Contacts) <= MostContacts, $"{at}.queues", $"At most {MostContacts} contacts.");
        return size.Problem ?? Of(scenario.Errors(), path => $"{at}.{path}");
    }

    public static Problem? Of(IReadOnlyList<ScenarioError> errors, Func<string, string> field) =>
        errors.Take(Sheet.MostErrors).Aggregate(new Shape(), (shape, e) => shape.Need(false, field(e.Path), e.Message)).Problem;

    static double Contacts(SimulatedQueue? queue) => queue is null ? 0 : (queue.Contacts?.Count ?? 0) + (queue.Arrivals ?? []).Sum(a => a?.Count ?? 0);
}
