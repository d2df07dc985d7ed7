using ContactCenter.Routing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Routing.Tests;

/// <summary>What an offer says of its search names the one who got it, by the rules in words.</summary>
[Collection(RedisTests.Name)]
public sealed class ExplanationTests(RedisFixture redis)
{
    [Fact]
    public async Task The_stored_explanation_of_each_offer_names_its_winner()
    {
        var offers = await OffersAsync(redis.Connection, Scale.Full ? 10_000 : 600);

        Assert.All(Enum.GetValues<OfferSearch>(), search => Assert.Contains(offers, o => o.Search == search));
        Assert.Contains(offers, o => OfferExplanation.Of(o).Items.Count > 2);
        Assert.Contains(offers, o => OfferExplanation.Of(o).Agents.Count > 2);
        Assert.Contains(offers, o => OfferExplanation.Of(o).Agents.Any(a => a.Skill > 0));
        Assert.Contains(offers, o => OfferExplanation.Of(o).Items.Any(i => i.Turn == ShareTurn.UnderGuaranteed));
        Assert.Contains(offers, o => OfferExplanation.Of(o).PassedOver.Any(p => p.Reason == PassedReason.Declined));
        Assert.Contains(offers, o => o.Interrupts);
        Assert.DoesNotContain(offers, o => !NamesWinner(o));
    }

    [Theory]
    [InlineData("not best or idle < best_idle", "not best or idle > best_idle")]
    [InlineData("score > best_score", "score < best_score")]
    [InlineData("return a.deadline < b.deadline", "return a.deadline > b.deadline")]
    [InlineData("return a.turn < b.turn", "return a.turn > b.turn")]
    public async Task Another_order_than_the_rules_say_is_noticed(string text, string instead)
    {
        var planted = false;
        await using var connection = new RedisConnection(
            new() { Configuration = redis.Server.Configuration, Deadline = TimeSpan.FromSeconds(10), EditScript = Plant }, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(20));

        var offers = await OffersAsync(connection, 600);

        Assert.True(planted, "the scripts have no such text any more");
        Assert.Contains(offers, o => !NamesWinner(o));

        string Plant(string script)
        {
            var edited = script.Replace(text, instead, StringComparison.Ordinal);
            planted |= edited != script;
            return edited;
        }
    }

