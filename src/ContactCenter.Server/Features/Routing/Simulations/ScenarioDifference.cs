using ContactCenter.Routing.Simulation;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Routing.Simulations;

/// <summary>What makes one scenario of a day into another of the same day under other rules.</summary>
static class ScenarioDifference
{
    public static IReadOnlyList<Change> Between(Scenario one, Scenario other) =>
        [.. Queues(one, other), .. JsonShapes.Same(one.Shares, other.Shares) ? [] : (Change[])[new SharesChange(other.Shares)], .. Groups(one, other)];

    static IEnumerable<Change> Queues(Scenario one, Scenario other)
    {
        foreach (var (was, now) in one.Queues.Join(other.Queues, q => (q.Client, q.Name), q => (q.Client, q.Name), (was, now) => (was, now)))
        {
            var change = new QueueChange(now.Name, now.Client)
            {
                AnswerTargetSeconds = Unless(was.AnswerTargetSeconds, now.AnswerTargetSeconds), HeadStartSeconds = Unless(was.HeadStartSeconds, now.HeadStartSeconds),
                OfferSeconds = Unless(was.OfferSeconds, now.OfferSeconds), AutoAccept = Unless(was.AutoAccept, now.AutoAccept), RingAgents = Unless(was.RingAgents, now.RingAgents),
                BestSkilled = Unless(was.BestSkilled, now.BestSkilled),
                Relaxations = JsonShapes.Same(was.Relaxations, now.Relaxations) ? null : now.Relaxations, Skills = JsonShapes.Same(was.Skills, now.Skills) ? null : now.Skills,
                // A queue without hours is always open.
                Open = JsonShapes.Same(was.Open, now.Open) ? null : now.Open ?? [new(other.Start, other.End)],
            };
            if (change != new QueueChange(now.Name, now.Client)) yield return change;
        }
    }

    /// <summary>Groups are alike by what they are, not by what they are called: the number in a name is only their order.</summary>
    static IEnumerable<Change> Groups(Scenario one, Scenario other)
    {
        var left = one.Agents.ToList();
        var added = new List<AgentGroup>();
        foreach (var group in other.Agents)
        {
            if (left.Find(g => JsonShapes.Same(g with { Name = "", Count = 0 }, group with { Name = "", Count = 0 })) is not { } same)
            {
                added.Add(group);
                continue;
            }
            left.Remove(same);
            if (same.Count != group.Count) yield return new StaffingChange(same.Name, group.Count);
        }
        foreach (var gone in left) yield return new StaffingChange(gone.Name, 0);
        var names = one.Agents.Select(g => g.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var group in added)
        {
            var name = group.Name;
            while (!names.Add(name)) name += "+";
            yield return new AddGroupChange(group with { Name = name });
        }
    }

    static T? Unless<T>(T was, T now) where T : struct => EqualityComparer<T>.Default.Equals(was, now) ? null : now;
}
