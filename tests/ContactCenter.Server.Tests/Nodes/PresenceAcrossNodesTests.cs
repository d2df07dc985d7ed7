using ContactCenter.Server.Tests.Features.Channels;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Nodes;

/// <summary>Who is there, when nodes come, end, die and freeze. A node dies or freezes by a clock of its own that stands still.</summary>
public sealed class PresenceAcrossNodesTests(NodesFixture floor) : IClassFixture<NodesFixture>
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Who_has_screens_at_two_nodes_is_there_until_the_last_one_closes()
    {
        var (api, id) = await floor.PersonAt(floor.Server);
        using var elsewhere = api.At(floor.Other.Address);
        var here = await HubClient.Connect(api);
        await using (await HubClient.Connect(elsewhere))
        {
            await Here(id);
            (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
            await here.DisposeAsync();
            await floor.Eventually(async () => await Screens(id) == 1, "one screen is left");
            floor.Advance(20 * Second);
            Assert.True(await floor.IsHere(id));
            Assert.Equal("ready", await floor.StateOf(id));
        }

        await Gone(id);
        floor.Advance(15 * Second);
        await floor.Eventually(async () => await floor.StateOf(id) == "offline connection_lost", "he is offline");
        api.Dispose();
    }

    [Fact]
    public async Task People_of_a_killed_node_are_missed_since_it_was_last_seen_and_go_offline()
    {
        await using var doomed = floor.StartAnother(o => o.Time = new FakeTime(floor.Time.Now));
        var (api, id) = await floor.PersonAt(doomed);
        using var visitor = (await floor.Visitor()).At(doomed.Address);
        using var stream = await EventReader.Open(visitor);
        await using var screen = await HubClient.Connect(api);
        await Here(id);
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        var dies = floor.Time.Now;
        await floor.Looks();
        await Gone(id);
        await floor.Eventually(async () => await floor.Installation.Scalar<long>(
            "SELECT count(*) FROM channels.visitor_sessions WHERE gone_at BETWEEN @dies AND @soon", ("dies", dies), ("soon", dies + 3 * Second)) == 1, "the visitor is gone since then");
        Assert.InRange(await floor.Installation.Scalar<DateTime>("SELECT gone_at FROM agents.agents WHERE id = @id", ("id", id)),
            dies.UtcDateTime, (dies + 3 * Second).UtcDateTime);
        floor.AdvanceTo(dies + 19 * Second);
        await floor.Eventually(async () => await floor.StateOf(id) == "offline connection_lost", "he is offline");
        api.Dispose();
    }

    [Fact]
    public async Task A_frozen_node_that_goes_on_takes_a_new_place_and_its_people_are_there_again()
    {
        var own = new FakeTime(floor.Time.Now);
        await using var frozen = floor.StartAnother(o => o.Time = own);
        var (api, id) = await floor.PersonAt(frozen);
        using var visitor = (await floor.Visitor()).At(frozen.Address);
        using var stream = await EventReader.Open(visitor);
        await using var screen = await HubClient.Connect(api);
        await Here(id);
        await Wait.Until(async () => await Streams() == 1, "the stream is known");
        (await api.Put("agents/me/state", new { state = "ready" })).Expect(200);
        var place = await PlaceOf(id);
        await floor.Looks();
        await Gone(id);
        await floor.Eventually(async () => await Streams() == 0, "the stream is taken away");

        own.Advance(Second);
        await Wait.Until(async () => await PlaceOf(id) is { } now && now != place, "he is at the new place", () => own.Advance(Second));
        await Wait.Until(async () => await Streams() == 1, "the stream is there again", () => own.Advance(Second));
        Assert.True(await floor.IsHere(id));
        floor.Advance(12 * Second);
        Assert.Equal("ready", await floor.StateOf(id));
        // Living again, it is left alone.
        for (var second = 0; second < 8; second++)
        {
            own.Advance(Second);
            await floor.Looks(1);
        }

        Assert.True(await floor.IsHere(id));
        api.Dispose();
    }

    [Fact]
    public async Task A_node_that_stops_in_order_leaves_nobody_behind()
    {
        var leaving = floor.StartAnother();
        var (api, id) = await floor.PersonAt(leaving);
        await using var screen = await HubClient.Connect(api);
        await Here(id);
        var place = await PlaceOf(id);
        await leaving.DisposeAsync();
        Assert.False(await floor.IsHere(id));
        Assert.Equal(0, await floor.Installation.Scalar<long>("SELECT count(*) FROM platform.nodes WHERE id = @place", ("place", place)));
        api.Dispose();
    }

    // Without a nudge: a node whose own time stands still must not seem dead for it.
    Task Here(Guid id) => Wait.Until(() => floor.IsHere(id), "he is known to be there");

    Task Gone(Guid id) => floor.Eventually(async () => !await floor.IsHere(id), "he is known to be gone");

    Task<long> Screens(Guid id) => floor.Installation.Scalar<long>("SELECT count(*) FROM agents.screens WHERE user_id = @id", ("id", id));

    Task<long> Streams() => floor.Installation.Scalar<long>("SELECT count(*) FROM channels.open_streams");

    async Task<Guid?> PlaceOf(Guid id) => (await floor.Installation.Column<Guid>("SELECT node_id FROM agents.screens WHERE user_id = @id", ("id", id))) is [var place] ? place : null;
}
