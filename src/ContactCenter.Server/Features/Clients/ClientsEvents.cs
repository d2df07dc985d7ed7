using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Clients;

public sealed record ClientAdded(Guid ClientId) : Fact;
public sealed record ClientChanged(Guid ClientId, bool Active) : Fact;
