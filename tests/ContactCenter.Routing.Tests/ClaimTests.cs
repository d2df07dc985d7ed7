using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Reserve, confirm and undo.</summary>
[Collection(RedisTests.Name)]
public sealed class ClaimTests(RedisFixture redis)
{
    [Fact]
    public async Task Accepting_an_offer_leases_the_item_for_five_seconds()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();

        var reserved = await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId);

        Assert.Equal(RoutingStatus.Ok, reserved.Status);
        Assert.Equal((1L, scene.Now.AddSeconds(5)), (reserved.Reservation!.Epoch, reserved.Reservation.Deadline));
        var ended = Assert.IsType<OfferEnded>(Assert.Single(reserved.Decisions));
        Assert.Equal((offer.OfferId, OfferEnd.Accepted), (ended.OfferId, ended.Reason));
        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(offer.AgentId))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task The_same_agents_repeated_accept_answers_the_same_lease()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var first = await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId);
        scene.Time.Advance(1);

        var second = await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId);

        Assert.Equal(first.Reservation, second.Reservation);
        Assert.Empty(second.Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_lease_that_is_over_is_not_given_again_while_it_is_being_settled()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var first = await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId);
        scene.Time.Advance(RoutingQueue.LeaseTime);
        Assert.IsType<LeaseEnded>(Assert.Single((await scene.Queue.DueAsync()).Decisions));

        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.UndoAsync(offer.ItemId, first.Reservation!.LeaseId)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Of_two_who_claim_at_once_the_second_finds_it_gone()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = await scene.EnqueueAsync(scene.Item(Scene.Lane(skills: ("rare", 1))));
        var anna = await scene.ReadyAgentAsync();
        var ben = await scene.ReadyAgentAsync();

        var claims = await Task.WhenAll(
            scene.Queue.ReserveAsync(item.Id, 1, anna.Id), scene.Queue.ReserveAsync(item.Id, 1, ben.Id));

        Assert.Equal([RoutingStatus.Ok, RoutingStatus.Gone], claims.Select(c => c.Status).Order());
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Another_agents_offer_cannot_be_accepted()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var other = await scene.ReadyAgentAsync();

        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.ReserveAsync(offer.ItemId, 1, other.Id, offer.OfferId)).Status);
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, scene.NextId())).Status);
        Assert.Equal(offer.OfferId, (await scene.Queue.AgentLoadAsync(offer.AgentId))!.OfferId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_claim_at_another_version_is_stale()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync(scene.Item() with { Version = 4 });

        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.ReserveAsync(offer.ItemId, 3, agent.Id, offer.OfferId)).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.ReserveAsync(offer.ItemId, 5, agent.Id, offer.OfferId)).Status);
    }

    [Fact]
    public async Task Without_an_offer_there_must_be_room_unless_forced()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync(weight: 60);
        await scene.OwnAsync();
        var second = await scene.EnqueueAsync();

        Assert.Equal(RoutingStatus.NoRoom, (await scene.Queue.ReserveAsync(second.Id, 1, agent.Id)).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.ReserveAsync(second.Id, 1, agent.Id, force: true)).Status);

        Assert.Equal(120, (await scene.Queue.AgentLoadAsync(agent.Id))!.Load);
        await scene.EnqueueAsync();
        Assert.Null((await scene.Queue.AgentLoadAsync(agent.Id))!.OfferId);
        await scene.AuditAsync(overloadAllowed: true);
    }

    [Fact]
    public async Task An_agent_who_is_not_ready_claims_only_by_force()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var item = await scene.EnqueueAsync();
        var resting = scene.Agent(ready: false);
        await scene.Queue.AgentAsync(resting);

        Assert.Equal(RoutingStatus.NotReady, (await scene.Queue.ReserveAsync(item.Id, 1, resting.Id)).Status);
        Assert.Equal(RoutingStatus.NotReady, (await scene.Queue.ReserveAsync(item.Id, 1, scene.NextId())).Status);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.ReserveAsync(item.Id, 1, resting.Id, force: true)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Taking_an_item_that_another_is_offered_withdraws_that_offer()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var taker = await scene.ReadyAgentAsync();

        var taken = await scene.Queue.ReserveAsync(offer.ItemId, 1, taker.Id);

        var ended = Assert.IsType<OfferEnded>(Assert.Single(taken.Decisions));
        Assert.Equal((offer.OfferId, OfferEnd.Withdrawn, "claimed"), (ended.OfferId, ended.Reason, ended.Detail));
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_transfer_leaves_the_owner_his_item_until_it_is_confirmed()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var owner = await scene.ReadyAgentAsync(weight: 60);
        var owned = await scene.OwnAsync();
        var heir = await scene.ReadyAgentAsync(weight: 60);

        var reserved = await scene.Queue.ReserveAsync(owned.ItemId, 2, heir.Id);
        Assert.Equal((60, 60), await Loads());
        await scene.AuditAsync();
        await scene.Queue.ConfirmAsync(owned.ItemId, reserved.Reservation!.LeaseId, heir.Id, 3);

        Assert.Equal((0, 60), await Loads());
        await scene.AuditAsync();

        async Task<(int, int)> Loads() =>
            ((await scene.Queue.AgentLoadAsync(owner.Id))!.Load, (await scene.Queue.AgentLoadAsync(heir.Id))!.Load);
    }

    [Fact]
    public async Task An_undone_transfer_leaves_the_item_with_its_owner()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var owner = await scene.ReadyAgentAsync(weight: 60);
        var owned = await scene.OwnAsync();
        var heir = await scene.ReadyAgentAsync(weight: 60);
        var reserved = await scene.Queue.ReserveAsync(owned.ItemId, 2, heir.Id);

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.UndoAsync(owned.ItemId, reserved.Reservation!.LeaseId)).Status);

        Assert.Equal(60, (await scene.Queue.AgentLoadAsync(owner.Id))!.Load);
        Assert.Equal(0, (await scene.Queue.AgentLoadAsync(heir.Id))!.Load);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.CompleteAsync(owned.ItemId, 3, owner.Id)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task An_undone_claim_is_offered_on_at_once_from_its_old_place()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync();
        var first = await scene.OfferAsync(scene.Item(dueIn: 10));
        await scene.EnqueueAsync(scene.Item(dueIn: 20));
        var reserved = await scene.Queue.ReserveAsync(first.ItemId, 1, agent.Id, first.OfferId);

        var undone = await scene.Queue.UndoAsync(first.ItemId, reserved.Reservation!.LeaseId);

        var offer = Assert.IsType<OfferMade>(Assert.Single(undone.Decisions));
        Assert.Equal(first.ItemId, offer.ItemId);
        Assert.NotEqual(first.OfferId, offer.OfferId);
        Assert.Equal(RoutingStatus.Gone, (await scene.Queue.UndoAsync(first.ItemId, reserved.Reservation.LeaseId)).Status);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Confirming_twice_is_confirming_once()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var owned = await scene.OwnAsync();

        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.ConfirmAsync(owned.ItemId, scene.NextId(), owned.AgentId, 2)).Status);
        Assert.Equal(RoutingStatus.Stale, (await scene.Queue.ConfirmAsync(owned.ItemId, scene.NextId(), scene.NextId(), 2)).Status);
        Assert.Equal(100, (await scene.Queue.AgentLoadAsync(owned.AgentId))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_commit_wins_over_an_index_that_has_offered_the_item_on()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var first = await scene.OfferAsync();
        var reserved = await scene.Queue.ReserveAsync(first.ItemId, 1, first.AgentId, first.OfferId);
        var other = await scene.ReadyAgentAsync();
        await scene.Queue.AgentAsync(scene.Agent(ready: false) with { Id = first.AgentId, Version = 2 });
        var undone = await scene.Queue.UndoAsync(first.ItemId, reserved.Reservation!.LeaseId);
        Assert.Equal(other.Id, Assert.IsType<OfferMade>(Assert.Single(undone.Decisions)).AgentId);

        var confirmed = await scene.Queue.ConfirmAsync(first.ItemId, reserved.Reservation.LeaseId, first.AgentId, 2);

        Assert.Equal(RoutingStatus.Ok, confirmed.Status);
        Assert.Equal("committed", Assert.IsType<OfferEnded>(Assert.Single(confirmed.Decisions)).Detail);
        Assert.Equal(0, (await scene.Queue.AgentLoadAsync(other.Id))!.Load);
        Assert.NotEqual(0, (await scene.Queue.AgentLoadAsync(first.AgentId))!.Load);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task A_lease_that_nobody_settles_is_asked_about_again_and_again()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var offer = await scene.OfferAsync();
        var reserved = await scene.Queue.ReserveAsync(offer.ItemId, 1, offer.AgentId, offer.OfferId);

        for (var round = 0; round < 2; round++)
        {
            Assert.Empty((await scene.Queue.DueAsync()).Decisions);
            scene.Time.Advance(RoutingQueue.LeaseTime);
            var due = await scene.Queue.DueAsync();
            var ended = Assert.IsType<LeaseEnded>(Assert.Single(due.Decisions));
            Assert.Equal(
                (offer.ItemId, 1L, offer.AgentId, reserved.Reservation!.LeaseId), (ended.ItemId, ended.Version, ended.AgentId, ended.LeaseId));
            Assert.Equal(scene.Now + RoutingQueue.LeaseTime, due.NextTimer);
        }

        Assert.Equal(
            RoutingStatus.Ok,
            (await scene.Queue.ConfirmAsync(offer.ItemId, reserved.Reservation!.LeaseId, offer.AgentId, 2)).Status);
        Assert.Null((await scene.Queue.DueAsync()).NextTimer);
        await scene.AuditAsync();
    }
}
