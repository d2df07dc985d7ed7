using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>A late item that fits nobody's room keeps an agent from lighter work.</summary>
[Collection(RedisTests.Name)]
public sealed class LateTests(RedisFixture redis)
{
    private static readonly Profile Mixed = Scene.Profile(channels: ["chat", "voice"]);
    private static readonly (string, int)[] Weights = [("chat", 33), ("voice", 100)];

    [Fact]
    public async Task It_keeps_the_least_loaded_agent_until_it_fits()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var (ben, _) = await BusyAsync(scene, chats: 2);
        var (anna, annas) = await BusyAsync(scene, chats: 1);
        var call = await scene.EnqueueAsync(scene.Item(Scene.Lane(channel: "voice"), dueIn: 20));

        scene.Time.Advance(20);
        var kept = Assert.IsType<AgentKept>(Assert.Single((await scene.Queue.DueAsync()).Decisions));
        Assert.Equal((call.Id, anna.Id), (kept.ItemId, kept.AgentId));
        await scene.AuditAsync();

        // He who is not kept is asked, though he has more to do.
        var chat = await scene.OfferAsync();
        Assert.Equal(ben.Id, chat.AgentId);
        Assert.Equal(AgentObstacle.NoRoom, Scene.ReasonOf(await scene.Queue.ExplainAsync(call.Id), anna));

        var done = await scene.Queue.CompleteAsync(annas[0].Id, 3, anna.Id);

        var offer = Assert.IsType<OfferMade>(Assert.Single(done.Decisions));
        Assert.Equal((call.Id, anna.Id), (offer.ItemId, offer.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task It_is_offered_nothing_lighter_meanwhile_and_everything_afterwards()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var (ben, _) = await BusyAsync(scene, chats: 1);
        var call = await scene.EnqueueAsync(scene.Item(Scene.Lane(channel: "voice"), dueIn: 0));
        var chat = scene.Item();

        Assert.Empty((await scene.Queue.EnqueueAsync(chat)).Decisions);
        Assert.Equal(AgentObstacle.KeptForOther, Scene.ReasonOf(await scene.Queue.ExplainAsync(chat.Id), ben));
        await scene.AuditAsync();

        var offer = Assert.IsType<OfferMade>(Assert.Single((await scene.Queue.CancelAsync(call.Id, 2, "abandoned")).Decisions));

        Assert.Equal((chat.Id, ben.Id), (offer.ItemId, offer.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Each_late_item_keeps_an_agent_of_its_own_and_finds_another_when_he_leaves()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var (ben, _) = await BusyAsync(scene, chats: 1);
        var (anna, _) = await BusyAsync(scene, chats: 1);
        var (carl, _) = await BusyAsync(scene, chats: 2);
        var lane = Scene.Lane(channel: "voice");
        var first = await scene.Queue.EnqueueAsync(scene.Item(lane, dueIn: 0));
        var second = await scene.Queue.EnqueueAsync(scene.Item(lane, dueIn: 0));
        Assert.Equal([ben.Id, anna.Id], first.Decisions.Concat(second.Decisions).Cast<AgentKept>().Select(k => k.AgentId));
        await scene.AuditAsync();

        var left = await scene.Queue.AgentAsync(ben with { Version = 2, Ready = false });

        var again = Assert.IsType<AgentKept>(Assert.Single(left.Decisions));
        Assert.Equal((carl.Id, ((AgentKept)first.Decisions[0]).ItemId), (again.AgentId, again.ItemId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Where_all_work_weighs_the_same_nobody_is_kept()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        await scene.OwnAsync();

        Assert.Empty((await scene.Queue.EnqueueAsync(scene.Item(dueIn: 0))).Decisions);
        await scene.AuditAsync();
    }

    /// <summary>An agent for chats and calls with so many chats.</summary>
    private static async Task<(AgentSetting Agent, List<WorkItem> Chats)> BusyAsync(Scene scene, int chats)
    {
        var agent = scene.Agent(Mixed, weights: Weights);
        await scene.Queue.AgentAsync(agent);
        List<WorkItem> work = [];
        for (var i = 0; i < chats; i++)
        {
            var chat = await scene.EnqueueAsync();
            var reserved = await scene.Queue.ReserveAsync(chat.Id, 1, agent.Id);
            await scene.Queue.ConfirmAsync(chat.Id, reserved.Reservation!.LeaseId, agent.Id, 2);
            work.Add(chat);
        }

        return (agent, work);
    }
}
