using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Agents;

public sealed record AgentAdded(Guid AgentId) : Fact;

/// <summary>While Next is set the agent finishes what he holds and gets nothing new.</summary>
public sealed record AgentStateChanged(Guid AgentId, AgentState State, Code? Reason, AgentState? Next, Code? NextReason) : Fact;

/// <summary>His skills, weights or clients are not what they were.</summary>
public sealed record AgentProfileChanged(Guid AgentId) : Fact;

/// <summary>One pool's work ends for him and another's begins.</summary>
public sealed record AgentChangedPool(Guid AgentId, Code FromPool, Code Pool) : Fact;

public sealed record SkillAdded(Guid SkillId) : Fact;
public sealed record SkillChanged(Guid SkillId) : Fact;
public sealed record BreakReasonAdded(Guid BreakReasonId) : Fact;
public sealed record BreakReasonChanged(Guid BreakReasonId, bool Active) : Fact;
