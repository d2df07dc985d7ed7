using System.Globalization;
using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests.Model;

internal enum StepKind
{
    Enqueue,
    Agent,
    Advance,
    Accept,
    Decline,
    Take,
    Confirm,
    Undo,
    Complete,
    Cancel,
    Again,
    Late,
    Share,
}

/// <summary>One call; the numbers choose among what is there, so that any part of a list of steps is a list of steps.</summary>
internal sealed record Step(StepKind Kind, int A, int B, int C)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}({A}, {B}, {C})");
}

/// <summary>Runs steps through the queue and the model side by side, and compares what each call answers and decides.</summary>
internal sealed class Course(Scene scene)
{
    private const int AgentCount = 4;

    private static readonly Lane[] Lanes = [Scene.Lane(skills: ("english", 3)), Scene.Lane(skills: ("english", 1)), Scene.Lane(Scene.Bright), Scene.Lane(channel: "voice")];

    private static readonly Profile[] Profiles =
    [
        Scene.Profile([Scene.Acme, Scene.Bright], ["chat"], ("english", 5)),
        Scene.Profile(skills: ("english", 1)),
        Scene.Profile(skills: ("english", 4)),
        Scene.Profile([Scene.Acme, Scene.Bright], ["chat", "voice"], ("english", 3)),
    ];

    private static readonly int[] Weights = [100, 50, 33];

    private static readonly IReadOnlyList<ClientShare>[] Shares =
    [
        [], [new(Scene.Bright, 40, null)], [new(Scene.Acme, null, 30)], [new(Scene.Acme, 50, 60), new(Scene.Bright, 50, null)],
    ];

    private readonly QueueModel _model = new();
    private readonly List<Guid> _items = [];
    private readonly Guid[] _agents = [.. Enumerable.Range(0, AgentCount).Select(_ => scene.NextId())];

    /// <summary>The first difference; null if there is none.</summary>
    public async Task<string?> RunAsync(IReadOnlyList<Step> steps)
    {
        await scene.Queue.BeginLoadAsync(1);
        await scene.Queue.EndLoadAsync(1);
        for (var i = 0; i < steps.Count; i++)
        {
            _model.Now = scene.Now;
            var (real, expected) = await DoAsync(steps[i]);
            if (real is null) continue;
            // Which of two pairs of one call is said first is nobody's promise.
            var said = real.Decisions.Select(Text).Order(StringComparer.Ordinal).ToList();
            var wanted = _model.TakeFacts().Order(StringComparer.Ordinal).ToList();
            if (real.Status != expected || !said.SequenceEqual(wanted))
                return $"step {i}, {steps[i]}: {real.Status} [{string.Join(", ", said)}], by the rules {expected} [{string.Join(", ", wanted)}]";
            foreach (var offer in real.Decisions.OfType<OfferMade>()) _model.Items[offer.ItemId].OfferTo(offer.AgentId)!.Id = offer.OfferId;
            if (await DifferenceAsync() is { } difference) return $"after step {i}, {steps[i]}: {difference}";
        }

        return null;
    }

    private async Task<(RoutingResult? Real, RoutingStatus Expected)> DoAsync(Step step)
    {
        var queue = scene.Queue;
        var item = Choose(step);
        var agent = _agents[step.B % AgentCount];
        switch (step.Kind)
        {
            case StepKind.Enqueue:
                var come = NewItem(step) with { Id = scene.NextId() };
                _items.Add(come.Id);
                return (await queue.EnqueueAsync(come), _model.Enqueue(come));
            case StepKind.Agent:
                var setting = Setting(agent, step);
                return (await queue.AgentAsync(setting), _model.SetAgent(setting));
            case StepKind.Advance:
                scene.Time.Advance(TimeSpan.FromMilliseconds(1 + (step.A * 97)));
                _model.Now = scene.Now;
                return (await queue.DueAsync(1000), _model.Due());
            case StepKind.Share:
                var shares = new PoolShares(Math.Max(1, _model.Shares.Version + 1 - (step.C % 3 == 0 ? 2 : 0)), Shares[step.A % Shares.Length]);
                return (await queue.SharesAsync(shares), _model.Share(shares));
            default:
                return item is null ? (null, default) : await DoAsync(step, item, agent);
        }
    }

    private async Task<(RoutingResult? Real, RoutingStatus Expected)> DoAsync(Step step, ModelItem item, Guid agent)
    {
        var queue = scene.Queue;
        switch (step.Kind)
        {
            case StepKind.Accept:
                var (accepting, accepted) = OfferOf(item, step, agent);
                return (await ReservedAsync(item, queue.ReserveAsync(item.Id, item.Version, accepting, accepted)), _model.Reserve(item.Id, item.Version, accepting, byOffer: true));
            case StepKind.Take:
                return (await ReservedAsync(item, queue.ReserveAsync(item.Id, item.Version, agent)), _model.Reserve(item.Id, item.Version, agent, byOffer: false));
            case StepKind.Decline:
                var (declining, declined) = OfferOf(item, step, agent);
                var pause = TimeSpan.FromMilliseconds(step.C * 150);
                return (await queue.DeclineAsync(declined, declining, pause), _model.Decline(item, declining, pause));
            case StepKind.Confirm:
                return item.State != ModelState.Leased ? (null, default) : (await queue.ConfirmAsync(item.Id, item.Lease, item.Agent!.Value, item.Version + 1), _model.Confirm(item));
            case StepKind.Undo:
                return item.State != ModelState.Leased ? (null, default) : (await queue.UndoAsync(item.Id, item.Lease), _model.Undo(item));
            case StepKind.Complete:
                agent = step.C % 8 == 0 || item.State != ModelState.Owned ? agent : item.Agent!.Value;
                if (!_model.Agents.ContainsKey(agent)) return (null, default);
                var completed = item.Version + (step.C % 3 == 0 ? 0 : 1);
                return (await queue.CompleteAsync(item.Id, completed, agent), _model.Complete(item.Id, completed, agent));
            case StepKind.Cancel:
                var cancelled = Math.Max(1, item.Version + 1 - (step.C % 3));
                return (await queue.CancelAsync(item.Id, cancelled, "abandoned"), _model.Cancel(item.Id, cancelled));
            case StepKind.Again:
                var back = NewItem(step) with { Id = item.Id, Version = item.Version + 1 };
                return (await queue.EnqueueAsync(back), _model.Enqueue(back));
            default:
                var late = NewItem(step) with { Id = item.Id, Version = Math.Max(1, item.Version - (step.C % 2)) };
                return (await queue.EnqueueAsync(late), _model.Enqueue(late));
        }
    }

