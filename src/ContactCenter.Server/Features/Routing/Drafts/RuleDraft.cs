using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Routing.Drafts;

public sealed record QueueDraft(Guid QueueId, QueueRules Rules);
public sealed record PoolDraft(Guid PoolId, IReadOnlyList<SharedClient> Shares);
public sealed record AgentDraft(Guid AgentId, AgentEquipment Equipment);

/// <summary>The whole rules of some queues, pools and agents, each at most once.</summary>
public sealed record DraftedRules(IReadOnlyList<QueueDraft>? Queues = null, IReadOnlyList<PoolDraft>? Pools = null, IReadOnlyList<AgentDraft>? Agents = null)
{
    public IReadOnlyList<Guid> Subjects() =>
        [.. (Queues ?? []).Select(q => q.QueueId), .. (Pools ?? []).Select(p => p.PoolId), .. (Agents ?? []).Select(a => a.AgentId)];

    /// <summary>Both as PostgreSQL has them, so the same rules are the same text.</summary>
    public bool Says(DraftedRules other) => JsonShapes.Same(this, other);
}

public enum DraftState { Draft, Live, RolledBack }

/// <summary>
/// Rules that somebody wants. What was in force when they were saved is kept beside them: they go live only over that, and
/// are taken back only while what they put in force still is, so nobody's later change is ever overwritten unseen.
/// </summary>
public sealed class RuleDraft : StreamOwner
{
    RuleDraft() { }

    public string Name { get; private set; } = "";
    public DraftState State { get; private set; }
    public DraftedRules Rules { get; private set; } = new();
    public DraftedRules Before { get; private set; } = new();
    public DraftedRules? PutLive { get; private set; }
    public DateTimeOffset? LiveAt { get; private set; }

    public override string StreamKind => "draft";
    public override Guid? StreamClient => null;

    public static RuleDraft Add(Guid id, string name, DraftedRules rules, DraftedRules before, DateTimeOffset now)
    {
        var draft = new RuleDraft { Id = id };
        draft.Change(name, rules, before, now);
        return draft;
    }

    public void Change(string name, DraftedRules rules, DraftedRules before, DateTimeOffset now)
    {
        (Name, Rules, Before, State) = (name, rules, before, DraftState.Draft);
        Raise(now, new RulesDrafted(Id));
    }

    public void GoLive(DraftedRules inForce, DateTimeOffset now)
    {
        (State, PutLive, LiveAt) = (DraftState.Live, inForce, now);
        Raise(now, new DraftPutLive(Id));
    }

    public void RollBack(DateTimeOffset now)
    {
        State = DraftState.RolledBack;
        Raise(now, new DraftRolledBack(Id));
    }

    public void Discard(DateTimeOffset now) => Raise(now, new DraftDiscarded(Id));
}
