using System.Globalization;
using System.Text.Json.Nodes;
using StackExchange.Redis;

namespace ContactCenter.Routing;

/// <summary>Writes records as the scripts read them.</summary>
internal static class RoutingArguments
{
    // What a Lua number holds exactly.
    private const long VersionLimit = 1L << 53;

    // Lua/includes/arrivals.lua reads it.
    public static RedisValue[] Item(WorkItem item)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(item.OfferTimeout, TimeSpan.Zero, nameof(item));
        ArgumentOutOfRangeException.ThrowIfLessThan(item.RingAgents, 1, nameof(item));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(item.RingAgents, WorkItem.MostRinging, nameof(item));
        return
        [
            Text(item.Id),
            Version(item.Version),
            item.Lane.Name,
            Instant(item.EnqueuedAt),
            Instant(item.Deadline),
            Milliseconds(item.OfferTimeout),
            Flag(item.AutoAccept),
            ChannelWeights.DefaultFor(item.Lane.Channel),
            string.Join(',', item.Declined.Select(Text)),
            Wishes(item),
        ];
    }

    // Few items have any, so they travel as one argument.
    private static string Wishes(WorkItem item)
    {
        foreach (var (_, lane) in item.Relaxations)
        {
            if (lane.ClientId != item.Lane.ClientId || lane.Channel != item.Lane.Channel)
                throw new ArgumentException("A relaxed item keeps its client and channel.", nameof(item));
        }

        var wishes = new JsonObject();
        if (item.RingAgents > 1 && !item.AutoAccept) wishes["ring"] = item.RingAgents;
        if (item.Preferred is { } preferred) wishes["prefer"] = new JsonArray(Text(preferred.AgentId), preferred.Until.ToUnixTimeMilliseconds());
        if (item.BestSkilled) wishes["best"] = true;
        if (item.QueueId is { } queue) wishes["queue"] = Text(queue);
        if (item.RulesVersion is { } rules) wishes["rules"] = rules;
        if (item.NotBefore is { } opens) wishes["opens"] = opens.ToUnixTimeMilliseconds();
        if (item.Relaxations.Count > 0)
            wishes["relax"] = new JsonArray([.. item.Relaxations.OrderBy(r => r.At).Select(r => new JsonArray(r.At.ToUnixTimeMilliseconds(), r.Lane.Name))]);
        return wishes.Count == 0 ? "" : wishes.ToJsonString();
    }

    // Lua/includes/arrivals.lua reads it.
    public static RedisValue[] Agent(AgentSetting agent)
    {
        foreach (var (channel, weight) in agent.Weights)
        {
            if (weight is < 1 or > 100)
                throw new ArgumentOutOfRangeException(nameof(agent), weight, $"The weight of {channel} is not 1 to 100.");
        }

        var weights = agent.Profile.Channels.Union(agent.Weights.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(channel => string.Create(
                CultureInfo.InvariantCulture,
                $"{CanonicalName.Text(channel)}={agent.Weights.GetValueOrDefault(channel, ChannelWeights.DefaultFor(channel))}"));
        return
        [
            Text(agent.Id),
            Version(agent.Version),
            agent.Profile.Name,
            string.Join(',', weights),
            Flag(agent.Ready),
            Instant(agent.IdleSince),
            Flag(agent.Interruptible),
        ];
    }

    // Lua/includes/shares.lua reads it.
    public static RedisValue[] Shares(PoolShares? shares)
    {
        if (shares is null) return [0, ""];
        var byClient = new JsonObject();
        foreach (var share in shares.Clients)
        {
            CheckPercent(share.Guaranteed);
            CheckPercent(share.Cap);
            byClient[Text(share.ClientId)] = new JsonArray(Percent(share.Guaranteed), Percent(share.Cap));
        }

        if (shares.Clients.Sum(s => s.Guaranteed ?? 0) > 100) throw new ArgumentException("More than all of the pool is guaranteed.", nameof(shares));
        return [Version(shares.Version), byClient.Count == 0 ? "" : byClient.ToJsonString()];
    }

    private static JsonNode Percent(int? percent) => percent is { } some ? JsonValue.Create(some) : JsonValue.Create(false);

    private static void CheckPercent(int? percent)
    {
        if (percent is < 1 or > 100) throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share is 1 to 100 percent.");
    }

    public static string Text(Guid id) => id.ToString("D");

    public static RedisValue Version(long version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(version, VersionLimit);
        return version;
    }

    public static RedisValue Instant(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static RedisValue Milliseconds(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        return (long)Math.Ceiling(span.TotalMilliseconds);
    }

    public static RedisValue Flag(bool value) => value ? "1" : "0";
}
