using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>How offers end without being accepted.</summary>
[Collection(RedisTests.Name)]
public sealed class OfferTests(RedisFixture redis)
{
    [Fact]
    public async Task A_declined_item_comes_back_to_the_decliner_after_his_pause()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var decliner = await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();

        var declined = await scene.Queue.DeclineAsync(offer.OfferId, decliner.Id, TimeSpan.FromSeconds(30));

        Assert.Equal(OfferEnd.Declined, Assert.IsType<OfferEnded>(Assert.Single(declined.Decisions)).Reason);
        Assert.Equal(scene.Now.AddSeconds(30), declined.NextTimer);
        await scene.AuditAsync();
        scene.Time.Advance(30);
        var again = Assert.IsType<OfferMade>(Assert.Single((await scene.Queue.DueAsync()).Decisions));
        Assert.Equal((offer.ItemId, decliner.Id), (again.ItemId, again.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_decliner_is_offered_other_work_meanwhile()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var decliner = await scene.ReadyAgentAsync();
        var urgent = await scene.OfferAsync(scene.Item(dueIn: 5));
        var later = await scene.EnqueueAsync(scene.Item(dueIn: 50));

        var declined = await scene.Queue.DeclineAsync(urgent.OfferId, decliner.Id, TimeSpan.FromSeconds(30));

        var next = Assert.IsType<OfferMade>(declined.Decisions[^1]);
        Assert.Equal((later.Id, OfferSearch.ItemSoughtAgent), (next.ItemId, next.Search));
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(urgent.ItemId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Only_the_offers_agent_can_decline_it_and_only_once()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();

        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.DeclineAsync(offer.OfferId, scene.NextId(), TimeSpan.Zero)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.DeclineAsync(offer.OfferId, offer.AgentId, TimeSpan.FromHours(1))).Status);
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.DeclineAsync(offer.OfferId, offer.AgentId, TimeSpan.FromHours(1))).Status);
    }

    [Fact]
    public async Task An_expired_offer_goes_to_the_next_agent_at_once_and_its_agent_to_the_back()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var anna = await scene.ReadyAgentAsync();
        var ben = await scene.ReadyAgentAsync();
        var carl = await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        Assert.Equal(anna.Id, offer.AgentId);

        scene.Time.Advance(19.999);
        Assert.Empty((await scene.Queue.DueAsync()).Decisions);
        scene.Time.Advance(0.001);
        var due = await scene.Queue.DueAsync();

        var ended = Assert.IsType<OfferEnded>(due.Decisions[0]);
        Assert.Equal((offer.OfferId, OfferEnd.Expired, 1), (ended.OfferId, ended.Reason, ended.ExpiredInRow));
        Assert.Equal((offer.ItemId, ben.Id), (((OfferMade)due.Decisions[1]).ItemId, ((OfferMade)due.Decisions[1]).AgentId));
        Assert.Equal(carl.Id, (await scene.OfferAsync()).AgentId);
        Assert.Equal(anna.Id, (await scene.OfferAsync()).AgentId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Two_expired_offers_in_a_row_end_an_agents_offers_until_he_says_something_new()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync();
        var item = await scene.EnqueueAsync();

        scene.Time.Advance(20);
        await scene.Queue.DueAsync();
        scene.Time.Advance(20);
        var due = await scene.Queue.DueAsync();

        Assert.Collection(
            due.Decisions,
            ended => Assert.Equal(2, ((OfferEnded)ended).ExpiredInRow),
            silent => Assert.Equal(agent.Id, Assert.IsType<AgentNotResponding>(silent).AgentId));
        Assert.Equal((false, true), await State());
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(item.Id));
        Assert.Equal(RoutingStatus.NotReady, (await scene.Queue.ReserveAsync(item.Id, 1, agent.Id)).Status);
        await scene.Queue.AgentAsync(agent);
        Assert.Equal((false, true), await State());
        await scene.AuditAsync();

        var back = await scene.Queue.AgentAsync(agent with { Version = 2 });
        Assert.Equal(item.Id, Assert.IsType<OfferMade>(Assert.Single(back.Decisions)).ItemId);
        await scene.AuditAsync();

        async Task<(bool, bool)> State() =>
            await scene.Queue.AgentLoadAsync(agent.Id) is { } load ? (load.Ready, load.NotResponding) : throw new InvalidOperationException();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_in_between_starts_the_count_of_expired_offers_anew(bool accept)
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(weight: 50);
        await scene.EnqueueAsync();
        scene.Time.Advance(20);
        var second = (OfferMade)(await scene.Queue.DueAsync()).Decisions[^1];

        if (accept)
            await scene.Queue.ReserveAsync(second.ItemId, 1, agent.Id, second.OfferId);
        else
            await scene.Queue.DeclineAsync(second.OfferId, agent.Id, TimeSpan.FromHours(1));
        await scene.OfferAsync();
        scene.Time.Advance(20);
        var due = await scene.Queue.DueAsync();

        Assert.Equal(1, due.Decisions.OfType<OfferEnded>().Single().ExpiredInRow);
        Assert.Empty(due.Decisions.OfType<AgentNotResponding>());
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Timers_run_up_to_the_limit_and_say_when_the_next_is_due()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        for (var i = 0; i < 3; i++)
        {
            await scene.ReadyAgentAsync();
            await scene.OfferAsync(scene.Item() with { OfferTimeout = TimeSpan.FromSeconds(5), Declined = [] });
        }

        scene.Time.Advance(60);
        var two = await scene.Queue.DueAsync(2);
        Assert.Equal(2, two.Decisions.OfType<OfferEnded>().Count());
        Assert.True(two.NextTimer < scene.Now);
        Assert.Single((await scene.Queue.DueAsync(2)).Decisions.OfType<OfferEnded>());
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_timer_acts_once_although_many_nodes_run_it()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        await scene.OfferAsync();
        scene.Time.Advance(20);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scene.Queue.DueAsync()));

        Assert.Single(results.SelectMany(r => r.Decisions).OfType<OfferEnded>());
        await scene.AuditAsync();
    }
}
