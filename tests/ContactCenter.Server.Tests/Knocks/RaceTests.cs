using ContactCenter.History;
using ContactCenter.Routing;
using ContactCenter.Server.Tests.Hosting;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>
/// The same offer accepted in two tabs on two nodes, the ticket assigned by a supervisor on either, and the offer's own
/// deadline, all at the same moment: one of them wins.
/// </summary>
[Collection(Alone.Name)]
[Trait("Category", "Soak")]
public sealed class RaceTests(ITestOutputHelper output)
{
    private const int AtOnce = 20;

    [Fact]
    public async Task An_offer_has_one_winner_and_the_others_are_told_so()
    {
        await using var installation = await Installation.Make();
        await using var first = new Node("first", installation);
        await using var second = new Node("second", installation);
        // Nobody works by himself here: the test says who does what.
        await using var floor = new Floor(
            installation, [new("first", first.Address), new("second", second.Address)], new Plan { Agents = AtOnce + 1, RingAgents = 1, FollowEvery = int.MaxValue })
        {
            Patience = TimeSpan.FromSeconds(10),
        };
        await floor.Furnish();
        await installation.Execute("UPDATE agents.agents SET weights = '{\"chat\": 100}'");
        await Task.WhenAll(first.Start(), second.Start());
        await floor.Open();
        var supervisor = await floor.SignIn("supervisor@floor.test", 1);
        using var desk = supervisor.Api;
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        var random = new Random(1);
        for (var rounds = 0; outcomes.Values.Sum() < Scale.Of(30, 1000); rounds++)
        {
            Assert.True(rounds < Scale.Of(10, 200), "Too few offers came about to be raced for.");
            foreach (var outcome in await Round(floor, installation, supervisor.Caller, random)) outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        foreach (var (outcome, times) in outcomes.OrderByDescending(o => o.Value)) output.WriteLine($"{times} x {outcome}");
        await floor.Sound(drain: false);
    }

    /// <summary>As many offers as agents, raced for at their deadline; then everything is cleared away.</summary>
    private static async Task<IReadOnlyList<string>> Round(Floor floor, Installation installation, Caller supervisor, Random random)
    {
        var assignee = floor.Desks[^1];
        var agents = floor.Desks.SkipLast(1).ToList();
        await Task.WhenAll(agents.Select(a => a.Caller.Call(HttpMethod.Put, "agents/me/state", new { state = "ready" })));
        var customers = agents.Select(_ => floor.Customer()).ToList();
        await Task.WhenAll(customers.Select(async c =>
        {
            await c.Open();
            await c.Say($"{c.Name} races");
        }));
        var jitters = agents.Select(_ => Enumerable.Range(0, 3).Select(_ => TimeSpan.FromMilliseconds(random.Next(-120, 120))).ToArray()).ToList();
        var raced = await Task.WhenAll(agents.Zip(jitters).Select(pair => Race(floor, pair.First, assignee, supervisor, pair.Second)));
        await Clear(floor, installation, supervisor);
        return [.. raced.OfType<string>()];
    }

    private static async Task<string?> Race(Floor floor, Desk agent, Desk assignee, Caller supervisor, TimeSpan[] jitter)
    {
        if (await Offer(floor.Queue, agent) is not var (offer, ticket, deadline)) return null;
        var tabs = await Task.WhenAll(
            At(deadline + jitter[0], () => Accept(floor, agent, offer, ticket, other: false)),
            At(deadline + jitter[1], () => Accept(floor, agent, offer, ticket, other: true)),
            At(deadline + jitter[2], () => Assign(floor, supervisor, assignee, ticket)));
        // The agent's two tabs are one person: both hear that it is his, or none.
        Assert.True(tabs[0].Done == tabs[1].Done, $"{ticket}: one tab heard {tabs[0].Status} {tabs[0].Code}, the other {tabs[1].Status} {tabs[1].Code}");
        var winners = new[] { tabs[0].Done || tabs[1].Done, tabs[2].Done }.Count(won => won);
        Assert.True(winners <= 1, $"{ticket}: the agent and the supervisor were both told that they had won");
        Assert.All(tabs, heard => Assert.True(heard.Done || heard.Status == 409, $"{ticket}: a loser heard {heard.Status} {heard.Body}"));
        return string.Join(", ", new[] { "tab", "other tab", "supervisor" }.Zip(tabs, (who, heard) => $"{who} {heard.Status}{(heard.Code is { } code ? $" {code}" : "")}"));
    }

    /// <summary>His offer, from the index itself: so many who ask the nodes would be a load of their own.</summary>
    private static async Task<(Guid Offer, Guid Ticket, DateTimeOffset Deadline)?> Offer(RoutingQueue queue, Desk agent)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            if (await queue.AgentLoadAsync(agent.Id) is { OfferId: { } offer, OfferedItemId: { } ticket }
                && (await queue.PositionAsync(ticket))?.Offers is [var live, ..] && live.OfferId == offer) return (offer, ticket, live.Deadline);
            await Task.Delay(50);
        }

        return null;
    }

    private static async Task<Heard> At(DateTimeOffset when, Func<Task<Heard>> call)
    {
        var wait = when - Floor.Now;
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
        return await call();
    }

    private static Task<Heard> Accept(Floor floor, Desk agent, Guid offer, Guid ticket, bool other) =>
        Heard(other ? agent.OtherTab : agent.Caller, $"offers/{offer}/accept", null, heard => floor.Log.Add(
            new Act(Operation.Accept, heard.Node, agent.Name, heard.Start, heard.End) { Status = heard.Status, Code = heard.Code, Ticket = ticket, Agent = agent.Id }));

    private static Task<Heard> Assign(Floor floor, Caller supervisor, Desk to, Guid ticket) =>
        Heard(supervisor, $"tickets/{ticket}/assign", new { agentId = to.Id, force = true }, heard => floor.Log.Add(
            new Act(Operation.Assign, heard.Node, "supervisor", heard.Start, heard.End) { Status = heard.Status, Code = heard.Code, Ticket = ticket, Agent = to.Id, Forced = true }));

    /// <summary>What is not answered on a busy machine is asked again.</summary>
    private static async Task<Heard> Heard(Caller caller, string path, object? body, Action<Heard> log)
    {
        for (var tries = 0; ; tries++)
        {
            var heard = await caller.Call(HttpMethod.Post, path, body);
            log(heard);
            if (!heard.Again || tries == 5) return heard;
        }
    }

    /// <summary>The supervisor takes what is left and closes everything.</summary>
    private static async Task Clear(Floor floor, Installation installation, Caller supervisor)
    {
        var assignee = floor.Desks[^1];
        for (var tries = 0; tries < 50; tries++)
        {
            var open = await installation.Column<Guid>("SELECT id FROM tickets.tickets WHERE status <> 'closed'");
            if (open.Count == 0) return;
            foreach (var ticket in open)
            {
                await Assign(floor, supervisor, assignee, ticket);
                await supervisor.Call(HttpMethod.Post, $"tickets/{ticket}/close", new { disposition = "resolved" });
            }
        }

        Assert.Fail("Not everything could be closed.");
    }
}
