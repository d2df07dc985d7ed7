using System.Globalization;

namespace ContactCenter.Routing.Tests.Model;

/// <summary>
/// What the queue promises, said a second time and as plainly as possible: lists that are searched from end to end, loads that
/// are summed up anew, and after each call the rule itself until nothing more fits. Nobody is kept from lighter work: who takes
/// calls has no lighter work.
/// </summary>
internal sealed class QueueModel
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);
    private readonly List<string> _facts = [];
    private readonly HashSet<ModelItem> _rings = [];

    public DateTimeOffset Now { get; set; }

    public Dictionary<Guid, ModelItem> Items { get; } = [];

    public Dictionary<Guid, ModelAgent> Agents { get; } = [];

    public PoolShares Shares { get; private set; } = new(0, []);

    /// <summary>What was decided since the last time.</summary>
    public IReadOnlyList<string> TakeFacts()
    {
        List<string> facts = [.. _facts];
        _facts.Clear();
        return facts;
    }

    /// <summary>While a call interrupts the rest, only that and what was taken beside it weighs anything.</summary>
    public int LoadOf(Guid agent)
    {
        var call = Agents.GetValueOrDefault(agent)?.Interrupted;
        return Items.Values.Sum(item => item.PartsOf(agent).Where(p => call is null || item.Id == call || p.Beside == call).Sum(p => p.Weight));
    }

    public ModelItem? OfferOf(Guid agent) => Items.Values.SingleOrDefault(i => i.OfferTo(agent) is not null);

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
        item.Opens = said.NotBefore;
        item.Declined.Clear();
        Wait(item);
        return Settled(RoutingStatus.Ok);
    }

    /// <summary>For offers from now on.</summary>
    public RoutingStatus Share(PoolShares said)
    {
        if (Shares.Version > said.Version) return RoutingStatus.Stale;
        Shares = said;
        return RoutingStatus.Ok;
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
        var his = (item.State == ModelState.Owned && item.Agent == agent) || item.Owner?.Agent == agent;
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
            EndOffer(offered, said.Id, "withdrawn");
            if (offered.Offers.Count == 0) Wait(offered);
        }

        return Settled(RoutingStatus.Ok);
    }

    /// <param name="id">The item.</param>
    /// <param name="version">As the claimant knows it.</param>
    /// <param name="claimant">The agent.</param>
    /// <param name="byOffer">Whether he accepts an offer, rather than to take it.</param>
    public RoutingStatus Reserve(Guid id, long version, Guid claimant, bool byOffer)
    {
        if (!Items.TryGetValue(id, out var item) || item.State == ModelState.Gone) return RoutingStatus.Gone;
        if (item.Version != version) return RoutingStatus.Stale;
        if (item.State == ModelState.Leased) return item.Agent == claimant && Now < item.LeasedUntil ? RoutingStatus.Ok : RoutingStatus.Gone;
        var his = item.OfferTo(claimant) is not null;
        if (byOffer && !his) return RoutingStatus.Gone;
        if (!his && item.State == ModelState.Owned && item.Agent == claimant) return RoutingStatus.Gone;
        var agent = Agents.GetValueOrDefault(claimant);
        if (!his && (agent is null || !agent.Said.Ready || agent.Mute)) return RoutingStatus.NotReady;
        if (!his && !CouldTake(agent!, item)) return RoutingStatus.NoRoom;

        var offered = item.OfferTo(claimant);
        if (his) EndOffer(item, claimant, "accepted");
        Withdraw(item);
        if (item.State == ModelState.Owned) item.Owner = item.Work;
        item.Place = ModelPlace.None;
        item.Work = offered ?? TakeOn(agent!, item);
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
        PutDown(item, item.Owner);
        item.Owner = null;
        return Settled(RoutingStatus.Ok);
    }

    /// <summary>Of the claim that is open.</summary>
    public RoutingStatus Undo(ModelItem item)
    {
        PutDown(item, item.Work);
        (item.Work, item.Owner) = (item.Owner, null);
        if (item.Work is null) Wait(item);
        else item.State = ModelState.Owned;
        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus Decline(ModelItem item, Guid claimant, TimeSpan pause)
    {
        if (item.OfferTo(claimant) is null) return RoutingStatus.Gone;
        Agents[claimant].Expired = 0;
        EndOffer(item, claimant, "declined");
        if (pause > TimeSpan.Zero) item.Declined[claimant] = Now + pause;
        if (item.Offers.Count == 0) Wait(item);
        return Settled(RoutingStatus.Ok);
    }

    public RoutingStatus Due()
    {
        var due = Items.Values.SelectMany(Timers).Where(t => t.At <= Now).OrderBy(t => t.At).ThenBy(t => $"{t.Kind}:{t.Item.Id}", StringComparer.Ordinal).ToList();
        foreach (var (_, kind, item) in due)
        {
            Act(kind, item);
            Settle();
        }

        return Settled(RoutingStatus.Ok);
    }

    private static IEnumerable<(DateTimeOffset At, string Kind, ModelItem Item)> Timers(ModelItem item)
    {
        if (item.State is ModelState.Offered or ModelState.Leased) yield return (item.Ends, "item", item);
        if (item.Declined.Count > 0) yield return (item.Declined.Values.Min(), "again", item);
        if (item.State != ModelState.Waiting) yield break;
        if (item.Place == ModelPlace.Held) yield return (item.Said.Preferred!.Until, "hold", item);
        if (item.Opens is { } opens) yield return (opens, "open", item);
        if (item.Relax is { } relax) yield return (relax.At, "relax", item);
    }

    private void Act(string kind, ModelItem item)
    {
        if (kind == "item" && item.State == ModelState.Offered)
        {
            foreach (var id in item.Offers.Select(o => o.Agent).ToList())
            {
                var agent = Agents[id];
                agent.Expired++;
                agent.Idle = Now;
                agent.Mute = agent.Expired >= 2;
                EndOffer(item, id, "expired");
                if (agent.Mute) Say("silent", item, id, ofItem: false);
            }

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

    // What rings is offered to those who are left, when the call has brought together all that fits: the earliest deadline first.
    private RoutingStatus Settled(RoutingStatus status)
    {
        Settle();
        foreach (var item in InOrder(_rings))
        {
            while (item.Offers.Count > 0 && item.Offers.Count < item.Said.RingAgents && FirstWithRoom(item) is { } agent) Offer(item, agent);
        }

        _rings.Clear();
        return status;
    }

    private static IEnumerable<ModelItem> InOrder(IEnumerable<ModelItem> items) =>
        items.OrderBy(i => i.Said.Deadline).ThenBy(i => i.Said.EnqueuedAt).ThenBy(i => i.Id.ToString("D"), StringComparer.Ordinal);

    private void Offer(ModelItem item, Guid agent)
    {
        item.Offers.Add(TakeOn(Agents[agent], item));
        Say("offer", item, agent);
    }

    // Who has less than his share goes before the others, who has his cap after them.
    private int Turn(ModelItem item)
    {
        var client = item.Said.Lane.ClientId;
        if (Shares.Clients.SingleOrDefault(c => c.ClientId == client) is not { } share) return 2;
        var taken = 100 * Items.Values.Where(i => i.Said?.Lane.ClientId == client).Sum(i => (i.Work?.Weight ?? 0) + i.Offers.Sum(o => o.Weight));
        var all = 100 * Agents.Values.Count(a => a.Said.Ready && !a.Mute);
        return taken >= share.Cap * all ? 3 : taken < share.Guaranteed * all ? 1 : 2;
    }

    // The earliest deadline that somebody may take goes first, to the first who may take it, until nothing fits.
    private void Settle()
    {
        while (true)
        {
            var waiting = InOrder(Items.Values.Where(i => i is { State: ModelState.Waiting, Opens: null }));
            if (waiting.OrderBy(Turn).Select(item => (Item: item, Agent: Taker(item))).FirstOrDefault(pair => pair.Agent is not null) is not (Item: { } item, Agent: { } agent)) return;
            if (Wanted(item) != agent) _rings.Add(item);
            item.State = ModelState.Offered;
            item.Place = ModelPlace.None;
            item.Ends = Now + item.Said.OfferTimeout;
            Offer(item, agent);
        }
    }

    // Whom it prefers, as long as he is on duty and may take it.
    private Guid? Wanted(ModelItem item) =>
        item.Said.Preferred is { } preferred && (preferred.Until > Now || item.Place == ModelPlace.Held) && !item.Declined.ContainsKey(preferred.AgentId)
        && Agents.GetValueOrDefault(preferred.AgentId) is { Said.Ready: true, Mute: false } agent && agent.Said.Profile.Fits(item.Lane)
            ? preferred.AgentId
            : null;

    private Guid? Taker(ModelItem item)
    {
        if (Wanted(item) is { } wanted)
        {
            if (MayBeAsked(Agents[wanted]) && CouldTake(Agents[wanted], item)) return wanted;
            if (item.Place != ModelPlace.Open)
            {
                item.Place = ModelPlace.Held;
                return null;
            }
        }

        var taker = FirstWithRoom(item) ?? FirstToInterrupt(item);
        if (taker is null) item.Place = ModelPlace.Open;
        return taker;
    }

    private Guid? FirstWithRoom(ModelItem item) =>
        LongestIdle(Fitting(item).Where(a => HasRoom(a, item))
            .OrderByDescending(a => item.Said.BestSkilled ? item.Lane.Skills.Sum(need => a.Said.Profile.Skills.Single(s => s.Skill == need.Skill).Level) : 0));

    private Guid? FirstToInterrupt(ModelItem item) => LongestIdle(Fitting(item).Where(a => MayInterrupt(a, item)).OrderBy(_ => 0));

    private IEnumerable<ModelAgent> Fitting(ModelItem item) =>
        Agents.Values.Where(a => MayBeAsked(a) && a.Said.Profile.Fits(item.Lane) && !item.Declined.ContainsKey(a.Said.Id));

    private static Guid? LongestIdle(IOrderedEnumerable<ModelAgent> agents) =>
        agents.ThenBy(a => a.Idle).ThenBy(a => a.Said.Id.ToString("D"), StringComparer.Ordinal).FirstOrDefault()?.Said.Id;

    private bool MayBeAsked(ModelAgent agent) => agent.Said.Ready && !agent.Mute && OfferOf(agent.Said.Id) is null;

    private bool CouldTake(ModelAgent agent, ModelItem item) => HasRoom(agent, item) || MayInterrupt(agent, item);

    private bool HasRoom(ModelAgent agent, ModelItem item) => LoadOf(agent.Said.Id) + agent.WeightOf(item) <= 100;

    private static bool MayInterrupt(ModelAgent agent, ModelItem item) => agent.Said.Interruptible && agent.Interrupted is null && agent.WeightOf(item) == 100;

    private ModelPart TakeOn(ModelAgent agent, ModelItem item)
    {
        var part = new ModelPart(agent.Said.Id, agent.WeightOf(item), agent.Interrupted);
        if (!HasRoom(agent, item) && MayInterrupt(agent, item)) agent.Interrupted = item.Id;
        return part;
    }

    private void PutDown(ModelItem item, ModelPart? part)
    {
        if (part is not null && Agents[part.Agent].Interrupted == item.Id) Agents[part.Agent].Interrupted = null;
    }

    private void Wait(ModelItem item)
    {
        item.State = ModelState.Waiting;
        if (item.Opens <= Now) item.Opens = null;
        if (item.Place != ModelPlace.None || item.Relax is not { } relax || relax.At > Now) return;
        (item.Lane, item.Relax) = (relax.Lane, null);
        Say("relaxed", item, null);
    }

    private void EndOffer(ModelItem item, Guid agent, string reason)
    {
        Say(reason, item, agent);
        if (reason != "accepted") PutDown(item, item.OfferTo(agent));
        item.Offers.RemoveAll(o => o.Agent == agent);
    }

    private void Withdraw(ModelItem item)
    {
        foreach (var offer in item.Offers.ToList()) EndOffer(item, offer.Agent, "withdrawn");
    }

    private void TakeAway(ModelItem item)
    {
        Withdraw(item);
        PutDown(item, item.Work);
        PutDown(item, item.Owner);
        (item.Work, item.Owner, item.Place) = (null, null, ModelPlace.None);
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
