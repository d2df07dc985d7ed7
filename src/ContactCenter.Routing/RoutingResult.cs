namespace ContactCenter.Routing;

/// <summary>How a call ended.</summary>
public enum RoutingStatus
{
    /// <summary>Done, or it had been done before.</summary>
    Ok,

    /// <summary>The queue knows a newer version (for a claim: another version); nothing changed.</summary>
    Stale,

    /// <summary>The item, offer or lease is not there any more, or is another's; nothing changed.</summary>
    Gone,

    /// <summary>The agent's load would exceed 100; nothing changed.</summary>
    NoRoom,

    /// <summary>The agent is unknown or not ready, and the claim is not forced; nothing changed.</summary>
    NotReady,

    /// <summary>
    /// The index is missing, older than the caller's <see cref="RoutingQueue.Epoch"/>, half loaded, or from another life of
    /// the Redis server; nothing changed. Rebuild the pool, then call again.
    /// </summary>
    Rebuild,
}

/// <summary>Answer of a call that may change the queue.</summary>
public sealed record RoutingResult
{
    /// <summary>How the call ended.</summary>
    public required RoutingStatus Status { get; init; }

    /// <summary>What was decided in this call, in order. The same facts are in the decisions' stream.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>The claim, if the call was a <see cref="RoutingQueue.ReserveAsync"/> that ended <see cref="RoutingStatus.Ok"/>.</summary>
    public Reservation? Reservation { get; init; }

    /// <summary>
    /// When the next timer of the pool is due: call <see cref="RoutingQueue.DueAsync"/> then. Null if none runs.
    /// In the past if timers are waiting, for example because a call to DueAsync reached its limit.
    /// </summary>
    public DateTimeOffset? NextTimer { get; init; }

    /// <summary>Epoch of the index that answered; 0 if it has none.</summary>
    public long Epoch { get; init; }
}

/// <summary>A claim that waits for PostgreSQL to commit.</summary>
/// <param name="LeaseId">Names the claim in confirm and undo.</param>
/// <param name="Epoch">Epoch of the index; the transaction must find the pool's epoch unchanged in PostgreSQL.</param>
/// <param name="Deadline">When the queue starts asking what became of it (<see cref="LeaseEnded"/>).</param>
public sealed record Reservation(Guid LeaseId, long Epoch, DateTimeOffset Deadline);

/// <summary>Place of a waiting item.</summary>
/// <param name="Place">1 is next in its lane; 0 means that it is being offered or claimed right now.</param>
/// <param name="LaneSize">Items waiting in its lane, those being offered not counted.</param>
/// <param name="Wait">How long it may still wait; null while too little is known of its lane, and when it is offered or claimed.</param>
public sealed record LanePosition(int Place, int LaneSize, ExpectedWait? Wait = null)
{
    /// <summary>The live offers of the item: one for each agent who is asked at once, all with one deadline.</summary>
    public IReadOnlyList<LiveOffer> Offers { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(LanePosition? other) =>
        other is not null && Place == other.Place && LaneSize == other.LaneSize && Wait == other.Wait && Offers.SequenceEqual(other.Offers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Place, LaneSize, Wait, Offers.Count);
}

/// <summary>
/// A band that held four of five waits of late, from now on until an agent takes the item: the place in line times the mean
/// time between the lane's recent departures, its ends moved by how far earlier announcements were off.
/// </summary>
/// <param name="Shortest">One in ten waited less.</param>
/// <param name="Longest">One in ten waited longer.</param>
public sealed record ExpectedWait(TimeSpan Shortest, TimeSpan Longest);

/// <summary>Why an item waits.</summary>
/// <param name="Lane">What it asks by now.</param>
/// <param name="HeldFor">The agent whom it waits for alone, if any, and until when.</param>
/// <param name="NotBefore">When its queue opens, if it is closed.</param>
/// <param name="Groups">What keeps the agents of its client from it.</param>
public sealed record WaitExplanation(Lane Lane, PreferredAgent? HeldFor, DateTimeOffset? NotBefore, IReadOnlyList<ObstacleGroup> Groups);

/// <summary>Agents whom the same keeps from an item.</summary>
/// <param name="Reason">What.</param>
/// <param name="Count">How many.</param>
/// <param name="Agents">The first 20 of them, of those who are not ready all.</param>
public sealed record ObstacleGroup(AgentObstacle Reason, int Count, IReadOnlyList<Guid> Agents);

/// <summary>Where an item would go if it came now.</summary>
/// <param name="AgentId">Who would be asked; null if it would wait.</param>
/// <param name="Agents">What keeps each of the agents asked about from it.</param>
public sealed record OfferPreview(Guid? AgentId, IReadOnlyDictionary<Guid, AgentObstacle> Agents);

/// <summary>What keeps an agent from a waiting item; of several the first in this order.</summary>
public enum AgentObstacle
{
    /// <summary>The queue does not know him.</summary>
    Unknown,

    /// <summary>Two offers in a row expired.</summary>
    NotResponding,

    /// <summary>On a break or off duty.</summary>
    NotReady,

    /// <summary>Not of this client or channel, or without a skill at its level.</summary>
    DoesNotFit,

    /// <summary>Its queue is closed (<see cref="WorkItem.NotBefore"/>); so it is for everybody who could take it otherwise.</summary>
    Closed,

    /// <summary>He declined it, and is not asked again yet.</summary>
    Declined,

    /// <summary>It waits for another agent alone.</summary>
    HeldForOther,

    /// <summary>He is being offered something else.</summary>
    HasOffer,

    /// <summary>He is kept for something heavier that is late.</summary>
    KeptForOther,

