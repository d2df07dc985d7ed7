using ContactCenter.Server.Tests.Features.Channels;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Features.Quality;

public sealed class SatisfactionTests(SatisfactionTests.Desk server) : IClassFixture<SatisfactionTests.Desk>
{
    public sealed class Desk : ChatServer
    {
        protected override async Task Ready()
        {
            await base.Ready();
            await Installation.Execute("UPDATE channels.widgets SET asks_satisfaction = true");
            await Seed.Widget(Acme, AcmeQueue, "asks-nothing");
            await Seed.Widget(Acme, await Seed.Queue(Acme, "Figures"), "figures-chat");
            await Installation.Execute("UPDATE channels.widgets SET asks_satisfaction = true WHERE key = 'figures-chat'");
            var leading = await Seed.Role("chat-lead", "tickets.read", "board.read");
            await Seed.User("lead@chat.test", [leading], [Acme]);
            await Seed.User("bank-lead@chat.test", [leading], [Bank]);
        }
    }

    /// <summary>A visitor whose ticket an agent had and ended.</summary>
    async Task<(VisitorCaller Visitor, Guid Ticket)> Ended(string widget = "acme-chat")
    {
        var visitor = await server.Visitor(widget);
        var ticket = await visitor.Open();
        await server.Assign(ticket);
        using var agent = await server.SignedIn("ana@chat.test");
        (await agent.Post($"tickets/{ticket}/end", new { })).Expect(200);
        return (visitor, ticket);
    }

    static Task<Answer> Rate(VisitorCaller visitor, object answer) => visitor.Api.Post("chat/satisfaction", answer);

