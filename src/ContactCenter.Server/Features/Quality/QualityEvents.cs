using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Quality;

/// <summary>A customer answered how satisfied he was, from 1 to 5.</summary>
public sealed record SatisfactionGiven(Guid TicketId, int Episode, int Score, Guid? AgentId, Guid QueueId) : Fact;
