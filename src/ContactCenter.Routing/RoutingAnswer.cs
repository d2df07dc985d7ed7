using System.Globalization;
using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>Turns what the scripts return (<c>answer</c> in <c>Lua/includes/pool.lua</c>) into records.</summary>
internal static class RoutingAnswer
{
    public static RoutingResult ToResult(RedisResult answer)
    {
        var parts = Parts(answer);
        var lease = Text(parts[3]);
        var epoch = Long(Text(parts[1]));
        return new RoutingResult
        {
            Status = ToStatus(Text(parts[0])),
            Epoch = epoch,
            NextTimer = ToInstantOrNull(Text(parts[2])),
            Reservation = lease.Length == 0 ? null : new Reservation(Guid.ParseExact(lease, "D"), epoch, ToInstant(Text(parts[4]))),
            Decisions = ToDecisions(parts[5]),
        };
    }

    /// <summary>A list of {id, {field, value, …}}, as scripts answer and as XRANGE does.</summary>
    public static IReadOnlyList<Decision> ToDecisions(RedisResult list) =>
        [.. Parts(list).Select(Parts).Select(entry => ToDecision(Text(entry[0]), Parts(entry[1])))];

    public static RoutingSnapshot ToSnapshot(RedisResult answer, DateTimeOffset at)
    {
        var parts = Parts(answer);
        var status = ToStatus(Text(parts[0]));
        var epoch = Long(Text(parts[1]));
        if (status != RoutingStatus.Ok) return new RoutingSnapshot { Status = status, At = at, Epoch = epoch };

        var lanes = Parts(parts[2]).Select(Parts).Select(lane => new LaneCount(
            Lane.Parse(Text(lane[0])),
            (int)lane[1],
            (int)lane[2],
            (int)lane[3],
            ToInstantOrNull(Text(lane[4])),
            ToInstantOrNull(Text(lane[5])),
            ToWaitOrNull(lane[6], lane[7]))).ToList();
        var agents = Parts(parts[3]).Select(count => count.IsNull ? 0 : (int)count).ToArray();
        return new RoutingSnapshot
        {
            Status = status,
            At = at,
            Epoch = epoch,
            Lanes = lanes,
            Clients =
            [
                .. lanes.GroupBy(lane => lane.Lane.ClientId).Select(client => new ClientCount(
                    client.Key,
                    client.Sum(lane => lane.Waiting),
                    client.Sum(lane => lane.Offered),
                    client.Sum(lane => lane.InService),
                    client.Min(lane => lane.OldestEnqueuedAt))),
            ],
            Agents = new AgentCount(agents[0], agents[1], agents[2], agents[3], agents[4], agents[5], Long(Text(parts[4]))),
            DecisionsInStream = (long)parts[5],
        };
    }

    public static IReadOnlyDictionary<Guid, QueueNumbers>? ToQueues(RedisResult answer, IReadOnlyList<Guid> queues) => answer.IsNull
        ? null
        : queues.Zip(Parts(answer).Select(Parts)).ToDictionary(q => q.First, q => new QueueNumbers((int)q.Second[0], (int)q.Second[1], (int)q.Second[2]));

    public static LanePosition? ToPosition(RedisResult answer)
    {
        if (answer.IsNull) return null;
        var parts = Parts(answer);
        var offers = Parts(parts[2]).Chunk(2).Select(asked => new LiveOffer(ToIdOrNull(asked[0])!.Value, ToIdOrNull(asked[1])!.Value, ToInstant(Text(parts[3]))));
        return new LanePosition((int)parts[0], (int)parts[1], ToWaitOrNull(parts[4], parts[5])) { Offers = [.. offers] };
    }

    public static WaitExplanation? ToExplanation(RedisResult answer)
    {
        if (answer.IsNull) return null;
        var parts = Parts(answer);
        var heldFor = ToIdOrNull(parts[1]) is { } held ? new PreferredAgent(held, ToInstant(Text(parts[2]))) : null;
        return new WaitExplanation(
            Lane.Parse(Text(parts[0])),
            heldFor,
            ToInstantOrNull(Text(parts[3])),
            [.. Parts(parts[4]).Select(Parts).Select(group => new ObstacleGroup(
                ToObstacle(group[0]), (int)group[1], [.. Parts(group[2]).Select(id => Guid.ParseExact(Text(id), "D"))])).OrderBy(g => g.Reason)]);
    }

    public static OfferPreview? ToPreview(RedisResult answer, IReadOnlyList<Guid> agents)
    {
        if (answer.IsNull) return null;
        var parts = Parts(answer);
        return new OfferPreview(ToIdOrNull(parts[0]), ToObstacles(agents, parts.Skip(1)));
    }

    private static Dictionary<Guid, AgentObstacle> ToObstacles(IReadOnlyList<Guid> agents, IEnumerable<RedisResult> reasons) => agents.Zip(reasons).ToDictionary(
        a => a.First, a => ToObstacle(a.Second));