    [Fact]
    public async Task A_customer_answers_once_and_the_agent_and_the_supervisor_read_it()
    {
        var (visitor, ticket) = await Ended();
        using var _ = visitor;
        var given = (await Rate(visitor, new { score = 4, comment = " Quick and kind. " })).Expect(201);
        Assert.Equal("Quick and kind.", given["comment"].GetString());

        using var agent = await server.SignedIn("ana@chat.test");
        var shown = (await agent.Get($"tickets/{ticket}/satisfaction")).Expect(200).Items.Single();
        Assert.Equal((4, "Quick and kind.", 1, server.Agent), (
            shown.GetProperty("score").GetInt32(), shown.GetProperty("comment").GetString(), shown.GetProperty("episode").GetInt32(), shown.GetProperty("agentId").GetGuid()));
        using var lead = await server.SignedIn("lead@chat.test");
        Assert.Contains((await lead.Get("satisfaction")).Expect(200).Items, a => a.GetProperty("ticketId").GetGuid() == ticket);
        Assert.Equal(["satisfactionGiven"], await server.Facts(shown.GetProperty("id").GetGuid()));
        Assert.DoesNotContain("Quick", string.Concat(await server.Installation.Column<string>("SELECT payload::text FROM journal.events")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_answer_again_is_the_same_and_another_is_refused()
    {
        var (visitor, _) = await Ended();
        using var mine = visitor;
        var first = (await Rate(visitor, new { score = 2, comment = "Slow" })).Expect(201);
        Assert.Equal(first.Text, (await Rate(visitor, new { score = 2, comment = "Slow" })).Expect(200).Text);
        (await Rate(visitor, new { score = 5 })).Expect(409, "already_answered");
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_is_kept()
    {
        var (visitor, ticket) = await Ended();
        using var mine = visitor;
        var tabs = Enumerable.Range(0, 6).Select(_ => visitor.Tab()).ToList();
        var answers = await Task.WhenAll(tabs.Select((tab, n) => Rate(tab, new { score = (n % 5) + 1, comment = $"tab {n}" })));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers, a => Assert.True(a.Status is 201 || (a.Status is 409 && a.Text.Contains("already_answered", StringComparison.Ordinal)), a.Text));
        Assert.Equal(1, await server.Installation.Scalar<long>("SELECT count(*) FROM quality.satisfaction WHERE ticket_id = @ticket", ("ticket", ticket)));
        foreach (var tab in tabs) tab.Dispose();
    }

    [Fact]
    public async Task A_ticket_that_is_opened_again_is_asked_about_again()
    {
        var (visitor, ticket) = await Ended();
        using var mine = visitor;
        (await Rate(visitor, new { score = 1 })).Expect(201);
        (await visitor.Write("Not solved")).Expect(201);
        // In wrap-up the same talk goes on: nothing to answer, and no further answer when it ends.
        (await Rate(visitor, new { score = 5 })).Expect(409, "not_ended");
        using var agent = await server.SignedIn("ana@chat.test");
        (await agent.Post($"tickets/{ticket}/end", new { })).Expect(200);
        (await Rate(visitor, new { score = 5 })).Expect(409, "already_answered");
        await server.Seed.Disposition(server.Acme, "rated");
        (await agent.Post($"tickets/{ticket}/close", new { disposition = "rated" })).Expect(200);
        (await visitor.Write("Still not")).Expect(201);
        await server.Assign(ticket);
        (await visitor.Api.Post("chat/end", new { })).Expect(204);
        (await Rate(visitor, new { score = 5 })).Expect(201);
        Assert.Equal([1, 2], (await agent.Get($"tickets/{ticket}/satisfaction")).Items.Select(a => a.GetProperty("episode").GetInt32()));
    }

    [Fact]
    public async Task Nobody_is_asked_before_the_end_or_after_leaving_unanswered_or_by_a_widget_that_does_not_ask()
    {
        using var early = await server.Visitor();
        (await Rate(early, new { score = 5 })).Expect(409, "not_ended");
        await early.Open();
        (await Rate(early, new { score = 5 })).Expect(409, "not_ended");
        (await early.Api.Post("chat/end", new { })).Expect(204);
        (await Rate(early, new { score = 5 })).Expect(409, "not_ended");
        var (unasked, _) = await Ended("asks-nothing");
        using var mine = unasked;
        (await Rate(unasked, new { score = 5 })).Expect(409, "not_asked");
        using var nobody = server.Api();
        (await nobody.Post("chat/satisfaction", new { score = 5 })).Expect(401, "session_invalid");
    }

    [Theory]
    [InlineData("""{"score":0}""")]
    [InlineData("""{"score":6}""")]
    [InlineData("""{"score":"5"}""")]
    [InlineData("""{"score":4.5}""")]
    [InlineData("""{}""")]
    [InlineData("""{"score":5,"comment":"a\u0000b"}""")]
    [InlineData("""{"score":5,"agentId":"x"}""")]
    public async Task What_is_no_answer_is_refused(string body)
    {
        var (visitor, _) = await Ended();
        using var mine = visitor;
        (await visitor.Api.Post("chat/satisfaction", body)).Expect(400, "invalid_request");
        (await Rate(visitor, new { score = 5, comment = new string('x', 1001) })).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task The_figure_is_satisfied_of_answered_in_the_period_and_names_its_formula()
    {
        var from = server.Time.Now;
        foreach (var score in new[] { 1, 3, 4, 5 })
        {
            var (visitor, _) = await Ended("figures-chat");
            (await Rate(visitor, new { score })).Expect(201);
            visitor.Dispose();
        }

        using var lead = await server.SignedIn("lead@chat.test");
        var period = $"from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(from.AddHours(1).ToString("O"))}";
        var summary = (await lead.Get($"satisfaction/summary?clientId={server.Acme}&{period}")).Expect(200);
        var queue = summary["queues"].EnumerateArray().Single(q => q.GetProperty("queueName").GetString() == "Figures");
        Assert.Equal((4, 2, 0.5), (queue.GetProperty("answered").GetInt32(), queue.GetProperty("satisfied").GetInt32(), queue.GetProperty("csat").GetDouble()));
        Assert.Equal("csat-4-5", summary["formula"].GetString());
        var before = (await lead.Get($"satisfaction/summary?to={Uri.EscapeDataString(from.AddYears(-1).ToString("O"))}")).Expect(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, before["csat"].ValueKind);
        (await lead.Get($"satisfaction/summary?from={Uri.EscapeDataString(from.AddYears(-3).ToString("O"))}")).Expect(400, "invalid_request");
    }

    [Fact]
    public async Task Another_clients_answers_are_not_there()
    {
        var (visitor, ticket) = await Ended();
        using var mine = visitor;
        (await Rate(visitor, new { score = 3, comment = "Only for Acme" })).Expect(201);
        using var bank = await server.SignedIn("bank-lead@chat.test");
        var unknown = (await bank.Get($"tickets/{server.Seed.NewId()}/satisfaction")).Expect(404);
        Assert.Equal(unknown.Text, (await bank.Get($"tickets/{ticket}/satisfaction")).Expect(404).Text);
        Assert.Empty((await bank.Get("satisfaction")).Items);
        Assert.Equal(0, (await bank.Get($"satisfaction/summary?clientId={server.Acme}")).Expect(200)["answered"].GetInt32());
        using var agent = await server.SignedIn("ana@chat.test");
        (await agent.Get("satisfaction")).Expect(403, "forbidden");
    }
}
