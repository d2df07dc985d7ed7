using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>A customer's new case waits for an agent.</summary>
public sealed record TicketOpened(Guid TicketId, Guid ContactId, Guid QueueId, Code Channel, Code Pool) : Fact;

/// <summary>A customer wrote again within the window: the same case waits once more.</summary>
public sealed record TicketReopened(Guid TicketId, Guid QueueId, Code Pool) : Fact;

public sealed record MessageReceived(Guid TicketId, Guid MessageId, long Message) : Fact;

public sealed record ReplySent(Guid TicketId, Guid MessageId, long Message, Guid AgentId, bool First) : Fact;

public sealed record NoteAdded(Guid TicketId, Guid MessageId, long Message, Guid AuthorId) : Fact;

/// <summary>A note names a colleague.</summary>
public sealed record ColleagueMentioned(Guid TicketId, Guid MessageId, Guid UserId) : Fact;

/// <summary>He has opened the ticket that named him.</summary>
public sealed record MentionsRead(Guid TicketId, Guid UserId) : Fact;

/// <summary>The commit point of a claim: from here on the agent owns the ticket.</summary>
public sealed record TicketAssigned(Guid TicketId, Guid AgentId, Guid QueueId, DateTimeOffset WaitingSince) : Fact;

/// <summary>Handed from one agent to another without waiting.</summary>
public sealed record TicketTransferred(Guid TicketId, Guid FromAgentId, Guid AgentId, Guid QueueId) : Fact;

/// <summary>The owner lost it and it waits again: transferred, or he was gone for too long. FromPool: if the owner's was another.</summary>
public sealed record TicketReturned(Guid TicketId, Guid AgentId, Guid QueueId, Code Pool, Code Reason, bool Front, Code? FromPool = null) : Fact;

/// <summary>A supervisor put waiting work into another queue. The customer's wait goes on. FromPool: if it waited in another.</summary>
public sealed record TicketMoved(Guid TicketId, Guid FromQueueId, Guid QueueId, Code Pool, DateTimeOffset WaitingSince, Code? FromPool = null) : Fact;

/// <summary>It waits for another pool's agents from now on, in the same queue and at the same place in time: it overflowed, or came back to its queue's pool.</summary>
public sealed record TicketChangedPool(Guid TicketId, Guid QueueId, Code FromPool, Code Pool, Code Reason, DateTimeOffset WaitingSince) : Fact;

/// <summary>It came while its queue was closed, and the queue opens at another time now, or is open: it waits by the present hours. The customer's wait goes on.</summary>
public sealed record TicketHoursChanged(Guid TicketId, Guid QueueId, Code Pool, DateTimeOffset WaitingSince) : Fact;

/// <summary>The contact is over; owner and ticket are in wrap-up.</summary>
public sealed record TicketEnded(Guid TicketId, Guid AgentId, Code By, DateTimeOffset WrapUpUntil) : Fact;

/// <summary>The customer wrote during wrap-up: the talk goes on with the same agent.</summary>
public sealed record TicketResumed(Guid TicketId, Guid AgentId) : Fact;

public sealed record TicketClosed(Guid TicketId, Guid? AgentId, Guid? DispositionId, Code By) : Fact;

/// <summary>The customer left before anybody answered.</summary>
public sealed record TicketAbandoned(Guid TicketId, Guid QueueId, DateTimeOffset WaitingSince) : Fact;

public sealed record TicketTagged(Guid TicketId, Guid TagId) : Fact;
public sealed record TicketUntagged(Guid TicketId, Guid TagId) : Fact;

public sealed record DispositionChanged(Guid DispositionId, bool Active) : Fact;
