using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Clients;

public sealed record ClientAdded(Guid ClientId) : Fact;
public sealed record ClientChanged(Guid ClientId, bool Active) : Fact;

public sealed record CalendarAdded(Guid CalendarId) : Fact;

/// <summary>Its name, or what it says from that instant on.</summary>
public sealed record CalendarChanged(Guid CalendarId, DateTimeOffset ValidFrom) : Fact;
public sealed record SiteAdded(Guid SiteId) : Fact;
public sealed record SiteChanged(Guid SiteId, bool Active) : Fact;
