using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Routing;

public sealed record QueueChanged(Guid QueueId, bool Active) : Fact;

public sealed record PoolAdded(Code Pool) : Fact;
public sealed record PoolRemoved(Code Pool) : Fact;

/// <summary>What a pool guarantees to clients, or allows them at most, changed.</summary>
public sealed record SharesChanged(Code Pool) : Fact;

// A draft's life. The queues, pools and agents that it changes have facts of their own.
public sealed record RulesDrafted(Guid DraftId) : Fact;
public sealed record DraftPutLive(Guid DraftId) : Fact;
public sealed record DraftRolledBack(Guid DraftId) : Fact;
public sealed record DraftDiscarded(Guid DraftId) : Fact;

// Facts about offers come from the decisions' relay; their stream is the offer.
public sealed record OfferRecorded(Guid OfferId, Guid TicketId, Guid AgentId, DateTimeOffset Deadline) : Fact;
public sealed record OfferEndRecorded(Guid OfferId, Guid TicketId, Guid AgentId, Code Reason, int ExpiredInRow) : Fact;

/// <summary>A pool's index was built again from PostgreSQL; facts about offers made shortly before may be missing.</summary>
public sealed record RoutingRebuilt(Code Pool, long Epoch, int Waiting, int Owned, int Agents) : Fact;

public sealed record SimulationAsked(Guid SimulationId) : Fact;
public sealed record SimulationBegun(Guid SimulationId, int Attempt) : Fact;
public sealed record SimulationDone(Guid SimulationId) : Fact;
public sealed record SimulationFailed(Guid SimulationId) : Fact;
public sealed record SimulationCancelled(Guid SimulationId) : Fact;
public sealed record SimulationRemoved(Guid SimulationId) : Fact;
