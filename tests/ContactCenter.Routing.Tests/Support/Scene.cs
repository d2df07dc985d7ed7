using System.Globalization;

namespace ContactCenter.Routing.Tests.Support;

/// <summary>A pool of its own with a clock that the test moves, and short ways to say who works and who waits.</summary>
public sealed class Scene
{
    public static readonly Guid Acme = Id(1, 1);
    public static readonly Guid Bright = Id(1, 2);

    private static int _pools;

    private readonly RedisConnection _redis;
    private int _ids;
    private int _calls;

    public Scene(RedisConnection redis, string? pool = null, bool recorded = false)
    {
        _redis = redis;
        Clock = new RoutingClock(Time);
        Pool = pool ?? string.Create(CultureInfo.InvariantCulture, $"test-{Interlocked.Increment(ref _pools)}");
        Queue = new RoutingQueue(redis, Clock, Pool, () => Id(9, Interlocked.Increment(ref _calls))) { Recorded = recorded };
    }

    public ManualTime Time { get; } = new();

    public RoutingClock Clock { get; }

    public string Pool { get; }

    public RoutingQueue Queue { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>A pool that is loaded and empty.</summary>
    public static async Task<Scene> StartAsync(RedisConnection redis, string? pool = null, bool recorded = false)
    {
        var scene = new Scene(redis, pool, recorded);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.BeginLoadAsync(1)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.EndLoadAsync(1)).Status);
        return scene;
    }

    public static Lane Lane(Guid? client = null, string channel = "chat", params (string Skill, int Level)[] skills) =>
        new(client ?? Acme, channel, Skills(skills));

    public static Profile Profile(Guid[]? clients = null, string[]? channels = null, params (string Skill, int Level)[] skills) =>
        new(clients ?? [Acme], channels ?? ["chat"], Skills(skills));

    /// <summary>An item of acme's chat that came now and is due in a minute.</summary>
    public WorkItem Item(Lane? lane = null, double dueIn = 60) => new()
    {
        Id = NextId(),
        Version = 1,
        Lane = lane ?? Lane(),
        EnqueuedAt = Now,
        Deadline = Now.AddSeconds(dueIn),
    };

    /// <summary>An agent for acme's chat, idle from now on; a chat takes a third of him.</summary>
    public AgentSetting Agent(Profile? profile = null, bool ready = true, params (string Channel, int Weight)[] weights) => new()
    {
        Id = NextId(),
        Version = 1,
        Profile = profile ?? Profile(),
        Weights = weights.ToDictionary(w => w.Channel, w => w.Weight),
        Ready = ready,
        IdleSince = Now,
    };

    /// <summary>Tells the queue of a ready agent who takes one item at a time, and lets a second pass.</summary>
    public async Task<AgentSetting> ReadyAgentAsync(Profile? profile = null, int weight = 100)
    {
        profile ??= Profile();
        var agent = Agent(profile, weights: [.. profile.Channels.Select(channel => (channel, weight))]);
        Assert.Equal(RoutingStatus.Ok, (await Queue.AgentAsync(agent)).Status);
        Time.Advance(1);
        return agent;
    }

    /// <summary>Enqueues and lets a second pass.</summary>
    public async Task<WorkItem> EnqueueAsync(WorkItem? item = null)
    {
        item ??= Item();
        Assert.Equal(RoutingStatus.Ok, (await Queue.EnqueueAsync(item)).Status);
        Time.Advance(1);
        return item;
    }

    /// <summary>Enqueues an item and answers the offer that it leads to.</summary>
    public async Task<OfferMade> OfferAsync(WorkItem? item = null) =>
        Assert.IsType<OfferMade>(Assert.Single((await Queue.EnqueueAsync(item ?? Item())).Decisions));

    /// <summary>Enqueues, accepts and commits: the agent owns the item at version 2.</summary>
    public async Task<OfferMade> OwnAsync(WorkItem? item = null)
    {
        var offer = await OfferAsync(item);
        var reserved = await Queue.ReserveAsync(offer.ItemId, offer.ItemVersion, offer.AgentId, offer.OfferId);
        Assert.Equal(RoutingStatus.Ok, reserved.Status);
        var confirmed = await Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, offer.AgentId, offer.ItemVersion + 1);
        Assert.Equal(RoutingStatus.Ok, confirmed.Status);
        return offer;
    }

    /// <summary>Fails if the index contradicts itself anywhere; see IndexAudit.lua.</summary>
    public Task AuditAsync(bool overloadAllowed = false) => IndexAudit.AssertSoundAsync(_redis, Pool, overloadAllowed, Now);

    /// <summary>All decisions in the stream.</summary>
    public Task<IReadOnlyList<Decision>> HistoryAsync() => Queue.ReadDecisionsAsync(null, 100_000);

    public static AgentObstacle ReasonOf(WaitExplanation? why, AgentSetting agent) => Assert.Single(why!.Groups, g => g.Agents.Contains(agent.Id)).Reason;

    public Guid NextId() => Id(2, Interlocked.Increment(ref _ids));

    // Ids that are the same in each run, so that failures and replays can be compared.
    private static Guid Id(int kind, int number) =>
        Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{number:x8}-0000-7000-800{kind}-000000000000"), "D");

    private static SkillLevel[] Skills((string Skill, int Level)[] skills) => [.. skills.Select(s => new SkillLevel(s.Skill, s.Level))];
}
