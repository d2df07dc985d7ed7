namespace ContactCenter.History.Rules;

/// <summary>A time in which a ticket waited, named by the version that a claim of it must name.</summary>
internal sealed record Wait(Guid Ticket, long ClaimVersion, DateTimeOffset From, DateTimeOffset Deadline, Guid Queue, string Pool)
{
    public DateTimeOffset Until { get; set; } = DateTimeOffset.MaxValue;

    public bool EndedByOwner { get; set; }
}

/// <summary>A time in which an agent owned a ticket.</summary>
internal sealed record Hold(Guid Ticket, Guid Agent, DateTimeOffset From)
{
    public DateTimeOffset Until { get; set; } = DateTimeOffset.MaxValue;
}

/// <summary>A ticket's life as its journal tells it. What cannot follow from what came before is a violation.</summary>
internal sealed class TicketStory
{
    private const string Rule = "one owner";
    private readonly TicketRow row;
    private readonly List<Violation> found;

    private TicketStory(TicketRow row, List<Violation> found) => (this.row, this.found) = (row, found);

    public List<Wait> Waits { get; } = [];

    public List<Hold> Holds { get; } = [];

    public string Status { get; private set; } = "";

    public Guid? Owner { get; private set; }

    public long ClaimVersion { get; private set; }

    public static IReadOnlyDictionary<Guid, TicketStory> Read(Evidence evidence, List<Violation> found)
    {
        var facts = evidence.Events.Where(e => e.StreamKind == "ticket").ToLookup(e => e.Stream);
        return evidence.Tickets.ToDictionary(t => t.Id, t =>
        {
            var story = new TicketStory(t, found);
            story.Follow([.. facts[t.Id].OrderBy(e => e.Sequence)], evidence);
            return story;
        });
    }

    private void Follow(List<EventRow> facts, Evidence evidence)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].Sequence != i + 1) Broken(null, $"its journal has sequence {facts[i].Sequence} where {i + 1} must stand");
            Apply(facts[i], evidence);
        }

        if (facts.Count != row.Version) Broken(null, $"its journal has {facts.Count} facts, its row is at version {row.Version}");
        if (Status != row.Status || (row.Status is "assigned" or "wrap-up" && Owner != row.Agent) || ClaimVersion != row.ClaimVersion)
            Broken(row.Agent, $"its row says {row.Status} of {row.Agent} at {row.ClaimVersion}, its journal {Status} of {Owner} at {ClaimVersion}");
    }

    private void Apply(EventRow fact, Evidence evidence)
    {
        switch (fact.Type)
        {
            case "ticketOpened":
                Need(fact, Status.Length == 0);
                Await(fact, evidence);
                break;
            case "ticketReopened":
                Need(fact, Status == "closed");
                Await(fact, evidence);
                break;
            case "ticketReturned":
                Need(fact, Status == "assigned" && fact.Agent == Owner);
                Release(fact);
                Await(fact, evidence);
                break;
            case "ticketMoved" or "ticketChangedPool" or "ticketHoursChanged":
                Need(fact, Status == "waiting");
                EndWait(fact, byOwner: false);
                Await(fact, evidence);
                break;
            case "ticketAssigned":
                Need(fact, Status == "waiting");
                EndWait(fact, byOwner: true);
                Own(fact);
                break;
            case "ticketTransferred":
                Need(fact, Status == "assigned" && fact.From == Owner);
                Release(fact);
                Own(fact);
                break;
            case "ticketEnded":
                Need(fact, Status == "assigned" && fact.Agent == Owner);
                Status = "wrap-up";
                break;
            case "ticketResumed":
                Need(fact, Status == "wrap-up" && fact.Agent == Owner);
                Status = "assigned";
                break;
            case "ticketClosed":
                Need(fact, Status != "closed" && fact.Agent == Owner);
                Close(fact);
                break;
            case "ticketAbandoned":
                Need(fact, Status == "waiting");
                Close(fact);
                break;
            case "replySent":
                Need(fact, fact.Agent == Owner);
                break;
        }
    }

    private void Await(EventRow fact, Evidence evidence)
    {
        (Status, Owner, ClaimVersion) = ("waiting", null, fact.Sequence);
        var queue = fact.Queue!.Value;
        // At the front, and in another pool, it keeps the deadline of its first wait.
        var since = fact.Type == "ticketMoved" ? fact.WaitingSince!.Value : fact.Instant;
        var deadline = (fact.Front || fact.Type == "ticketChangedPool") && Waits.Count > 0 ? Waits[^1].Deadline : since + evidence.Targets.GetValueOrDefault(queue);
        Waits.Add(new Wait(row.Id, fact.Sequence, fact.Instant, deadline, queue, fact.Pool ?? "main"));
    }

    private void Own(EventRow fact)
    {
        (Status, Owner, ClaimVersion) = ("assigned", fact.Agent, fact.Sequence);
        Holds.Add(new Hold(row.Id, fact.Agent!.Value, fact.Instant));
    }

    private void Close(EventRow fact)
    {
        EndWait(fact, byOwner: false);
        Release(fact);
        (Status, ClaimVersion) = ("closed", fact.Sequence);
    }

    private void EndWait(EventRow fact, bool byOwner)
    {
        if (Waits.Count == 0 || Waits[^1].Until != DateTimeOffset.MaxValue) return;
        (Waits[^1].Until, Waits[^1].EndedByOwner) = (fact.Instant, byOwner);
    }

    private void Release(EventRow fact)
    {
        if (Holds.Count > 0 && Holds[^1].Until == DateTimeOffset.MaxValue) Holds[^1].Until = fact.Instant;
    }

    private void Need(EventRow fact, bool holds)
    {
        if (!holds) Broken(fact.Agent, $"{fact.Type} at {fact.Sequence} while it was {Status} of {Owner}");
    }

    private void Broken(Guid? agent, string evidence) => found.Add(new(Rule, row.Id, agent, evidence));
}