    [Fact]
    public async Task An_offer_says_who_was_passed_over_which_step_and_which_rules()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var unwilling = await scene.ReadyAgentAsync();
        var other = await scene.ReadyAgentAsync(Scene.Profile(skills: ("a", 1)));
        await scene.Queue.SharesAsync(new(7, [new(Scene.Acme, 10, 90)]));
        var enqueued = await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(skills: ("b", 1))) with
        {
            RulesVersion = 12,
            Declined = [unwilling.Id],
            Relaxations = [new(scene.Now.AddSeconds(-2), Scene.Lane(skills: ("c", 1))), new(scene.Now.AddSeconds(-1), Scene.Lane())],
        });

        var offer = enqueued.Decisions.OfType<OfferMade>().Single();
        var why = OfferExplanation.Of(offer);
        Assert.Equal((other.Id, 2, 12L, null), (offer.AgentId, offer.Step, offer.RulesVersion, offer.SharesVersion));
        Assert.Equal([new ComparedAgent(other.Id, other.IdleSince, null)], why.Agents);
        Assert.Equal([new PassedOver(unwilling.Id, PassedReason.Declined)], why.PassedOver);

        var (early, late) = (await scene.EnqueueAsync(scene.Item(dueIn: 90) with { Declined = [unwilling.Id] }), await scene.EnqueueAsync(scene.Item(dueIn: 120) with { Declined = [unwilling.Id] }));
        var next = (await scene.Queue.CancelAsync(offer.ItemId, 2, "test")).Decisions.OfType<OfferMade>().Single();
        Assert.Equal((early.Id, 7L), (next.ItemId, next.SharesVersion));
        Assert.Equal([new ComparedItem(early.Id, early.Deadline, early.EnqueuedAt, ShareTurn.UnderGuaranteed)], OfferExplanation.Of(next).Items);
        Assert.NotEqual(early.Id, late.Id);
    }

    [Fact]
    public async Task Of_very_many_the_first_and_the_chosen_one_are_named()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        for (var i = 30; i > 0; i--)
            await scene.Queue.AgentAsync(scene.Agent(Scene.Profile(skills: ("a", i))) with { IdleSince = scene.Now.AddSeconds(-31 + i) });

        var offer = await scene.OfferAsync(scene.Item() with { BestSkilled = true });
        Assert.Equal(21, OfferExplanation.Of(await scene.OfferAsync(scene.Item(Scene.Lane(skills: ("a", 1))) with { BestSkilled = true })).Agents.Count);
        Assert.True(NamesWinner(offer), "the chosen one is named");
    }

    [Fact]
    public async Task Why_an_item_waits_tells_of_each_agent_of_its_client_once()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var profiles = Enumerable.Range(1, 5).Select(i => Scene.Profile(i % 2 == 0 ? [Scene.Acme] : [Scene.Acme, Scene.Bright], i == 3 ? ["voice"] : ["chat", "voice"], ("a", i))).ToList();
        var agents = Enumerable.Range(0, 60).Select(i => scene.Agent(profiles[i % 5], ready: i % 7 > 0) with { Interruptible = i % 3 == 0 }).ToList();
        foreach (var agent in agents) await scene.Queue.AgentAsync(agent);
        var items = new List<WorkItem>();
        for (var i = 0; i < 250; i++) items.Add(await scene.EnqueueAsync(scene.Item(Scene.Lane(i % 4 == 0 ? Scene.Bright : null, i % 9 == 0 ? "voice" : "chat", ("a", 1 + (i % 4))), dueIn: i % 50)));
        var offers = (await scene.HistoryAsync()).OfType<OfferMade>().ToList();
        for (var i = 0; i < offers.Count; i += 2) await scene.Queue.DeclineAsync(offers[i].OfferId, offers[i].AgentId, TimeSpan.FromHours(1));
        await scene.Queue.DueAsync(1000);

        var explained = 0;
        foreach (var item in items)
        {
            if (await scene.Queue.ExplainAsync(item.Id) is not { } why) continue;
            explained++;
            Assert.Equal(item.Lane.ClientId == Scene.Acme ? 60 : 36, why.Groups.Sum(g => g.Count));
            Assert.All(why.Groups, g => Assert.Equal(g.Reason == AgentObstacle.NotReady ? g.Count : Math.Min(20, g.Count), g.Agents.Distinct().Count()));
            Assert.DoesNotContain(why.Groups, g => g.Reason == AgentObstacle.CouldTakeIt);
        }

        Assert.True(explained > 100, $"only {explained} waited");
        await scene.AuditAsync();
    }

    private static bool NamesWinner(OfferMade offer) =>
        OfferExplanation.Of(offer).Winner == (offer.Search == OfferSearch.AgentSoughtItem ? offer.ItemId : offer.AgentId);

    // Days of a desk, until there are so many offers; a long one only fills up.
    private static async Task<List<OfferMade>> OffersAsync(RedisConnection connection, int goal)
    {
        var offers = new List<OfferMade>();
        for (var day = 1; offers.Count < goal; day++)
        {
            var scene = await Scene.StartAsync(connection);
            Lane[] lanes =
            [
                Scene.Lane(skills: ("a", 1)), Scene.Lane(skills: [("a", 2), ("b", 1)]), Scene.Lane(Scene.Bright), Scene.Lane(channel: "voice"), Scene.Lane(skills: ("b", 1)),
            ];
            var profiles = Enumerable.Range(1, 6).Select(i => Scene.Profile(
                i % 2 == 0 ? [Scene.Acme] : [Scene.Acme, Scene.Bright], i % 3 == 0 ? ["chat", "voice"] : ["chat"], ("a", i), ("b", 1))).ToList();
            var agents = Enumerable.Range(0, 20).Select(i => scene.Agent(profiles[i % profiles.Count])).ToList();
            foreach (var agent in agents) await scene.Queue.AgentAsync(agent);
            var (desk, random) = (new PaperDesk(scene, agents, lanes), new Random(day));
            for (var i = 0; i < 500; i++) await desk.ActAsync(random);
            offers.AddRange((await scene.HistoryAsync()).OfType<OfferMade>());
            Assert.True(day < goal, $"only {offers.Count} offers in {day} days");
        }

        return offers;
    }
}
