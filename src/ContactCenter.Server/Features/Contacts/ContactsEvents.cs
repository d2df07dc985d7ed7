using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Contacts;

public sealed record ContactAdded(Guid ContactId) : Fact;
public sealed record ContactChanged(Guid ContactId) : Fact;
