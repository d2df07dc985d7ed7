using System.Globalization;

namespace ContactCenter.Routing.Tests.Model;

/// <summary>
/// What the queue promises, said a second time and as plainly as possible: lists that are searched from end to end, loads that
/// are summed up anew, and after each call the rule itself until nothing more fits. One channel, no shares.
/// </summary>
internal sealed class QueueModel
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);
    private readonly List<string> _facts = [];

    public DateTimeOffset Now { get; set; }

    public Dictionary<Guid, ModelItem> Items { get; } = [];

    public Dictionary<Guid, ModelAgent> Agents { get; } = [];

    /// <summary>What was decided since the last time.</summary>
    public IReadOnlyList<string> TakeFacts()
    {
        List<string> facts = [.. _facts];
        _facts.Clear();
        return facts;
    }

    public int LoadOf(Guid agent) => Items.Values.Sum(i => (i.Agent == agent ? i.Weight : 0) + (i.Owner == agent ? i.OwnerWeight : 0));

    public ModelItem? OfferOf(Guid agent) => Items.Values.SingleOrDefault(i => i.State == ModelState.Offered && i.Agent == agent);

    public RoutingStatus Enqueue(WorkItem said)
    {
        if (Items.TryGetValue(said.Id, out var item) && item.Version >= said.Version)
            return item.State == ModelState.Gone ? RoutingStatus.Gone : item.Version == said.Version ? RoutingStatus.Ok : RoutingStatus.Stale;
        if (item is not null) TakeAway(item);
        item ??= Items[said.Id] = new ModelItem(said.Id);
        item.Said = said;
        item.Version = said.Version;
        item.Lane = said.Lane;
        item.Relax = said.Relaxations.SingleOrDefault();
        item.Declined.Clear();
        Wait(item);
        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus Cancel(Guid id, long version)
    {
        if (Items.TryGetValue(id, out var item) && item.Version > version) return RoutingStatus.Stale;
        Bury(item ?? (Items[id] = new ModelItem(id)), version);
        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus Complete(Guid id, long version, Guid agent)
    {
        if (!Items.TryGetValue(id, out var item)) item = Items[id] = new ModelItem(id);
        if (item.Version > version) return RoutingStatus.Stale;
        if (item.State == ModelState.Gone && item.Version == version) return RoutingStatus.Ok;
        var his = (item.State == ModelState.Owned && item.Agent == agent) || item.Owner == agent;
        if (item.Version == version && !his) return RoutingStatus.Gone;
        if (his) Agents[agent].Idle = Now;
        Bury(item, version);
        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus SetAgent(AgentSetting said)
    {
        if (Agents.TryGetValue(said.Id, out var agent) && agent.Said.Version >= said.Version)
            return agent.Said.Version == said.Version ? RoutingStatus.Ok : RoutingStatus.Stale;
        agent ??= Agents[said.Id] = new ModelAgent();
        agent.Said = said;
        agent.Idle = agent.Idle > said.IdleSince ? agent.Idle : said.IdleSince;
        agent.Expired = 0;
        agent.Mute = false;
        if (OfferOf(said.Id) is { } offered && (!said.Ready || !said.Profile.Fits(offered.Lane)))
        {
            EndOffer(offered, "withdrawn");
            Wait(offered);
        }

        return Settled(RoutingStatus.Ok);
    }

    /// <param name="id">The item.</param>
    /// <param name="version">As the claimant knows it.</param>
    /// <param name="claimant">The agent.</param>
    /// <param name="offer">Whether he accepts an offer; true if it is this item's live one.</param>
    public RoutingStatus Reserve(Guid id, long version, Guid claimant, bool? offer)
    {
        if (!Items.TryGetValue(id, out var item) || item.State == ModelState.Gone) return RoutingStatus.Gone;
        if (item.Version != version) return RoutingStatus.Stale;
        if (item.State == ModelState.Leased) return item.Agent == claimant && Now < item.LeasedUntil ? RoutingStatus.Ok : RoutingStatus.Gone;
        var his = item.State == ModelState.Offered && item.Agent == claimant;
        if (offer is { } live && !(live && his)) return RoutingStatus.Gone;
        if (!his && item.State == ModelState.Owned && item.Agent == claimant) return RoutingStatus.Gone;
        var agent = Agents.GetValueOrDefault(claimant);
        if (!his && (agent is null || !agent.Said.Ready || agent.Mute)) return RoutingStatus.NotReady;
        if (!his && LoadOf(claimant) + agent!.Weight > 100) return RoutingStatus.NoRoom;

        if (item.State == ModelState.Offered) EndOffer(item, his ? "accepted" : "withdrawn");
        if (item.State == ModelState.Owned) (item.Owner, item.OwnerWeight) = (item.Agent, item.Weight);
        item.Place = ModelPlace.None;
        if (!his) (item.Agent, item.Weight) = (claimant, agent!.Weight);
        item.State = ModelState.Leased;
        item.Ends = item.LeasedUntil = Now + Lease;
        agent!.Expired = 0;
        agent.Idle = Now;
        return Settled(RoutingStatus.Ok);
    }

    /// <summary>Of the claim that is open.</summary>
    public RoutingStatus Confirm(ModelItem item)
    {
        item.Version++;
        item.State = ModelState.Owned;
        (item.Owner, item.OwnerWeight) = (null, 0);
        return Settled(RoutingStatus.Ok);
    }

    /// <summary>Of the claim that is open.</summary>
    public RoutingStatus Undo(ModelItem item)
    {
        if (item.Owner is null)
        {
            (item.Agent, item.Weight) = (null, 0);
            Wait(item);
        }
        else
        {
            (item.State, item.Agent, item.Weight, item.Owner, item.OwnerWeight) = (ModelState.Owned, item.Owner, item.OwnerWeight, null, 0);
        }

        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus Decline(ModelItem item, Guid claimant, TimeSpan pause)
    {
        if (item.State != ModelState.Offered || item.Agent != claimant) return RoutingStatus.Gone;
        Agents[claimant].Expired = 0;
        EndOffer(item, "declined");
        if (pause > TimeSpan.Zero) item.Declined[claimant] = Now + pause;
        Wait(item);
        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus Due()
    {
        var due = Items.Values.SelectMany(Timers).Where(t => t.At <= Now).OrderBy(t => t.At).ThenBy(t => $"{t.Kind}:{t.Item.Id}", StringComparer.Ordinal).ToList();
        foreach (var (_, kind, item) in due)
        {
            Ring(kind, item);
            Settle();
        }

        return RoutingStatus.Ok;
    }

    private static IEnumerable<(DateTimeOffset At, string Kind, ModelItem Item)> Timers(ModelItem item)
    {
        if (item.State is ModelState.Offered or ModelState.Leased) yield return (item.Ends, "item", item);
        if (item.Declined.Count > 0) yield return (item.Declined.Values.Min(), "again", item);
        if (item.State != ModelState.Waiting) yield break;
        if (item.Place == ModelPlace.Held) yield return (item.Said.Preferred!.Until, "hold", item);
        if (item.Relax is { } relax) yield return (relax.At, "relax", item);
    }

    private void Ring(string kind, ModelItem item)
    {
        if (kind == "item" && item.State == ModelState.Offered)
        {
            var agent = Agents[item.Agent!.Value];
            agent.Expired++;
            agent.Idle = Now;
            agent.Mute = agent.Expired >= 2;
            var id = item.Agent.Value;
            EndOffer(item, "expired");
            if (agent.Mute) Say("silent", item, id, ofItem: false);
            Wait(item);
        }
        else if (kind == "item")
        {
            Say("lease", item, item.Agent!.Value);
            item.Ends = Now + Lease;
        }
        else if (kind == "again")
        {
            foreach (var over in item.Declined.Where(d => d.Value <= Now).ToList()) item.Declined.Remove(over.Key);
        }
        else if (item.State == ModelState.Waiting)
        {
            // Not any more if an earlier timer has found somebody.
            item.Place = ModelPlace.None;
            Wait(item);
        }
    }

    private RoutingStatus Settled(RoutingStatus status)
    {
        Settle();
        return status;
    }

    // The earliest deadline that somebody may take goes first, to the first who may take it, until nothing fits.
    private void Settle()
    {
        while (true)
        {
            var waiting = Items.Values.Where(i => i.State == ModelState.Waiting)
                .OrderBy(i => i.Said.Deadline).ThenBy(i => i.Said.EnqueuedAt).ThenBy(i => i.Id.ToString("D"), StringComparer.Ordinal);
            if (waiting.Select(item => (Item: item, Agent: Taker(item))).FirstOrDefault(pair => pair.Agent is not null) is not (Item: { } item, Agent: { } agent)) return;
            item.State = ModelState.Offered;
            item.Place = ModelPlace.None;
            (item.Agent, item.Weight) = (agent, Agents[agent].Weight);
            item.Ends = Now + item.Said.OfferTimeout;
            Say("offer", item, agent);
        }
    }

    private Guid? Taker(ModelItem item)
    {
        if (item.Said.Preferred is { } preferred && (preferred.Until > Now || item.Place == ModelPlace.Held) && !item.Declined.ContainsKey(preferred.AgentId)
            && Agents.GetValueOrDefault(preferred.AgentId) is { Said.Ready: true, Mute: false } wanted && wanted.Said.Profile.Fits(item.Lane))
        {
            if (IsFree(wanted)) return preferred.AgentId;
            if (item.Place != ModelPlace.Open)
            {
                item.Place = ModelPlace.Held;
                return null;
            }
        }

        var taker = Agents.Values.Where(a => IsFree(a) && a.Said.Profile.Fits(item.Lane) && !item.Declined.ContainsKey(a.Said.Id))
            .OrderByDescending(a => item.Said.BestSkilled ? item.Lane.Skills.Sum(need => a.Said.Profile.Skills.Single(s => s.Skill == need.Skill).Level) : 0)
            .ThenBy(a => a.Idle).ThenBy(a => a.Said.Id.ToString("D"), StringComparer.Ordinal).FirstOrDefault();
        if (taker is null) item.Place = ModelPlace.Open;
        return taker?.Said.Id;
    }

    private bool IsFree(ModelAgent agent) =>
        agent.Said.Ready && !agent.Mute && OfferOf(agent.Said.Id) is null && LoadOf(agent.Said.Id) + agent.Weight <= 100;

    private void Wait(ModelItem item)
    {
        item.State = ModelState.Waiting;
        if (item.Place != ModelPlace.None || item.Relax is not { } relax || relax.At > Now) return;
        (item.Lane, item.Relax) = (relax.Lane, null);
        Say("relaxed", item, null);
    }

    private void EndOffer(ModelItem item, string reason)
    {
        Say(reason, item, item.Agent);
        if (reason != "accepted") (item.Agent, item.Weight) = (null, 0);
    }

    private void TakeAway(ModelItem item)
    {
        if (item.State == ModelState.Offered) EndOffer(item, "withdrawn");
        (item.Agent, item.Weight, item.Owner, item.OwnerWeight, item.Place) = (null, 0, null, 0, ModelPlace.None);
    }

    private void Bury(ModelItem item, long version)
    {
        TakeAway(item);
        (item.Version, item.State) = (version, ModelState.Gone);
        item.Declined.Clear();
    }

    private void Say(string what, ModelItem item, Guid? agent, bool ofItem = true) =>
        _facts.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {(ofItem ? Short(item.Id) : "")} {(agent is { } id ? Short(id) : "")}"));

    public static string Short(Guid id) => id.ToString("D")[..8].TrimStart('0');
}

internal enum ModelState
{
    Waiting,
    Offered,
    Leased,
    Owned,
    Gone,
}

/// <summary>Where a waiting item waits: nowhere yet, for its preferred agent alone, or for anybody.</summary>
internal enum ModelPlace
{
    None,
    Held,
    Open,
}

internal sealed class ModelItem(Guid id)
{
    public Guid Id => id;

    public WorkItem Said { get; set; } = null!;

    public long Version { get; set; }

    public Lane Lane { get; set; } = null!;

    public Relaxation? Relax { get; set; }

    public ModelState State { get; set; } = ModelState.Gone;

    public ModelPlace Place { get; set; }

    public Guid? Agent { get; set; }

    public int Weight { get; set; }

    public Guid? Owner { get; set; }

    public int OwnerWeight { get; set; }

    public DateTimeOffset Ends { get; set; }

    public DateTimeOffset LeasedUntil { get; set; }

    public Dictionary<Guid, DateTimeOffset> Declined { get; } = [];

    /// <summary>Of the real queue's claim and offer, which the model has no ids for.</summary>
    public Guid Lease { get; set; }

    public Guid Offer { get; set; }
}

internal sealed class ModelAgent
{
    public AgentSetting Said { get; set; } = null!;

    public DateTimeOffset Idle { get; set; }

    public int Expired { get; set; }

    public bool Mute { get; set; }

    public int Weight => Said.Weights["chat"];
}