    /// <summary>His load leaves no room for its weight.</summary>
    NoRoom,

    /// <summary>Nothing: seen between two calls that decide.</summary>
    CouldTakeIt,
}

/// <summary>An offer that waits for its agent's word.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="AgentId">Who may accept it.</param>
/// <param name="Deadline">When it expires.</param>
public sealed record LiveOffer(Guid OfferId, Guid AgentId, DateTimeOffset Deadline);

/// <summary>What an agent holds.</summary>
/// <param name="Version">The version of his setting that the queue knows; 0 if it only knows of work he owns.</param>
/// <param name="Ready">Whether he gets offers: his setting says so and he is not marked as not responding.</param>
/// <param name="NotResponding">Two offers in a row expired; lasts until a newer setting comes.</param>
/// <param name="Load">Sum of the weights he owns, has claimed or is offered; above 100 only by force.</param>
/// <param name="OfferId">His open offer, if any.</param>
/// <param name="OfferedItemId">The item of his open offer.</param>
/// <param name="OfferDeadline">When it expires.</param>
public sealed record AgentLoad(
    long Version, bool Ready, bool NotResponding, int Load, Guid? OfferId, Guid? OfferedItemId, DateTimeOffset? OfferDeadline = null);

/// <summary>One consistent picture of the pool's counters for the live board. Costs O(lanes), whatever waits or works.</summary>
public sealed record RoutingSnapshot
{
    /// <summary><see cref="RoutingStatus.Ok"/>, or <see cref="RoutingStatus.Rebuild"/> with everything else empty.</summary>
    public required RoutingStatus Status { get; init; }

    /// <summary>The routing clock when it was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Epoch of the index; 0 if it has none.</summary>
    public long Epoch { get; init; }

    /// <summary>Lanes that hold something, in the order in which they first appeared.</summary>
    public IReadOnlyList<LaneCount> Lanes { get; init; } = [];

    /// <summary>The lanes' counts summed by client.</summary>
    public IReadOnlyList<ClientCount> Clients { get; init; } = [];

    /// <summary>The pool's agents.</summary>
    public AgentCount Agents { get; init; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Number of decisions in the stream that the relay has not trimmed yet.</summary>
    public long DecisionsInStream { get; init; }
}

/// <summary>Counters of one lane.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Waiting">Items that nobody is asked about right now.</param>
/// <param name="Offered">Items offered to agents, each counted once, or being claimed; their customers wait, too.</param>
/// <param name="InService">Items owned by agents.</param>
/// <param name="EarliestDeadline">Earliest effective deadline among the waiting.</param>
/// <param name="OldestEnqueuedAt">Longest wait among the waiting and the offered.</param>
/// <param name="Wait">For who would come now; null if nobody waits, or while too little is known.</param>
public sealed record LaneCount(
    Lane Lane, int Waiting, int Offered, int InService, DateTimeOffset? EarliestDeadline, DateTimeOffset? OldestEnqueuedAt, ExpectedWait? Wait = null);

/// <summary>Counters of one queue's items.</summary>
/// <param name="Waiting">Nobody is asked about them right now, those whose queue is closed included.</param>
/// <param name="Offered">Being offered or claimed.</param>
/// <param name="InService">Owned by agents.</param>
public sealed record QueueNumbers(int Waiting, int Offered, int InService);

/// <summary>Counters of one client, see <see cref="LaneCount"/>.</summary>
public sealed record ClientCount(Guid ClientId, int Waiting, int Offered, int InService, DateTimeOffset? OldestEnqueuedAt);

/// <summary>Agents by what they can do now; each is counted once.</summary>
/// <param name="Idle">Ready and without any load.</param>
/// <param name="Working">Ready with a load from 1 to 99.</param>
/// <param name="Full">Ready with a load of 100 or more.</param>
/// <param name="NotReady">Not ready and without load.</param>
/// <param name="NotReadyWorking">Not ready, still holding work.</param>
/// <param name="NotResponding">Marked after two expired offers in a row, with or without load.</param>
/// <param name="Load">Sum of all loads.</param>
public sealed record AgentCount(int Idle, int Working, int Full, int NotReady, int NotReadyWorking, int NotResponding, long Load);

/// <summary>A page of what the index holds.</summary>
/// <typeparam name="T">What the page lists.</typeparam>
/// <param name="Status"><see cref="RoutingStatus.Ok"/>, or <see cref="RoutingStatus.Rebuild"/> with nothing in it.</param>
/// <param name="Next">Cursor of the next page; 0 after the last.</param>
/// <param name="Entries">In no order.</param>
public sealed record IndexPage<T>(RoutingStatus Status, long Next, IReadOnlyList<T> Entries);

/// <summary>Where the index believes an item to be.</summary>
public enum ItemState
{
    /// <summary>In its lane.</summary>
    Waiting,

    /// <summary>Offered to an agent, or to several.</summary>
    Offered,

    /// <summary>An agent's claim is open.</summary>
    Leased,

    /// <summary>An agent's.</summary>
    Owned,
}

/// <summary>An item as the index knows it.</summary>
/// <param name="Id">The item.</param>
/// <param name="Version">Its claim version.</param>
/// <param name="State">Where it is.</param>
/// <param name="AgentId">To whom it is offered, the first of several, leased or given.</param>
public sealed record IndexedItem(Guid Id, long Version, ItemState State, Guid? AgentId);

/// <summary>An agent as the index knows him.</summary>
/// <param name="Id">The agent.</param>
/// <param name="Version">The version of his setting; 0 if it only knows of work he owns.</param>
public sealed record IndexedAgent(Guid Id, long Version);