    // Mostly an item with which the step can do something.
    private ModelItem? Choose(Step step)
    {
        ModelState? wanted = step.Kind switch
        {
            StepKind.Accept or StepKind.Decline => ModelState.Offered,
            StepKind.Confirm or StepKind.Undo => ModelState.Leased,
            StepKind.Complete => ModelState.Owned,
            StepKind.Take => step.C % 2 == 0 ? ModelState.Owned : ModelState.Waiting,
            _ => null,
        };
        var fitting = step.C % 8 == 0 ? [] : _items.Where(id => _model.Items[id].State == wanted).ToList();
        var among = fitting.Count > 0 ? fitting : _items;
        return among.Count == 0 ? null : _model.Items[among[step.A % among.Count]];
    }

    // Mostly one of the agents whom the item is offered to, and his offer; any other agent tries it with somebody's.
    private static (Guid Agent, Guid Offer) OfferOf(ModelItem item, Step step, Guid any)
    {
        var agent = item.Offers.Count == 0 || step.C % 8 == 0 ? any : item.Offers[step.B % item.Offers.Count].Agent;
        return (agent, (item.OfferTo(agent) ?? item.Offers.FirstOrDefault())?.Id ?? item.Id);
    }

    private WorkItem NewItem(Step step)
    {
        var lane = Lanes[step.A % Lanes.Length];
        var wish = step.B / AgentCount % 5;
        return scene.Item(lane, (step.C % 9) - 2) with
        {
            OfferTimeout = TimeSpan.FromMilliseconds(1000 + (step.B % 3 * 900)),
            BestSkilled = step.C % 2 == 0,
            RingAgents = 1 + (step.A % 4),
            Preferred = wish == 1 ? new PreferredAgent(_agents[step.B % AgentCount], scene.Now.AddMilliseconds(step.C * 200)) : null,
            NotBefore = wish == 3 || step.C == 20 ? scene.Now.AddMilliseconds(step.C * 150) : null,
            Relaxations = wish == 2 ? [new Relaxation(scene.Now.AddMilliseconds(step.C * 200), new Lane(lane.ClientId, lane.Channel, []))] : [],
        };
    }

    // Who takes calls takes one item at a time.
    private AgentSetting Setting(Guid agent, Step step) => new()
    {
        Id = agent,
        Version = Math.Max(1, (_model.Agents.TryGetValue(agent, out var known) ? known.Said.Version : 0) + (step.C % 7 == 0 ? 0 : 1)),
        Profile = Profiles[step.A % Profiles.Length],
        Weights = Profiles[step.A % Profiles.Length].Channels.Count > 1
            ? new Dictionary<string, int> { ["chat"] = 100, ["voice"] = 100 }
            : new Dictionary<string, int> { ["chat"] = Weights[step.C % Weights.Length] },
        Interruptible = step.B % 2 == 0,
        Ready = step.A % 5 != 0,
        IdleSince = scene.Now.AddMilliseconds(-step.B),
    };

    private static async Task<RoutingResult> ReservedAsync(ModelItem item, Task<RoutingResult> call)
    {
        var result = await call;
        if (result.Reservation is { } reservation) item.Lease = reservation.LeaseId;
        return result;
    }

    private async Task<string?> DifferenceAsync()
    {
        foreach (var (id, agent) in _model.Agents)
        {
            var load = await scene.Queue.AgentLoadAsync(id);
            var (real, expected) = ((load?.Load, load?.NotResponding, load?.OfferedItemId), ((int?)_model.LoadOf(id), (bool?)agent.Mute, _model.OfferOf(id)?.Id));
            if (real != expected) return $"agent {QueueModel.Short(id)} is {real}, by the rules {expected}";
        }

        return null;
    }

    private static string Text(Decision decision) => decision switch
    {
        OfferMade made => $"offer {QueueModel.Short(made.ItemId)} {QueueModel.Short(made.AgentId)}",
        OfferEnded ended => $"{ended.Reason.ToString().ToLowerInvariant()} {QueueModel.Short(ended.ItemId)} {QueueModel.Short(ended.AgentId)}",
        LeaseEnded lease => $"lease {QueueModel.Short(lease.ItemId)} {QueueModel.Short(lease.AgentId)}",
        AgentNotResponding silent => $"silent  {QueueModel.Short(silent.AgentId)}",
        ItemRelaxed relaxed => $"relaxed {QueueModel.Short(relaxed.ItemId)} ",
        _ => decision.ToString(),
    };
}
