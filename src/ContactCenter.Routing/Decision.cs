namespace ContactCenter.Routing;

/// <summary>A fact that a script decided. Closed: the records below are all there are.</summary>
/// <param name="Id">
/// Place in the decisions' stream, <c>epoch-number</c>: rises within a pool, also across rebuilds; the cursor of
/// <see cref="RoutingQueue.ReadDecisionsAsync"/>.
/// </param>
/// <param name="At">The routing clock at the call that decided.</param>
public abstract record Decision(string Id, DateTimeOffset At)
{
    // Only the records of this assembly may derive.
    private protected abstract void Closed();
}

/// <summary>An item is offered to an agent until <paramref name="Deadline"/>, perhaps to others as well: show it to him.</summary>
public sealed record OfferMade(
    string Id,
    DateTimeOffset At,
    Guid OfferId,
    Guid ItemId,
    long ItemVersion,
    Guid AgentId,
    Guid ClientId,
    string Channel,
    DateTimeOffset Deadline,
    bool AutoAccept) : Decision(Id, At)
{
    /// <summary>Name of the item's lane, for explaining.</summary>
    public string Lane { get; init; } = "";

    /// <summary>Name of the agent's profile, for explaining.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Who looked for whom: an item for an agent, or an agent who got room for an item.</summary>
    public OfferSearch Search { get; init; }

    /// <summary>How many ready agents (or waiting items) fitted, this one included; agents are counted in at most 32 profiles.</summary>
    public int Candidates { get; init; }

    /// <summary>It interrupts what else the agent has.</summary>
    public bool Interrupts { get; init; }

    /// <summary>Whose turn it was by the clients' shares; null if nobody has any, or if no items were compared.</summary>
    public ShareTurn? Turn { get; init; }

    /// <summary>What was compared, as the script wrote it; <see cref="OfferExplanation"/> reads it.</summary>
    public string Compared { get; init; } = "";

    /// <summary>Who or what came first and could not be taken, as the script wrote it.</summary>
    public string PassedOver { get; init; } = "";

    /// <summary>How many of its steps of relaxation the item had behind it.</summary>
    public int Step { get; init; }

    /// <summary>The version of the rules by which the item was queued, as <see cref="WorkItem.RulesVersion"/> said.</summary>
    public long? RulesVersion { get; init; }

    /// <summary>The version of the shares by which turns were given; null without <see cref="Turn"/>.</summary>
    public long? SharesVersion { get; init; }

    private protected override void Closed()
    {
    }
}

/// <summary>An offer is over: take it off the agent's screen.</summary>
/// <param name="Id">Place in the stream.</param>
/// <param name="At">Instant of the decision.</param>
/// <param name="OfferId">The offer.</param>
/// <param name="ItemId">Its item.</param>
/// <param name="AgentId">The agent it was made to.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="ExpiredInRow">How many of this agent's offers have now expired without an answer in between.</param>
public sealed record OfferEnded(
    string Id, DateTimeOffset At, Guid OfferId, Guid ItemId, Guid AgentId, OfferEnd Reason, int ExpiredInRow) : Decision(Id, At)
{
    /// <summary>
    /// What withdrew the offer: the reason given to cancel, or <c>enqueued</c> (newer version), <c>agent</c> (his setting
    /// changed), <c>claimed</c> (another agent has it), <c>committed</c>, <c>completed</c>, <c>rebuild</c>. Empty for the other reasons.
    /// </summary>
    public string Detail { get; init; } = "";

    private protected override void Closed()
    {
    }
}

/// <summary>
/// A claim was neither confirmed nor undone in time. Ask PostgreSQL whether it committed, then call
/// <see cref="RoutingQueue.ConfirmAsync"/> or <see cref="RoutingQueue.UndoAsync"/>. Until then the item stays claimed
/// and this decision comes again after another lease time.
/// </summary>
/// <param name="Id">Place in the stream.</param>
/// <param name="At">Instant of the decision.</param>
/// <param name="ItemId">The claimed item.</param>
/// <param name="Version">Its version when it was claimed; a commit has raised it.</param>
/// <param name="AgentId">The agent who claimed it.</param>
/// <param name="LeaseId">The claim.</param>
public sealed record LeaseEnded(string Id, DateTimeOffset At, Guid ItemId, long Version, Guid AgentId, Guid LeaseId) : Decision(Id, At)
{
    private protected override void Closed()
    {
    }
}

/// <summary>
/// Two offers in a row expired: the queue makes the agent no more offers until a newer setting comes. Set his state
/// to break <c>not responding</c>.
/// </summary>
/// <param name="Id">Place in the stream.</param>
/// <param name="At">Instant of the decision.</param>
/// <param name="AgentId">The agent.</param>
public sealed record AgentNotResponding(string Id, DateTimeOffset At, Guid AgentId) : Decision(Id, At)
{
    private protected override void Closed()
    {
    }
}

/// <summary>A waiting item asks less of an agent from now on.</summary>
/// <param name="Id">Place in the stream.</param>
/// <param name="At">Instant of the decision.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Version">Its version.</param>
/// <param name="Lane">Name of the lane it is in now.</param>
public sealed record ItemRelaxed(string Id, DateTimeOffset At, Guid ItemId, long Version, string Lane) : Decision(Id, At)
{
    private protected override void Closed()
    {
    }
}

/// <summary>
/// An item is late and fits nobody's room: this agent is offered nothing lighter until it fits, or until it finds another.
/// </summary>
/// <param name="Id">Place in the stream.</param>
/// <param name="At">Instant of the decision.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Version">Its version.</param>
/// <param name="AgentId">Who is kept for it.</param>
public sealed record AgentKept(string Id, DateTimeOffset At, Guid ItemId, long Version, Guid AgentId) : Decision(Id, At)
{
    private protected override void Closed()
    {
    }
}

/// <summary>Where a client stood when one of its items was chosen, by <see cref="ClientShare"/>; the first goes first.</summary>
public enum ShareTurn
{
    /// <summary>Under what is guaranteed to it.</summary>
    UnderGuaranteed = 1,

    /// <summary>In between, or without a share.</summary>
    Equal = 2,

    /// <summary>At its cap or above; nobody else waited for the agent.</summary>
    AboveCap = 3,
}

/// <summary>Why an offer ended.</summary>
public enum OfferEnd
{
    /// <summary>The agent took it; a lease runs.</summary>
    Accepted,

    /// <summary>The agent said no.</summary>
    Declined,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>The item left or changed, another claim took it, the agent is not ready any more, or the index was rebuilt.</summary>
    Withdrawn,
}

/// <summary>What led to an offer.</summary>
public enum OfferSearch
{
    /// <summary>An item looked for the longest idle or the best skilled agent.</summary>
    ItemSoughtAgent,

    /// <summary>An agent looked for the most urgent item.</summary>
    AgentSoughtItem,

    /// <summary>An item looked for the agent it prefers, and he had room.</summary>
    ItemPreferredAgent,
}
