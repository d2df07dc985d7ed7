namespace ContactCenter.Routing;

/// <summary>What routing knows of a ticket, a call or a follow-up that needs an agent.</summary>
public sealed record WorkItem
{
    /// <summary>The item's id, the same in PostgreSQL and here.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// Raised by PostgreSQL with each change that routing must learn; 1 or more, below 2^53 because Lua counts in
    /// doubles. A call with an older version than the queue knows changes nothing.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>What the item asks of an agent.</summary>
    public required Lane Lane { get; init; }

    /// <summary>The client's entry it came by, under which <see cref="RoutingQueue.QueuesAsync"/> counts it.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>The version of that entry's rules by which it was queued, for whoever explains an offer.</summary>
    public long? RulesVersion { get; init; }

    /// <summary>When the item began to wait. Breaks ties between equal deadlines; kept to the millisecond.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>
    /// Effective deadline (enqueue time + answer target − bounded head start): the earliest goes first, in its lane and
    /// across lanes. Fixed when enqueued, so waiting is ageing; an early one puts an item to the front. Milliseconds.
    /// </summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>
    /// It is offered to nobody before, and stands in no line: its queue is closed until then. Who is given it by hand has it.
    /// Milliseconds; what is past does not matter.
    /// </summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How long an agent may look at an offer before it expires; more than zero, 20 s by default.</summary>
    public TimeSpan OfferTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// To how many agents it is offered at once, 1 to <see cref="MostRinging"/>; the first who accepts has it. Those who have room
    /// when it is offered, and whom nothing that waits needs; whom it prefers is asked alone, and so is who would accept at once.
    /// </summary>
    public int RingAgents { get; init; } = 1;

    /// <summary>More agents than that are never asked for one item.</summary>
    public const int MostRinging = 5;

    /// <summary>The caller accepts at once in the agent's name; routing only passes it on in the offer.</summary>
    public bool AutoAccept { get; init; }

    /// <summary>
    /// Whom it goes to if he can take it, and whom it waits for while he is on duty, busy or not; afterwards it is anybody's.
    /// A last or a named agent.
    /// </summary>
    public PreferredAgent? Preferred { get; init; }

    /// <summary>Of the ready agents the best skilled is asked (the sum of his levels in the lane's skills), and only among equals the longest idle.</summary>
    public bool BestSkilled { get; init; }

    /// <summary>
    /// What it asks of an agent from some instant on while it still waits, earliest first: the same client and channel, and
    /// usually less skill. What is past already counts at once, so the same list may be sent again after a loss.
    /// </summary>
    public IReadOnlyList<Relaxation> Relaxations { get; init; } = [];

    /// <summary>Agents that are not offered this version of the item. For a decline that ends, see <see cref="RoutingQueue.DeclineAsync"/>.</summary>
    public IReadOnlyList<Guid> Declined { get; init; } = [];
}

/// <summary>An agent whom a work item prefers.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="Until">Until when it waits for him; milliseconds.</param>
public sealed record PreferredAgent(Guid AgentId, DateTimeOffset Until);

/// <summary>A step of relaxation.</summary>
/// <param name="At">From when; milliseconds.</param>
/// <param name="Lane">What is asked from then on.</param>
public sealed record Relaxation(DateTimeOffset At, Lane Lane);

/// <summary>A work item that an agent already owns, for <see cref="RoutingQueue.LoadAsync"/>.</summary>
/// <param name="Item">The item; its version is the one that made the agent its owner.</param>
/// <param name="AgentId">The owner.</param>
public sealed record OwnedItem(WorkItem Item, Guid AgentId);

/// <summary>What routing knows of an agent. PostgreSQL owns it and sends the whole of it with each change.</summary>
public sealed record AgentSetting
{
    /// <summary>The agent's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Raised by PostgreSQL with each change of state, profile or weights; 1 or more, below 2^53.</summary>
    public required long Version { get; init; }

    /// <summary>Clients, channels and skills.</summary>
    public required Profile Profile { get; init; }

    /// <summary>
    /// Share of the agent that one item of a channel takes, 1 to 100; for a channel that is missing here
    /// <see cref="ChannelWeights"/> says it. A change counts for work taken from then on.
    /// </summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Whether work of a channel that takes the whole of him, a call, may interrupt his lighter work. That weighs nothing until
    /// the call ends, and is his all the while. Who has room is asked first.
    /// </summary>
    public bool Interruptible { get; init; }

    /// <summary>Whether he is to get offers. A live offer of an agent who is not ready is withdrawn; work he owns stays his.</summary>
    public required bool Ready { get; init; }

    /// <summary>
    /// Since when he has been without new work; the longest idle is asked first. The queue moves it forward itself
    /// (accept, complete, expired offer) and never back, so an older instant sent later does no harm. Milliseconds.
    /// </summary>
    public required DateTimeOffset IdleSince { get; init; }
}

/// <summary>What clients have of a pool's agents. PostgreSQL owns it and sends the whole of it with each change.</summary>
/// <param name="Version">Raised by PostgreSQL with each change; 1 or more, below 2^53.</param>
/// <param name="Clients">Those that have a share; all others are equal among each other.</param>
public sealed record PoolShares(long Version, IReadOnlyList<ClientShare> Clients);

/// <summary>A client's share of a pool, in percent of what its agents on duty can hold.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Guaranteed">While its work takes less, it goes before others; 1 to 100, all together at most 100.</param>
/// <param name="Cap">When its work takes so much, all others go before it; 1 to 100.</param>
public sealed record ClientShare(Guid ClientId, int? Guaranteed, int? Cap);

/// <summary>Weights of work by channel where an agent has none of his own.</summary>
public static class ChannelWeights
{
    private static readonly Dictionary<string, int> Defaults = new(StringComparer.Ordinal)
    {
        ["voice"] = 100, ["chat"] = 33, ["social"] = 33, ["email"] = 25, ["task"] = 20,
    };

    /// <summary>Default weight, 1 to 100; a channel unknown here takes the whole agent (100).</summary>
    public static int DefaultFor(string channel) => Defaults.GetValueOrDefault(channel, 100);
}