    private static AgentObstacle ToObstacle(RedisResult reason) => Enum.Parse<AgentObstacle>(Text(reason).Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    public static IndexPage<IndexedItem> ToItems(RedisResult answer) => ToPage(answer, entry => new IndexedItem(
        Guid.ParseExact(Text(entry[0]), "D"), Long(Text(entry[1])), Enum.Parse<ItemState>(Text(entry[2]), ignoreCase: true), ToIdOrNull(entry[3])));

    public static IndexPage<IndexedAgent> ToAgents(RedisResult answer) =>
        ToPage(answer, entry => new IndexedAgent(Guid.ParseExact(Text(entry[0]), "D"), Long(Text(entry[1]))));

    private static IndexPage<T> ToPage<T>(RedisResult answer, Func<RedisResult[], T> toEntry)
    {
        var parts = Parts(answer);
        return new IndexPage<T>(ToStatus(Text(parts[0])), Long(Text(parts[1])), [.. Parts(parts[2]).Select(Parts).Select(toEntry)]);
    }

    public static AgentLoad? ToAgentLoad(RedisResult answer)
    {
        if (answer.IsNull) return null;
        var parts = Parts(answer);
        return new AgentLoad(
            Long(Text(parts[0])), (int)parts[1] == 1, (int)parts[2] == 1, (int)parts[3], ToIdOrNull(parts[4]), ToIdOrNull(parts[5]),
            ToInstantOrNull(Text(parts[6])));
    }

    private static Decision ToDecision(string id, RedisResult[] pairs)
    {
        var fields = new Dictionary<string, string>(pairs.Length / 2, StringComparer.Ordinal);
        for (var i = 0; i < pairs.Length; i += 2) fields[Text(pairs[i])] = Text(pairs[i + 1]);
        var at = ToInstant(fields["at"]);
        Guid Id(string name) => Guid.ParseExact(fields[name], "D");

        return fields["kind"] switch
        {
            "offer-made" => ToOfferMade(id, at, fields),
            "offer-ended" => new OfferEnded(
                id, at, Id("offer"), Id("item"), Id("agent"), ToOfferEnd(fields["reason"]), (int)Long(fields["expired"]))
            {
                Detail = fields["detail"],
            },
            "lease-ended" => new LeaseEnded(id, at, Id("item"), Long(fields["version"]), Id("agent"), Id("lease")),
            "agent-not-responding" => new AgentNotResponding(id, at, Id("agent")),
            "agent-kept" => new AgentKept(id, at, Id("item"), Long(fields["version"]), Id("agent")),
            "relaxed" => new ItemRelaxed(id, at, Id("item"), Long(fields["version"]), fields["lane"]),
            var kind => throw new InvalidOperationException($"The stream holds a decision of the unknown kind '{kind}'."),
        };
    }

    private static OfferMade ToOfferMade(string id, DateTimeOffset at, Dictionary<string, string> fields)
    {
        // What the name begins with; to read the skills, too, would cost as much as all the rest.
        var lane = fields["lane"].Split('/', 3);
        return new OfferMade(
            id,
            at,
            Guid.ParseExact(fields["offer"], "D"),
            Guid.ParseExact(fields["item"], "D"),
            Long(fields["version"]),
            Guid.ParseExact(fields["agent"], "D"),
            Guid.ParseExact(lane[0], "D"),
            Uri.UnescapeDataString(lane[1]),
            ToInstant(fields["deadline"]),
            fields["auto"] == "1")
        {
            Lane = fields["lane"],
            Profile = fields["profile"],
            Search = fields["search"] switch
            {
                "item" => OfferSearch.ItemSoughtAgent,
                "agent" => OfferSearch.AgentSoughtItem,
                _ => OfferSearch.ItemPreferredAgent,
            },
            Candidates = (int)Long(fields["candidates"]),
            Interrupts = fields["interrupts"] == "1",
            Turn = fields["turn"].Length == 0 ? null : (ShareTurn)Long(fields["turn"]),
            Compared = fields["compared"],
            PassedOver = fields["passed"],
            Step = (int)Long(fields["step"]),
            RulesVersion = LongOrNull(fields["rules"]),
            SharesVersion = LongOrNull(fields["shares"]),
        };
    }

    private static RoutingStatus ToStatus(string text) => text switch
    {
        "ok" => RoutingStatus.Ok,
        "stale" => RoutingStatus.Stale,
        "gone" => RoutingStatus.Gone,
        "no-room" => RoutingStatus.NoRoom,
        "not-ready" => RoutingStatus.NotReady,
        "rebuild" => RoutingStatus.Rebuild,
        _ => throw new InvalidOperationException($"A script answered the unknown status '{text}'."),
    };

    private static OfferEnd ToOfferEnd(string text) => text switch
    {
        "accepted" => OfferEnd.Accepted,
        "declined" => OfferEnd.Declined,
        "expired" => OfferEnd.Expired,
        "withdrawn" => OfferEnd.Withdrawn,
        _ => throw new InvalidOperationException($"An offer ended for the unknown reason '{text}'."),
    };

    private static RedisResult[] Parts(RedisResult result) => (RedisResult[]?)result ?? [];

    private static string Text(RedisResult result) => (string?)result ?? "";

    private static Guid? ToIdOrNull(RedisResult result) => Text(result) is { Length: > 0 } text ? Guid.ParseExact(text, "D") : null;

    private static long? LongOrNull(string text) => text.Length == 0 ? null : Long(text);

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static ExpectedWait? ToWaitOrNull(RedisResult shortest, RedisResult longest) =>
        Text(shortest).Length == 0 ? null : new(TimeSpan.FromMilliseconds(Long(Text(shortest))), TimeSpan.FromMilliseconds(Long(Text(longest))));

    private static DateTimeOffset ToInstant(string text) => DateTimeOffset.FromUnixTimeMilliseconds(Long(text));

    private static DateTimeOffset? ToInstantOrNull(string text) => text.Length == 0 ? null : ToInstant(text);
}
