using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;

namespace ContactCenter.Server.Features.Agents;

public enum AgentState { Offline, Ready, Break }

/// <summary>
/// A person who takes work: his skills, his weights and the state that he or the house put him in. Busy and wrap-up are
/// not states of his: they follow from the work he holds, which Routing knows.
/// </summary>
public sealed class Agent : StreamOwner
{
    /// <summary>How long a connection may be away before it counts as gone: a reload or a change of network takes less.</summary>
    public static readonly TimeSpan ConnectionPatience = TimeSpan.FromSeconds(15);

    /// <summary>The pool that is always there.</summary>
    public const string DefaultPool = "main";

    readonly List<AgentSkill> skills = [];

    Agent() { }

    public AgentState State { get; private set; }
    public string? Reason { get; private set; }
    public DateTimeOffset Since { get; private set; }
    public DateTimeOffset IdleSince { get; private set; }
    public AgentState? NextState { get; private set; }
    public string? NextReason { get; private set; }
    public DateTimeOffset? GoneAt { get; private set; }
    public IReadOnlyDictionary<string, int>? Weights { get; private set; }

    /// <summary>Where he works; clients may ask to be served from some sites only.</summary>
    public Guid? SiteId { get; private set; }

    /// <summary>The one pool whose work he is offered, and the version at which he came to it.</summary>
    public string Pool { get; private set; } = DefaultPool;
    public long PoolVersion { get; private set; }
    public IReadOnlyCollection<AgentSkill> Skills => skills;

    public override string StreamKind => "agent";
    public override Guid? StreamClient => null;

    public static Agent Add(Guid userId, DateTimeOffset now)
    {
        var agent = new Agent { Id = userId, State = AgentState.Offline, Since = now, IdleSince = now, GoneAt = now };
        agent.Raise(now, new AgentAdded(userId));
        return agent;
    }

    /// <summary>What he asks for himself. A break while he holds work waits for its end; asking for ready takes it back.</summary>
    public void Ask(AgentState state, string? reason, bool holdsWork, DateTimeOffset now)
    {
        if (state != AgentState.Break || State != AgentState.Ready || !holdsWork)
        {
            Enter(state, reason, now);
            return;
        }
        if (NextState == state && NextReason == reason) return;
        (NextState, NextReason) = (state, reason);
        RaiseState(now);
    }

    /// <summary>At once, whatever he holds. Asking for the state that he is in changes nothing.</summary>
    public void Enter(AgentState state, string? reason, DateTimeOffset now)
    {
        if (state == AgentState.Break) ArgumentException.ThrowIfNullOrEmpty(reason);
        if (state == AgentState.Ready) reason = null;
        if (Is(state, reason)) return;
        var same = InSame(state, reason);
        if (!same) (State, Reason, Since) = (state, reason, now);
        if (!same && state == AgentState.Ready) IdleSince = now;
        (NextState, NextReason) = (null, null);
        RaiseState(now);
    }

    public bool Is(AgentState state, string? reason) => InSame(state, reason) && NextState is null;

    // Who is offline already stays so for the reason that made him.
    bool InSame(AgentState state, string? reason) => State == state && (Reason == reason || state == AgentState.Offline);

    /// <summary>His work has ended: the break that waited for it begins.</summary>
    public void EnterNext(DateTimeOffset now)
    {
        if (NextState is { } next) Enter(next, NextReason, now);
    }

    public void Connect() => GoneAt = null;

    public void Disconnect(DateTimeOffset at) => GoneAt = at;

    /// <summary>Nobody has been at his screen for long enough.</summary>
    public bool IsLost(DateTimeOffset now) => State != AgentState.Offline && GoneAt is { } gone && gone + ConnectionPatience <= now;

    public void Equip(IReadOnlyCollection<(Guid SkillId, int Level)> wanted, IReadOnlyDictionary<string, int>? weights, Guid? site, DateTimeOffset now)
    {
        skills.RemoveAll(s => !wanted.Any(w => w.SkillId == s.SkillId));
        foreach (var (skillId, level) in wanted)
        {
            if (skills.Find(s => s.SkillId == skillId) is { } known) known.Level = level;
            else skills.Add(new AgentSkill { AgentId = Id, SkillId = skillId, Level = level });
        }
        Weights = weights is { Count: > 0 } ? weights : null;
        SiteId = site;
        ChangeProfile(now);
    }

    /// <summary>To another pool. Only for who holds no work: what he has stays with the pool that gave it to him.</summary>
    public void Join(string pool, DateTimeOffset now)
    {
        var from = Pool;
        Pool = pool;
        Raise(now, new AgentChangedPool(Id, new(from), new(pool)));
        PoolVersion = Version;
    }

    /// <summary>What routing matches him by has changed; also his clients, which Access keeps.</summary>
    public void ChangeProfile(DateTimeOffset now) => Raise(now, new AgentProfileChanged(Id));

    void RaiseState(DateTimeOffset now) =>
        Raise(now, new AgentStateChanged(Id, State, CodeOf(Reason), NextState, CodeOf(NextReason)));

    static Code? CodeOf(string? reason) => reason is null ? default(Code?) : new Code(reason);
}

/// <summary>A skill that an agent has, from 1 (knows some) to 10 (nobody better).</summary>
public sealed class AgentSkill
{
    public required Guid AgentId { get; init; }
    public required Guid SkillId { get; init; }
    public required int Level { get; set; }
}
