namespace ContactCenter.History.Rules;

/// <summary>
/// Promise 3: nobody gets work that he has no room for, offers counted in. Twice: each offer against what he was offered by
/// the order of decisions, whatever clocks say, and what he owns well before and after; and intervals of all that an agent
/// holds, of whatever pool and origin, swept by time: where one begins, the sum must fit. In the end the index must count what
/// PostgreSQL says he owns.
/// </summary>
internal static class Loads
{
    private const string Rule = "load at most 100";
    private const int Full = 100;

    /// <summary>A decision is made no earlier than it says, but on a busy machine later; the clocks of Redis and the nodes differ, too.</summary>
    private static readonly TimeSpan DecidedWithin = TimeSpan.FromSeconds(1);

    private sealed record Interval(Guid Agent, Guid Ticket, int Weight, DateTimeOffset From, DateTimeOffset Until, string What);

    public static void Check(Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories, List<Violation> found)
    {
        var channels = evidence.Tickets.ToDictionary(t => t.Id, t => t.Channel);
        var forced = evidence.Acts.Where(a => a is { Operation: Operation.Assign, Forced: true }).Select(a => (a.Agent, a.Ticket)).ToHashSet();
        var intervals = evidence.ByPool().SelectMany(p => Offered(p.Evidence, stories))
            .Concat(stories.Values.SelectMany(s => s.Holds).Select(h => new Interval(h.Agent, h.Ticket, 0, h.From, h.Until, "owned")))
            .Where(i => channels.ContainsKey(i.Ticket))
            .Select(i => i with { Weight = evidence.Weight(i.Agent, channels[i.Ticket]) });
        foreach (var agent in intervals.GroupBy(i => i.Agent))
        {
            // What was forced on him may come on top of anything; that nothing is offered to him after it the order of decisions tells.
            Sweep(Merged(agent.Where(i => i.From < i.Until && !forced.Contains((i.Agent, i.Ticket)))), found);
        }

        foreach (var (_, pool) in evidence.ByPool()) InOrder(pool, stories, channels, found);
        if (evidence.Index is { } index) Compare(evidence, index, found);
    }

    /// <summary>An offer weighs until it ends; one that was accepted until the commit, where owning goes on, or fails.</summary>
    private static IEnumerable<Interval> Offered(Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories)
    {
        var open = new Dictionary<Guid, DecisionRow>();
        var accepted = new Dictionary<Guid, (DecisionRow Made, DateTimeOffset At)>();
        var (epoch, known) = (0L, DateTimeOffset.MinValue);
        foreach (var decision in evidence.Decisions.OrderBy(d => d.Epoch).ThenBy(d => d.Number))
        {
            if (decision.Epoch != epoch)
            {
                // How the offers of an index that was lost ended may be lost as well: they are known up to its last decision.
                foreach (var lost in open.Values) yield return Of(lost, known);
                open.Clear();
                epoch = decision.Epoch;
            }

            known = decision.At;

            if (decision.Type == "offerMade")
            {
                // Offered anew: what was accepted before had not been committed.
                if (accepted.Remove(decision.Ticket!.Value, out var failed)) yield return Claimed(failed.Made, failed.At, decision.At);
                open[decision.Offer!.Value] = decision;
            }

            if (decision.Type != "offerEnded" || !open.Remove(decision.Offer!.Value, out var made)) continue;
            if (decision.Reason == "accepted") accepted[made.Ticket!.Value] = (made, decision.At);
            else yield return Of(made, decision.At);
        }

        foreach (var (made, at) in accepted.Values) yield return Claimed(made, at, DateTimeOffset.MaxValue);
        foreach (var last in open.Values) yield return Of(last, DateTimeOffset.MaxValue);

        Interval Claimed(DecisionRow made, DateTimeOffset at, DateTimeOffset before)
        {
            var hold = stories.GetValueOrDefault(made.Ticket!.Value)?.Holds.Find(h => h.Agent == made.Agent && h.From >= at - Evidence.Skew && h.From < before);
            return Of(made, hold is not null && hold.From > at ? hold.From : at);
        }

        static Interval Of(DecisionRow made, DateTimeOffset until) => new(made.Agent!.Value, made.Ticket!.Value, 0, made.At + DecidedWithin, until, $"offered {made.Epoch}-{made.Number}");
    }

