using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>What comes while its queue is closed waits until it opens.</summary>
[Collection(RedisTests.Name)]
public sealed class ClosedTests(RedisFixture redis)
{
    [Fact]
    public async Task It_is_offered_to_nobody_before_its_queue_opens_and_then_at_once()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync();
        var item = scene.Item() with { NotBefore = scene.Now.AddHours(8) };

        var entered = await scene.Queue.EnqueueAsync(item);

        Assert.Empty(entered.Decisions);
        Assert.Equal(item.NotBefore, entered.NextTimer);
        Assert.Null(await scene.Queue.PositionAsync(item.Id));
        var why = (await scene.Queue.ExplainAsync(item.Id))!;
        Assert.Equal((item.NotBefore, AgentObstacle.Closed), (why.NotBefore, Scene.ReasonOf(why, agent)));
        Assert.Equal(1, (await scene.Queue.SnapshotAsync()).Lanes.Sum(l => l.Waiting));
        await scene.AuditAsync();

        // Others are not held up by it.
        var open = await scene.OwnAsync();
        await scene.Queue.CompleteAsync(open.ItemId, 3, agent.Id);
        scene.Time.Advance(8 * 3600);

        Assert.Equal(item.Id, Assert.IsType<OfferMade>(Assert.Single((await scene.Queue.DueAsync()).Decisions)).ItemId);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task Who_is_given_it_by_hand_has_it_and_an_undone_claim_leaves_it_closed()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        var agent = await scene.ReadyAgentAsync();
        var item = await scene.EnqueueAsync(scene.Item() with { NotBefore = scene.Now.AddHours(8) });

        var claim = await scene.Queue.ReserveAsync(item.Id, 1, agent.Id);
        await scene.AuditAsync();
        Assert.Empty((await scene.Queue.UndoAsync(item.Id, claim.Reservation!.LeaseId)).Decisions.OfType<OfferMade>());
        await scene.AuditAsync();
        claim = await scene.Queue.ReserveAsync(item.Id, 1, agent.Id);
        Assert.Equal(RoutingStatus.Ok, (await scene.Queue.ConfirmAsync(item.Id, claim.Reservation!.LeaseId, agent.Id, 2)).Status);
        scene.Time.Advance(8 * 3600);

        Assert.Empty((await scene.Queue.DueAsync()).Decisions);
        await scene.AuditAsync();
    }

    [Fact]
    public async Task What_ended_meanwhile_does_not_open()
    {
        var scene = await Scene.StartAsync(redis.Connection);
        await scene.ReadyAgentAsync();
        var item = await scene.EnqueueAsync(scene.Item() with { NotBefore = scene.Now.AddHours(8) });

        await scene.Queue.CancelAsync(item.Id, 2, "abandoned");
        await scene.AuditAsync();
        scene.Time.Advance(8 * 3600);

        Assert.Empty((await scene.Queue.DueAsync()).Decisions);
    }
}
