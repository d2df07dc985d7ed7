using System.Globalization;
using ContactCenter.Server.Tests.Hosting;
using Npgsql;

namespace ContactCenter.Server.Tests.Features.Channels;

/// <summary>More visitors at once than the database can serve.</summary>
public sealed class VisitorGateTests(ChatServer server) : IClassFixture<ChatServer>
{
    // A quarter of the 30 connections that a test's server has, and a line of twenty for each.
    private const int Served = 7;
    private const int InLine = 140;
    private const int TooMany = 20;

    [Fact]
    public async Task Agents_go_on_and_who_finds_the_line_full_is_told_to_come_again()
    {
        var visitors = new List<VisitorCaller>();
        for (var i = 0; i < Served + InLine + TooMany; i++) visitors.Add(await server.Visitor());
        using var agent = await server.SignedIn("ana@chat.test");
        await using var held = await HoldSessions();

        var writing = visitors.Select(v => v.Write("Is anybody there?")).ToList();
        await Wait.Until(() => Task.FromResult(writing.Count(w => w.IsCompleted) >= TooMany), "nobody was turned away");
        foreach (var turnedAway in writing.Where(w => w.IsCompleted))
        {
            var answer = (await turnedAway).Expect(503, "database_unavailable");
            Assert.Equal("5", answer.Headers["Retry-After"]);
        }
        (await agent.Get("tickets?view=mine")).Expect(200);

        // The more of them come, the later they are to come again, but none later than in a minute.
        Assert.InRange(await LastOf(200), 5, 11);
        Assert.InRange(await LastOf(1200), 30, 60);

        await held.CloseAsync();
        var answers = await Task.WhenAll(writing);
        Assert.Equal((Served + InLine, TooMany), (answers.Count(a => a.Status == 201), answers.Count(a => a.Status == 503)));
        visitors.ForEach(v => v.Dispose());

        async Task<int> LastOf(int more)
        {
            var last = "";
            for (var i = 0; i < more; i++) last = (await visitors[i % visitors.Count].Api.Get("chat/messages")).Expect(503).Headers["Retry-After"];
            return int.Parse(last, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Who_has_waited_in_line_for_some_seconds_is_told_to_come_again()
    {
        var visitors = new List<VisitorCaller>();
        for (var i = 0; i < Served + 2; i++) visitors.Add(await server.Visitor());
        await using var held = await HoldSessions();
        var served = visitors.Take(Served).Select(v => v.Write("Is anybody there?")).ToList();
        await Wait.Until(
            () => server.Installation.Scalar<bool>("SELECT count(*) = @served FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE datname = current_database() AND NOT granted", ("served", (long)Served)),
            "not all that have a turn are where they wait");

        var late = new[] { visitors[Served].Write("And for me?"), visitors[Served + 1].Api.Get("chat/stream") };
        await Wait.Until(
            () =>
            {
                server.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(late.All(l => l.IsCompleted));
            },
            "they wait without an end");
        foreach (var answer in await Task.WhenAll(late)) answer.Expect(503, "database_unavailable");
        Assert.DoesNotContain(served, s => s.IsCompleted);

        await held.CloseAsync();
        foreach (var answer in await Task.WhenAll(served)) answer.Expect(201);
        visitors.ForEach(v => v.Dispose());
    }

    [Fact]
    public async Task A_stream_has_a_turn_of_its_own_until_its_visitor_counts_as_present()
    {
        var visitors = new List<VisitorCaller>();
        for (var i = 0; i <= Served; i++) visitors.Add(await server.Visitor());
        await using var held = await HoldSessions();
        var streams = visitors.Take(Served).Select(v => v.Api.Get("chat/stream")).ToList();
        await Wait.Until(
            async () =>
            {
                var asked = visitors[Served].Api.Get("chat/messages");
                for (; !asked.IsCompleted; await Task.Delay(50)) server.Advance(TimeSpan.FromSeconds(1));
                return (await asked).Status == 503;
            },
            "who asks beside them is served at once");

        await held.CloseAsync();
        await Wait.Until(async () => (await visitors[Served].Api.Get("chat/messages")).Status == 200, "nobody has left the gate");
        Assert.DoesNotContain(streams, s => s.IsCompleted);
        visitors.ForEach(v => v.Dispose());
        await Task.WhenAll(streams).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Until it is closed nobody may change a visitor's session, as each message does.</summary>
    private async Task<NpgsqlConnection> HoldSessions()
    {
        var held = new NpgsqlConnection(server.Installation.Server.Owner(server.Installation.Database));
        await held.OpenAsync();
        await using var hold = new NpgsqlCommand("BEGIN; SELECT FROM channels.visitor_sessions FOR UPDATE", held);
        await hold.ExecuteNonQueryAsync();
        return held;
    }
}