    /// <summary>One ticket weighs once, however its offer and its owning overlap.</summary>
    private static IEnumerable<Interval> Merged(IEnumerable<Interval> ofAgent)
    {
        foreach (var ofTicket in ofAgent.GroupBy(i => i.Ticket))
        {
            Interval? current = null;
            foreach (var next in ofTicket.OrderBy(i => i.From))
            {
                if (current is not null && next.From <= current.Until)
                {
                    if (next.Until > current.Until) current = current with { Until = next.Until };
                    continue;
                }

                if (current is not null) yield return current;
                current = next;
            }

            if (current is not null) yield return current;
        }
    }

    private static void Sweep(IEnumerable<Interval> intervals, List<Violation> found)
    {
        var held = new List<Interval>();
        foreach (var next in intervals.OrderBy(i => i.From))
        {
            held.RemoveAll(h => h.Until <= next.From);
            held.Add(next);
            var load = held.Sum(h => h.Weight);
            if (load > Full) found.Add(new(Rule, next.Ticket, next.Agent, $"{next.What} at {next.From:O} brings him to {load}"));
        }
    }

    /// <summary>
    /// What was offered to him before and has not ended in the order of decisions, and what he owned before and owns well after
    /// this one: when he closed something is known by the clock alone.
    /// </summary>
    private static void InOrder(
        Evidence pool, IReadOnlyDictionary<Guid, TicketStory> stories, IReadOnlyDictionary<Guid, string> channels, List<Violation> found)
    {
        var holds = stories.Values.SelectMany(s => s.Holds).ToLookup(h => h.Agent);
        var open = new Dictionary<Guid, DecisionRow>();
        var epoch = 0L;
        foreach (var decision in pool.Decisions.OrderBy(d => d.Epoch).ThenBy(d => d.Number))
        {
            // What was offered by an index that was lost may have ended unseen.
            if (decision.Epoch != epoch) open.Clear();
            epoch = decision.Epoch;
            if (decision.Type == "offerEnded") open.Remove(decision.Offer!.Value);
            if (decision.Type != "offerMade") continue;
            open[decision.Offer!.Value] = decision;
            var agent = decision.Agent!.Value;
            var load = open.Values.Where(o => o.Agent == agent).Select(o => o.Ticket!.Value)
                .Union(holds[agent].Where(h => h.From <= decision.At && h.Until > decision.At + DecidedWithin).Select(h => h.Ticket))
                .Where(channels.ContainsKey).Sum(t => pool.Weight(agent, channels[t]));
            if (load > Full) found.Add(new(Rule, decision.Ticket, agent, $"offered {decision.Epoch}-{decision.Number} at {decision.At:O} brings him to {load}"));
        }
    }

    private static void Compare(Evidence evidence, IndexState index, List<Violation> found)
    {
        var owned = evidence.Tickets.Where(t => t.Status is "assigned" or "wrap-up").ToLookup(t => t.Agent!.Value);
        var channels = evidence.Tickets.ToDictionary(t => t.Id, t => t.Channel);
        foreach (var (agent, (load, offered)) in index.Loads)
        {
            var sum = owned[agent].Sum(t => evidence.Weight(agent, t.Channel)) + (offered is { } ticket ? evidence.Weight(agent, channels[ticket]) : 0);
            if (load != sum) found.Add(new("load sums", null, agent, $"the index says {load}, PostgreSQL {sum}: {string.Join(", ", owned[agent].Select(t => t.Id))}"));
        }
    }
}
