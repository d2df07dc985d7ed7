namespace ContactCenter.History.Rules;

/// <summary>
/// Promises 1 and 5: one open offer an agent, of an item only those of one instant, for a wait that there is, that end at their
/// deadline, and all when one is accepted; who lets two in a row expire gets no more until he says that he is ready. In the order
/// in which the scripts decided.
/// </summary>
internal sealed class Offers
{
    private const string One = "one offer";
    private const string Deadline = "offer's deadline";
    private const string Silent = "two expiries";
    private readonly Evidence evidence;
    private readonly IReadOnlyDictionary<Guid, TicketStory> stories;
    private readonly List<Violation> found;
    private readonly Dictionary<Guid, DecisionRow> byAgent = [];
    private readonly Dictionary<Guid, List<DecisionRow>> byTicket = [];
    private readonly Dictionary<Guid, DecisionRow> expired = [];
    private readonly Dictionary<Guid, DateTimeOffset> silent = [];
    private readonly ILookup<Guid, DateTimeOffset> heard;
    private DecisionRow? mustSilence;

    private Offers(Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories, List<Violation> found)
    {
        (this.evidence, this.stories, this.found) = (evidence, stories, found);
        heard = evidence.Events.Where(e => e is { StreamKind: "agent" } or { Type: "ticketAssigned" or "ticketTransferred" })
            .ToLookup(e => e.StreamKind == "agent" ? e.Stream : e.Agent!.Value, e => e.Instant);
    }

    public static void Check(Evidence evidence, IReadOnlyDictionary<Guid, TicketStory> stories, List<Violation> found)
    {
        foreach (var (_, ofPool) in evidence.ByPool()) new Offers(ofPool, stories, found).Walk();
        foreach (var ofTicket in evidence.Decisions.Where(d => d.Type is "offerMade" or "offerEnded").GroupBy(d => d.Ticket)) OfOnePool([.. ofTicket], found);
    }

    /// <summary>What goes to another pool is first taken out of the one in which it was. Pools share no numbers, only the time.</summary>
    private static void OfOnePool(List<DecisionRow> decisions, List<Violation> found)
    {
        var ends = decisions.Where(d => d.Type == "offerEnded").ToLookup(d => d.Offer, d => d.At);
        var before = new List<(DecisionRow Made, DateTimeOffset Until)>();
        foreach (var made in decisions.Where(d => d.Type == "offerMade").OrderBy(d => d.At))
        {
            var until = ends[made.Offer].Append(DateTimeOffset.MaxValue).Min();
            var clear = made.At + Evidence.Skew;
            if (before.Find(b => b.Made.Pool != made.Pool && b.Until > clear && until > clear) is { Made: { } open })
                found.Add(new(One, made.Ticket, made.Agent, $"offered in {made.Pool} at {made.At:O} while {open.Agent} was asked in {open.Pool}"));
            before.Add((made, until));
        }
    }

    private void Walk()
    {
        DecisionRow? last = null;
        foreach (var decision in evidence.Decisions.OrderBy(d => d.Epoch).ThenBy(d => d.Number))
        {
            Follow(last, decision);
            if (mustSilence is { } second && (decision.Type != "agentNotResponding" || decision.Agent != second.Agent))
                Broken(Silent, second, "two of his offers in a row expired and he was not silenced");
            mustSilence = null;
            if (decision.Type == "offerMade") Made(decision);
            else if (decision.Type == "offerEnded") Ended(decision);
            else if (decision.Type == "agentNotResponding") silent[decision.Agent!.Value] = decision.At;
            last = decision;
        }

        foreach (var open in byAgent.Values.Where(o => o.Deadline + evidence.Patience < evidence.At && !evidence.IsRough(o.Deadline, evidence.At)))
            Broken(Deadline, open, $"made at {open.At:O}, due at {open.Deadline:O}, and still open at {evidence.At:O}");
    }

    private void Follow(DecisionRow? last, DecisionRow decision)
    {
        if (last?.Epoch == decision.Epoch)
        {
            if (decision.Number != last.Number + 1) Broken("decisions kept", decision, $"decision {decision.Epoch}-{decision.Number} follows {last.Number}");
            return;
        }

        if (decision.Number != 1) Broken("decisions kept", decision, $"epoch {decision.Epoch} begins with {decision.Number}");
        // A lost index has forgotten its offers; what was still in the stream says so itself.
        byAgent.Clear();
        byTicket.Clear();
        expired.Clear();
        silent.Clear();
    }

    private void Made(DecisionRow made)
    {
        var (agent, ticket) = (made.Agent!.Value, made.Ticket!.Value);
        if (!byAgent.TryAdd(agent, made)) Broken(One, made, $"his offer {byAgent[agent].Offer} of {byAgent[agent].Ticket} is open");
        if (!byTicket.TryGetValue(ticket, out var others)) byTicket[ticket] = others = [];
        if (others.Find(o => o.At != made.At || o.Version != made.Version) is { } other)
            Broken(One, made, $"it is being offered to {other.Agent} since {other.At:O}");
        byAgent[agent] = made;
        others.Add(made);
        var wait = stories.GetValueOrDefault(ticket)?.Waits.Find(w => w.ClaimVersion == made.Version);
        if (wait is null) Broken(One, made, $"offered at version {made.Version}, at which it never waited");
        else if (wait.EndedByOwner && made.At > wait.Until + Evidence.Skew) Broken(One, made, $"offered at {made.At:O}, owned since {wait.Until:O}");
        if (silent.TryGetValue(agent, out var since) && !heard[agent].Any(at => at > since - evidence.Patience && at <= made.At + Evidence.Skew))
            Broken(Silent, made, $"he had let two offers expire at {since:O} and has not said anything since");
        silent.Remove(agent);
    }

    private void Ended(DecisionRow ended)
    {
        var agent = ended.Agent!.Value;
        if (byAgent.TryGetValue(agent, out var made) && made.Offer == ended.Offer)
        {
            byAgent.Remove(agent);
            byTicket[ended.Ticket!.Value].Remove(made);
            var late = ended.At > made.Deadline + evidence.Patience && !evidence.IsRough(made.Deadline, ended.At);
            if (late) Broken(Deadline, ended, $"due at {made.Deadline:O}, ended ({ended.Reason}) at {ended.At:O}");
            if (ended.Reason == "expired" && ended.At < made.Deadline) Broken(Deadline, ended, $"expired at {ended.At:O}, due at {made.Deadline:O}");
        }
        else if (ended.Reason != "withdrawn")
        {
            Broken(One, ended, $"ended ({ended.Reason}) and was not open");
        }

        if (ended.Reason is "accepted" or "declined") expired.Remove(agent);
        if (ended.Reason == "expired") Expired(agent, ended);
    }

    /// <summary>The second in a row must be followed by the decision that silences him, unless he was heard of in between.</summary>
    private void Expired(Guid agent, DecisionRow ended)
    {
        var before = expired.GetValueOrDefault(agent);
        expired[agent] = ended;
        if (before is null || evidence.IsRough(before.At, ended.At)) return;
        if (heard[agent].Any(at => at >= before.At - evidence.Patience && at <= ended.At + Evidence.Skew)) return;
        mustSilence = ended;
        expired.Remove(agent);
    }

    private void Broken(string rule, DecisionRow decision, string what) => found.Add(new(rule, decision.Ticket, decision.Agent, what));
}
