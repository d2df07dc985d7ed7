using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Channels;

public sealed class PresenceTests(ChatServer server) : IClassFixture<ChatServer>
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    Task<bool> IsGone(Guid session) =>
        server.Installation.Scalar<bool>("SELECT gone_at IS NOT NULL FROM channels.visitor_sessions WHERE id = @session", ("session", session));

    Task Gone(VisitorCaller visitor) => server.Eventually(() => IsGone(visitor.Session), "the visitor counts as gone");

    [Fact]
    public async Task A_visitor_gone_for_a_minute_while_waiting_has_abandoned()
    {
        using var visitor = await server.Visitor();
        using var stream = await visitor.Follow();
        var ticket = await visitor.Open();
        await stream.State("waiting");
        Assert.False(await IsGone(visitor.Session));
        server.Advance(Minute * 2);
        Assert.Equal("waiting", await server.StatusOf(ticket));
        stream.Dispose();
        await Gone(visitor);
        server.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal("waiting", await server.StatusOf(ticket));
        server.Advance(TimeSpan.FromSeconds(10));
        await server.Eventually(async () => await server.StatusOf(ticket) == "closed", "the ticket is given up");
        Assert.Equal("ticketAbandoned", (await server.Facts(ticket))[^1]);
    }

    [Fact]
    public async Task Coming_back_within_the_minute_keeps_the_place()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open();
        using (var stream = await visitor.Follow()) await stream.State("waiting");
        await Gone(visitor);
        server.Advance(TimeSpan.FromSeconds(55));
        using var back = await visitor.Follow();
        await back.State("waiting");
        server.Advance(Minute * 3);
        await server.Eventually(async () => !await IsGone(visitor.Session), "the visitor is back");
        Assert.Equal("waiting", await server.StatusOf(ticket));
        Assert.Equal(0, await server.Installation.Scalar<long>("SELECT count(*) FROM platform.timers WHERE subject = @session", ("session", visitor.Session)));
    }

    [Fact]
    public async Task While_one_tab_is_open_the_visitor_is_there()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open();
        using var first = await visitor.Follow();
        using var second = await visitor.Follow();
        await second.State("waiting");
        first.Dispose();
        (await visitor.Write("Still here")).Expect(201);
        Assert.Equal("Still here", (await second.Next("message")).Text);
        server.Advance(Minute * 2);
        Assert.False(await IsGone(visitor.Session));
        Assert.Equal("waiting", await server.StatusOf(ticket));
    }

    [Fact]
    public async Task Who_writes_without_ever_following_has_a_minute_from_his_last_message()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open();
        server.Advance(TimeSpan.FromSeconds(40));
        (await visitor.Write("Hello?")).Expect(201);
        server.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("waiting", await server.StatusOf(ticket));
        server.Advance(TimeSpan.FromSeconds(20));
        await server.Eventually(async () => await server.StatusOf(ticket) == "closed", "the ticket is given up");
    }

    [Fact]
    public async Task Who_was_answered_before_he_left_has_not_abandoned()
    {
        using var visitor = await server.Visitor();
        var ticket = await visitor.Open();
        using (var stream = await visitor.Follow()) await stream.State("waiting");
        await Gone(visitor);
        await server.Assign(ticket);
        server.Advance(Minute);
        await server.Eventually(async () => await server.Installation.Scalar<long>(
            "SELECT count(*) FROM platform.timers WHERE subject = @session", ("session", visitor.Session)) == 0, "the timer has run");
        Assert.Equal("assigned", await server.StatusOf(ticket));

        // His agent is lost and he still away: a minute from then on.
        await server.Return(ticket);
        await server.Eventually(async () => await server.Installation.Scalar<long>(
            "SELECT count(*) FROM platform.timers WHERE subject = @session", ("session", visitor.Session)) == 1, "there is a timer again");
        Assert.Equal("waiting", await server.StatusOf(ticket));
        server.Advance(Minute);
        await server.Eventually(async () => await server.StatusOf(ticket) == "closed", "the ticket is given up");
    }

    [Fact]
    public async Task After_a_restart_whoever_does_not_come_back_has_abandoned_and_who_does_has_not()
    {
        using var lost = await server.Visitor();
        using var loyal = await server.Visitor();
        var (lostTicket, loyalTicket) = (await lost.Open(), await loyal.Open());
        // As a crash leaves it: both counted as present, no stream anywhere.
        await server.Installation.Execute("DELETE FROM platform.timers WHERE kind = 'visitor-gone'");
        Guid[] both = [lost.Session, loyal.Session];
        await server.Installation.Execute("UPDATE channels.visitor_sessions SET gone_at = NULL WHERE id = ANY (@both)", ("both", both));
        var dead = await server.DeadNode();
        await server.Installation.Execute("INSERT INTO channels.open_streams SELECT id, @dead, client_id FROM channels.visitor_sessions WHERE id = ANY (@both)", ("dead", dead), ("both", both));
        var another = server.StartAnother();
        await server.Looks();
        await Gone(lost);
        await Gone(loyal);
        using var api = new Api(another.Address) { Bearer = loyal.Api.Bearer };
        using var back = await EventReader.Open(api);
        await back.State("waiting");
        server.Advance(Minute);
        await server.Eventually(async () => await server.StatusOf(lostTicket) == "closed", "the lost one's ticket is given up");
        Assert.Equal("waiting", await server.StatusOf(loyalTicket));
    }
}
