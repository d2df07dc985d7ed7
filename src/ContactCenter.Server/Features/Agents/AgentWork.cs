namespace ContactCenter.Server.Features.Agents;

/// <summary>An open offer as the agent who has it sees it.</summary>
public sealed record OfferView(
    Guid OfferId, Guid TicketId, Guid ClientId, string ClientName, string Channel, string Subject, string Preview,
    IReadOnlyList<string> Skills, DateTimeOffset Deadline, bool AutoAccept);

/// <summary>
/// What an agent holds. Load: the weights of all he owns or is offered, 100 is full. Owned: how many pieces he owns,
/// in wrap-up too. WrapUp: all that he owns is in wrap-up.
/// </summary>
public sealed record AgentWork(int Load, int Owned, bool WrapUp, OfferView? Offer)
{
    /// <summary>What follows from the work for somebody with these weights: busy when there is no room even for the lightest.</summary>
    public DerivedState? Derived(IReadOnlyDictionary<string, int> weights) =>
        WrapUp ? DerivedState.WrapUp : Load + weights.Values.Min() > AgentWeights.Full ? DerivedState.Busy : null;
}

public enum DerivedState { Busy, WrapUp }

/// <summary>The work of agents is known two floors up; Routing answers for it.</summary>
public interface IAgentWork
{
    /// <summary>Of an agent who is in that pool.</summary>
    Task<AgentWork> Of(Guid agentId, string pool, CancellationToken cancellationToken);

    /// <summary>Load of each of many, in one call; who holds nothing may be missing.</summary>
    Task<IReadOnlyDictionary<Guid, int>> Loads(IReadOnlyCollection<(Guid Id, string Pool)> agents, CancellationToken cancellationToken);

    /// <summary>
    /// Whether he may go from his pool to that one: it is there, and he owns no work of any client. To be asked in the
    /// transaction of the change: until it ends nobody gives him any.
    /// </summary>
    Task<PoolChange> MayJoin(Guid agentId, string from, string pool, CancellationToken cancellationToken);
}

public enum PoolChange { Fine, NoSuchPool, Busy }

/// <summary>How much of an agent one piece of work takes, in percent, by channel.</summary>
public static class AgentWeights
{
    public const int Full = 100;

    public static readonly IReadOnlyDictionary<string, int> Standard = new Dictionary<string, int>
    {
        ["voice"] = 100, ["chat"] = 33, ["social"] = 33, ["email"] = 25, ["task"] = 20,
    };

    public static IReadOnlyDictionary<string, int> With(IReadOnlyDictionary<string, int>? own)
    {
        if (own is null) return Standard;
        var weights = new Dictionary<string, int>(Standard);
        foreach (var (channel, weight) in own) weights[channel] = weight;
        return weights;
    }
}
