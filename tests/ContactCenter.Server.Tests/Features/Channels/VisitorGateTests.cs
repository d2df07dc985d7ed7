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
        await using var held = new NpgsqlConnection(server.Installation.Server.Owner(server.Installation.Database));
        await held.OpenAsync();
        await using var transaction = await held.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM channels.visitor_sessions FOR UPDATE", held)) await hold.ExecuteNonQueryAsync();

        var writing = visitors.Select(v => v.Write("Is anybody there?")).ToList();
        await Wait.Until(() => Task.FromResult(writing.Count(w => w.IsCompleted) >= TooMany), "nobody was turned away");
        foreach (var turnedAway in writing.Where(w => w.IsCompleted))
        {
            var answer = (await turnedAway).Expect(503, "database_unavailable");
            Assert.Equal("5", answer.Headers["Retry-After"]);
        }
        (await agent.Get("tickets?view=mine")).Expect(200);

        await transaction.RollbackAsync();
        var answers = await Task.WhenAll(writing);
        Assert.Equal((Served + InLine, TooMany), (answers.Count(a => a.Status == 201), answers.Count(a => a.Status == 503)));
        visitors.ForEach(v => v.Dispose());
    }
}
