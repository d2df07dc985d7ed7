using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Channels;

public sealed record WidgetAdded(Guid WidgetId, Guid QueueId, bool Active) : Fact;
public sealed record WidgetChanged(Guid WidgetId, Guid QueueId, bool Active) : Fact;
