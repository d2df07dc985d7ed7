namespace ContactCenter.History.Rules;

/// <summary>
/// Promise 4: among the waiting items of his pool that an agent may take, the earliest deadline is offered first. Which lanes a profile
/// fits is read from the offers that were made; a heap a lane holds what waits, so each offer looks at the lanes' heads.
/// An item counts from a few seconds after it began to wait, since it comes through the outbox.
/// </summary>
internal sealed class DeadlineOrder
{
    private readonly Evidence evidence;
    private readonly List<Violation> found;
    private readonly Dictionary<Guid, PriorityQueue<Wait, DateTimeOffset>> lanes = [];
    private readonly HashSet<Wait> waiting = [];
    private readonly HashSet<Wait> taken = [];
    private readonly Dictionary<(Guid Ticket, Guid Agent), DateTimeOffset> declined = [];
    private readonly Dictionary<(Guid Ticket, long Version), Wait> waits;
    private readonly Dictionary<string, HashSet<Guid>> lanesOf = new(StringComparer.Ordinal);

    private DeadlineOrder(string pool, Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories, List<Violation> found)
    {
        (this.evidence, this.found) = (evidence, found);
        waits = stories.Values.SelectMany(s => s.Waits).Where(w => w.Pool == pool).ToDictionary(w => (w.Ticket, w.ClaimVersion));
        foreach (var made in evidence.Decisions.Where(d => d.Type == "offerMade"))
        {
            if (!waits.TryGetValue((made.Ticket!.Value, made.Version), out var wait)) continue;
            if (!lanesOf.TryGetValue(made.Profile, out var fitting)) lanesOf[made.Profile] = fitting = [];
            fitting.Add(wait.Queue);
        }
    }

    public static void Check(Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories, List<Violation> found)
    {
        foreach (var (pool, ofPool) in evidence.ByPool()) new DeadlineOrder(pool, ofPool, stories, found).Walk();
    }

    private void Walk()
    {
        var arrivals = waits.Values.Select(w => (At: Known(w), Wait: w)).OrderBy(a => a.At).ToList();
        var offers = new Dictionary<Guid, Wait>();
        var arrived = 0;
        foreach (var decision in evidence.Decisions.OrderBy(d => d.Epoch).ThenBy(d => d.Number))
        {
            for (; arrived < arrivals.Count && arrivals[arrived].At <= decision.At; arrived++)
            {
                if (!taken.Contains(arrivals[arrived].Wait)) Enter(arrivals[arrived].Wait);
            }

            if (decision.Type == "offerMade" && waits.TryGetValue((decision.Ticket!.Value, decision.Version), out var wait))
            {
                waiting.Remove(wait);
                taken.Add(wait);
                offers[decision.Offer!.Value] = wait;
                if (!evidence.IsRough(decision.At, decision.At)) Look(decision, wait);
            }
            else if (decision.Type == "offerEnded" && offers.Remove(decision.Offer!.Value, out var ended))
            {
                if (decision.Reason == "declined") declined[(ended.Ticket, decision.Agent!.Value)] = decision.At;
                // What rang others as well is taken from them, or goes on ringing them.
                var others = offers.Where(o => o.Value == ended).Select(o => o.Key).ToList();
                if (decision.Reason == "accepted") others.ForEach(o => offers.Remove(o));
                else if (others.Count == 0) Enter(ended);
            }
        }
    }

    /// <summary>From when on the index must know of it.</summary>
    private DateTimeOffset Known(Wait wait)
    {
        var known = wait.From + evidence.Patience;
        foreach (var rough in evidence.Rough.OrderBy(r => r.From))
        {
            if (rough.From <= known && wait.From <= rough.To && known < rough.To + evidence.Patience) known = rough.To + evidence.Patience;
        }

        return known;
    }

    private void Enter(Wait wait)
    {
        if (!waiting.Add(wait)) return;
        if (!lanes.TryGetValue(wait.Queue, out var lane)) lanes[wait.Queue] = lane = new();
        lane.Enqueue(wait, wait.Deadline);
    }

    private void Look(DecisionRow made, Wait offered)
    {
        foreach (var queue in lanesOf[made.Profile])
        {
            // The index counts milliseconds.
            if (Head(queue, made) is { } first && first.Deadline.ToUnixTimeMilliseconds() < offered.Deadline.ToUnixTimeMilliseconds())
            {
                found.Add(new("deadline order", first.Ticket, made.Agent,
                    $"due {first.Deadline:O}, waiting since {first.From:O}, overtaken at {made.At:O} by {offered.Ticket}, due {offered.Deadline:O}"));
            }
        }
    }

    /// <summary>The most urgent item of a lane that he may be asked about.</summary>
    private Wait? Head(Guid queue, DecisionRow made)
    {
        if (!lanes.TryGetValue(queue, out var lane)) return null;
        var passed = new List<Wait>();
        Wait? head = null;
        while (head is null && lane.TryPeek(out var wait, out _))
        {
            if (!waiting.Contains(wait) || wait.Until <= made.At + evidence.Patience)
            {
                lane.Dequeue();
                waiting.Remove(wait);
            }
            else if (declined.ContainsKey((wait.Ticket, made.Agent!.Value)))
            {
                passed.Add(lane.Dequeue());
            }
            else
            {
                head = wait;
            }
        }

        foreach (var wait in passed) lane.Enqueue(wait, wait.Deadline);
        return head;
    }
}
