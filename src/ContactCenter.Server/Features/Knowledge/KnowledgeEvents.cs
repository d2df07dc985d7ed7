using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Knowledge;

public sealed record CannedReplyChanged(Guid CannedReplyId, bool Active) : Fact;
