using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Items that are offered to several agents at once.</summary>
[Collection(RedisTests.Name)]
public sealed class RingTests(RedisFixture redis)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_item_rings_as_many_as_it_may_the_longest_idle_first_and_each_offer_says_why_he()
    {
        var (scene, agents) = await StartAsync(4);

        var offers = Offers(await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = 3 }));

        Assert.Equal(agents.Take(3).Select(a => a.Id), offers.Select(o => o.AgentId));
        Assert.All(offers, o => Assert.Equal((o.AgentId, OfferSearch.ItemSoughtAgent), (OfferExplanation.Of(o).Winner!.Value, o.Search)));
        Assert.Equal([4, 3, 2], offers.Select(o => o.Candidates));
        Assert.Single(offers.Select(o => o.Deadline).Distinct());
        Assert.Equal(3, offers.Select(o => o.OfferId).Distinct().Count());
        var board = await scene.Queue.SnapshotAsync();
        Assert.Equal((0, 1, 300L), (board.Lanes[0].Waiting, board.Lanes[0].Offered, board.Agents.Load));
        Assert.Equal(offers.Select(o => new LiveOffer(o.OfferId, o.AgentId, o.Deadline)), (await scene.Queue.PositionAsync(offers[0].ItemId))!.Offers);
        Assert.Equal((offers[2].OfferId, offers[2].Deadline), ((await LoadAsync(scene, agents[2])).OfferId!.Value, (await LoadAsync(scene, agents[2])).OfferDeadline!.Value));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_best_skilled_are_asked_if_the_item_wants_them_and_who_declined_is_not()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agents = new List<AgentSetting>();
        foreach (var level in (int[])[2, 5, 9, 7]) agents.Add(await scene.ReadyAgentAsync(Scene.Profile(skills: ("a", level))));

        var item = scene.Item(Scene.Lane(skills: ("a", 1))) with { RingAgents = 2, BestSkilled = true, Declined = [agents[2].Id] };

        Assert.Equal([agents[3].Id, agents[1].Id], Offers(await scene.Queue.EnqueueAsync(item)).Select(o => o.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_first_who_accepts_has_it_and_the_others_are_free_for_what_waits()
    {
        var (scene, agents) = await StartAsync(3);
        var offers = Offers(await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = 3 }));
        var waiting = await scene.EnqueueAsync(scene.Item(dueIn: 90) with { RingAgents = 3 });
        var last = await scene.EnqueueAsync(scene.Item(dueIn: 120));

        var reserved = await scene.Queue.ReserveAsync(offers[1].ItemId, 1, agents[1].Id, offers[1].OfferId);

        Assert.Equal(RoutingStatus.Ok, reserved.Status);
        var ended = reserved.Decisions.OfType<OfferEnded>().Select(e => (e.AgentId, e.Reason, e.Detail, e.ExpiredInRow)).ToList();
        Assert.Equal(
            [(agents[1].Id, OfferEnd.Accepted, "", 0), (agents[0].Id, OfferEnd.Withdrawn, "claimed", 0), (agents[2].Id, OfferEnd.Withdrawn, "claimed", 0)], ended);
        // Both would ring for the first; each that waits gets one before any rings two.
        Assert.Equal([(waiting.Id, agents[0].Id), (last.Id, agents[2].Id)], Offers(reserved).Select(o => (o.ItemId, o.AgentId)));
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.ReserveAsync(offers[0].ItemId, 1, agents[0].Id, offers[0].OfferId)).Status);
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.DeclineAsync(offers[2].OfferId, agents[2].Id, Soon)).Status);
        await scene.AuditAsync();

        await scene.Queue.UndoAsync(offers[1].ItemId, reserved.Reservation!.LeaseId);
        Assert.Equal([agents[1].Id], (await scene.Queue.PositionAsync(offers[1].ItemId))!.Offers.Select(o => o.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_decline_ends_one_offer_and_the_last_one_lets_it_wait()
    {
        var (scene, agents) = await StartAsync(2);
        var offers = Offers(await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = 5 }));
        Assert.Equal(2, offers.Count);

        var first = await scene.Queue.DeclineAsync(offers[0].OfferId, agents[0].Id, Soon);
        Assert.Equal(OfferEnd.Declined, Assert.IsType<OfferEnded>(Assert.Single(first.Decisions)).Reason);
        Assert.Equal((0, 100), ((await LoadAsync(scene, agents[0])).Load, (await LoadAsync(scene, agents[1])).Load));
        await scene.AuditAsync();

        Assert.IsType<OfferEnded>(Assert.Single((await scene.Queue.DeclineAsync(offers[1].OfferId, agents[1].Id, Soon)).Decisions));
        Assert.Equal(new LanePosition(1, 1), await scene.Queue.PositionAsync(offers[0].ItemId));
        await scene.AuditAsync();

        scene.Time.Advance(Soon);
        Assert.Equal(agents.Select(a => a.Id), Offers(await scene.Queue.DueAsync()).Select(o => o.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task When_the_time_is_up_it_is_up_for_all_and_counts_for_each()
    {
        var (scene, agents) = await StartAsync(3);
        await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = 3 });

        scene.Time.Advance(Soon);
        var first = await scene.Queue.DueAsync();
        Assert.Equal([(OfferEnd.Expired, 1), (OfferEnd.Expired, 1), (OfferEnd.Expired, 1)], first.Decisions.OfType<OfferEnded>().Select(e => (e.Reason, e.ExpiredInRow)));
        Assert.Equal(3, Offers(first).Count);
        await scene.AuditAsync();

        scene.Time.Advance(Soon);
        var second = await scene.Queue.DueAsync();
        Assert.Equal(agents.Select(a => a.Id), second.Decisions.OfType<AgentNotResponding>().Select(s => s.AgentId));
        Assert.Empty(Offers(second));
        Assert.Equal((1, 0L), ((await scene.Queue.SnapshotAsync()).Lanes[0].Waiting, (await scene.Queue.SnapshotAsync()).Agents.Load));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task What_waits_for_one_of_those_who_get_free_goes_before_what_is_due_later()
    {
        var (scene, agents) = await StartAsync(2);
        var rings = await scene.EnqueueAsync(scene.Item() with { RingAgents = 2 });
        var held = await scene.EnqueueAsync(scene.Item(dueIn: 5) with { Preferred = new PreferredAgent(agents[0].Id, scene.Now.AddMinutes(1)) });

        scene.Time.Advance(Soon);
        var offers = Offers(await scene.Queue.DueAsync());

        Assert.Equal([(held.Id, agents[0].Id), (rings.Id, agents[1].Id)], offers.Select(o => (o.ItemId, o.AgentId)));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Whom_it_prefers_is_asked_alone_and_after_him_it_rings()
    {
        var (scene, agents) = await StartAsync(3);
        var preferred = new PreferredAgent(agents[2].Id, scene.Now.AddMinutes(1));

        var alone = Assert.Single(Offers(await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = 3, Preferred = preferred })));
        Assert.Equal((agents[2].Id, OfferSearch.ItemPreferredAgent), (alone.AgentId, alone.Search));

        var declined = await scene.Queue.DeclineAsync(alone.OfferId, alone.AgentId, Soon);
        Assert.Equal([agents[0].Id, agents[1].Id], Offers(declined).Select(o => o.AgentId));
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Who_gets_room_while_it_rings_is_not_asked_for_it()
    {
        var (scene, _) = await StartAsync(2);
        await scene.EnqueueAsync(scene.Item() with { RingAgents = 3 });

        Assert.Empty((await scene.Queue.AgentAsync(scene.Agent())).Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task What_accepts_by_itself_asks_one_and_a_number_that_is_no_number_is_refused()
    {
        var (scene, _) = await StartAsync(3);

        Assert.Single(Offers(await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = 3, AutoAccept = true })));
        foreach (var wrong in (int[])[0, -1, WorkItem.MostRinging + 1])
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = wrong }));
    }

    [Fact]
    public async Task A_call_rings_who_has_room_and_interrupts_nobody_beside_them()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var profile = Scene.Profile(channels: ["chat", "voice"]);
        for (var i = 0; i < 2; i++) await scene.Queue.AgentAsync(scene.Agent(profile) with { Interruptible = true });
        await scene.OwnAsync();

        var offer = Assert.Single(Offers(await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(channel: "voice")) with { RingAgents = 2 })));

        Assert.False(offer.Interrupts, "who has room was asked");
        var interrupting = Assert.Single(Offers(await scene.Queue.EnqueueAsync(scene.Item(Scene.Lane(channel: "voice")) with { RingAgents = 2 })));
        Assert.True(interrupting.Interrupts, "nobody had room, so one is interrupted");
        await scene.AuditAsync();
    }

    [Theory]
    [InlineData("break")]
    [InlineData("cancel")]
    [InlineData("transfer")]
    [InlineData("assign")]
    [InlineData("commit")]
    public async Task What_happens_while_it_rings_leaves_nothing_behind(string what)
    {
        var (scene, agents) = await StartAsync(3);
        var item = scene.Item() with { RingAgents = 3 };
        await scene.Queue.EnqueueAsync(item);

        var (result, detail, ended) = what switch
        {
            "break" => (await scene.Queue.AgentAsync(agents[0] with { Version = 2, Ready = false }), "agent", 1),
            "cancel" => (await scene.Queue.CancelAsync(item.Id, 2, "abandoned"), "abandoned", 3),
            "transfer" => (await scene.Queue.EnqueueAsync(item with { Version = 2, Lane = Scene.Lane(Scene.Bright) }), "enqueued", 3),
            "assign" => (await scene.Queue.ReserveAsync(item.Id, 1, scene.NextId(), force: true), "claimed", 3),
            _ => (await scene.Queue.ConfirmAsync(item.Id, scene.NextId(), agents[1].Id, 2), "committed", 3),
        };

        Assert.Equal(RoutingStatus.Ok, result.Status);
        Assert.Equal(Enumerable.Repeat((OfferEnd.Withdrawn, detail), ended), result.Decisions.OfType<OfferEnded>().Select(e => (e.Reason, e.Detail)));
        Assert.Empty(Offers(result));
        await scene.AuditAsync(overloadAllowed: true);
        foreach (var agent in agents) await scene.Queue.AgentAsync(agent with { Version = 3, Ready = false });
        Assert.Equal(what is "commit" ? 100 : what is "assign" ? ChannelWeights.DefaultFor("chat") : 0, (await scene.Queue.SnapshotAsync()).Agents.Load);
        await scene.AuditAsync(overloadAllowed: true);
    }

    [Fact]
    public async Task A_rebuild_withdraws_all_and_offers_to_one_while_more_may_come()
    {
        var (scene, agents) = await StartAsync(3);
        var item = scene.Item() with { RingAgents = 3 };
        await scene.Queue.EnqueueAsync(item);

        var begun = await scene.Queue.BeginLoadAsync(2);
        Assert.Equal(Enumerable.Repeat((OfferEnd.Withdrawn, "rebuild"), 3), begun.Decisions.OfType<OfferEnded>().Select(e => (e.Reason, e.Detail)));
        Assert.Single(Offers(await scene.Queue.LoadAsync(2, agents, [], [item])));
        Assert.Equal(2, Offers(await scene.Queue.LoadAsync(2, [], [], [scene.Item(dueIn: 70), scene.Item(dueIn: 80) with { RingAgents = 2 }])).Count);
        await scene.Queue.EndLoadAsync(2);
        await scene.AuditAsync();
        OfferHistory.AssertSound(await scene.HistoryAsync());
    }

    [Fact]
    public async Task Of_many_who_accept_at_once_one_has_it_and_nothing_of_it_is_left_with_the_others()
    {
        var connections = Enumerable.Range(0, WorkItem.MostRinging).Select(_ => RedisFixture.Connect(redis.Server)).ToList();
        await Task.WhenAll(connections.Select(c => c.WhenConnectedAsync())).WaitAsync(TimeSpan.FromSeconds(20));
        var random = new Random(7);
        var scene = await Scene.StartAsync(redis.Connection);
        var agents = new List<AgentSetting>();
        for (var i = 0; i < WorkItem.MostRinging; i++) agents.Add(await scene.ReadyAgentAsync(weight: 40));
        var queues = connections.ConvertAll(c => new RoutingQueue(c, scene.Clock, scene.Pool));

        var winners = new HashSet<Guid>();
        for (var race = 0; race < 200; race++)
        {
            var offers = Offers(await scene.Queue.EnqueueAsync(scene.Item() with { RingAgents = random.Next(2, WorkItem.MostRinging + 1) }));
            Assert.True(offers.Count > 1, $"race {race} has no runners");
            // Each on a connection of his own; some decline instead, and some are seen to twice.
            var runs = offers.OrderBy(_ => random.Next()).Zip(queues, (offer, queue) => (offer, queue, Declines: random.Next(6) == 0, Twice: random.Next(4) == 0)).ToList();
            var answers = await Task.WhenAll(runs.Select(r => Task.Run(async () =>
            {
                if (r.Declines) await r.queue.DeclineAsync(r.offer.OfferId, r.offer.AgentId, TimeSpan.Zero);
                var reserved = await r.queue.ReserveAsync(r.offer.ItemId, 1, r.offer.AgentId, r.offer.OfferId);
                if (r.Twice) Assert.Equal(reserved.Reservation, (await r.queue.ReserveAsync(r.offer.ItemId, 1, r.offer.AgentId, r.offer.OfferId)).Reservation);
                return (r.offer, reserved);
            })));

            var won = answers.Where(a => a.reserved.Status == RoutingStatus.Ok).ToList();
            Assert.True(won.Count <= 1, $"race {race} has {won.Count} winners");
            Assert.All(answers.Except(won), a => Assert.Equal(RoutingStatus.Gone, a.reserved.Status));
            if (won.Count == 0) Assert.True(runs.TrueForAll(r => r.Declines), $"race {race} was lost by all");
            foreach (var (offer, reserved) in won)
            {
                winners.Add(offer.AgentId);
                Assert.Equal(40, (await scene.Queue.SnapshotAsync()).Agents.Load);
                await scene.Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, offer.AgentId, 2);
                await scene.AuditAsync();
                await scene.Queue.CompleteAsync(offer.ItemId, 3, offer.AgentId);
            }

            if (won.Count == 0) await scene.Queue.CancelAsync(offers[0].ItemId, 2, "abandoned");
            Assert.Equal(0, (await scene.Queue.SnapshotAsync()).Agents.Load);
            await scene.AuditAsync();
        }

        Assert.True(winners.Count > 1, "it was always the same");
        OfferHistory.AssertSound(await scene.HistoryAsync());
        foreach (var connection in connections) await connection.DisposeAsync();
    }

    private static List<OfferMade> Offers(RoutingResult result) => [.. result.Decisions.OfType<OfferMade>()];

    private static async Task<AgentLoad> LoadAsync(Scene scene, AgentSetting agent) => (await scene.Queue.AgentLoadAsync(agent.Id))!;

    private async Task<(Scene Scene, List<AgentSetting> Agents)> StartAsync(int number)
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agents = new List<AgentSetting>();
        for (var i = 0; i < number; i++) agents.Add(await scene.ReadyAgentAsync());
        return (scene, agents);
    }
}
