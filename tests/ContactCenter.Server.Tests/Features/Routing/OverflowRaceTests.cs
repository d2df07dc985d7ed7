using System.Text.Json;
using ContactCenter.History;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>An agent accepts while the ticket overflows: whichever commits first wins, and the other changes nothing.</summary>
public sealed class OverflowRaceTests(SeveralPoolsFixture floor, ITestOutputHelper output) : IClassFixture<SeveralPoolsFixture>
{
    private const int Rounds = 100;
    private readonly HistoryLog log = new();

    [Fact]
    public async Task Of_an_overflow_and_an_accept_one_wins_a_hundred_times()
    {
        var queue = await floor.AddQueue(new { overflow = new { pool = SeveralPoolsFixture.Night, afterSeconds = 3600 } });
        await using var day = await floor.ReadyAgent();
        await using var night = await floor.NightAgent();
        var (accepts, moves, lead) = (0, 0, TimeSpan.FromMilliseconds(8));
        for (var round = 0; round < Rounds; round++)
        {
            var ticket = await floor.CustomerWrites($"Round {round}", queue: queue);
            log.Add(new Act(Operation.Send, "", "customer", floor.Time.Now, floor.Time.Now)
            {
                Status = 201, Ticket = ticket, Text = $"Round {round}", Message = await floor.Installation.Scalar<Guid>("SELECT id FROM tickets.messages WHERE ticket_id = @id AND kind = 'customer'", ("id", ticket)),
            });
            var offer = await day.Offer(ticket);
            var version = await floor.Installation.Scalar<long>("SELECT claim_version FROM tickets.tickets WHERE id = @id", ("id", ticket));
            var accept = day.Accept(offer);
            await Task.Delay(lead);
            var move = Move(ticket, version);
            var (accepted, moved) = (await accept, await move);
            log.Add(new Act(Operation.Accept, "", "day", floor.Time.Now, floor.Time.Now) { Status = accepted.Status, Ticket = ticket, Agent = day.Id });
            Assert.True((accepted.Status, moved) is (200, false) or (409, true), $"accept {accepted.Status} {accepted.Text}, moved {moved}");
            // Whoever won starts a little later the next time, so that they meet.
            lead = moved ? lead * 1.3 + TimeSpan.FromMilliseconds(0.5) : lead / 1.5;
            await floor.Settled();
            if (moved) await TakesWhatIsOffered(night, ticket);
            Assert.Equal("assigned", await floor.StatusOf(ticket));
            await (moved ? night : day).Close(ticket);
            (accepts, moves) = moved ? (accepts, moves + 1) : (accepts + 1, moves);
        }

        output.WriteLine($"{accepts} accepts and {moves} moves were first");
        Assert.True(accepts > 0 && moves > 0, $"They never met: {accepts} accepts, {moves} moves.");
        Assert.Empty(await Violations(day, night));
    }

    private Task<bool> Move(Guid ticket, long version) => floor.Server.InScope(s => s.Enter(floor.Client, Actor.System), services =>
        OwnTicket.ChangePool(services.GetRequiredService<AppDb>(), ticket, version, SeveralPoolsFixture.Night, "overflow", floor.Time.Now, CancellationToken.None));

    private Task TakesWhatIsOffered(Desk agent, Guid ticket) => floor.Eventually(
        async () => (await agent.Me()).GetProperty("offer") is { ValueKind: JsonValueKind.Object } offer
            && offer.GetProperty("ticketId").GetGuid() == ticket && (await agent.Accept(offer)).Status == 200,
        "it is offered in the other pool and taken");

    private async Task<IReadOnlyList<Violation>> Violations(Desk day, Desk night)
    {
        await floor.Settled();
        var queues = floor.Server.Services.GetRequiredService<RoutingQueues>();
        await floor.Eventually(
            async () => (await queues.Of("main").ReadDecisionsAsync(null, 1)).Count + (await queues.Of(SeveralPoolsFixture.Night).ReadDecisionsAsync(null, 1)).Count == 0, "all decisions are kept");
        var loads = new Dictionary<Guid, (int, Guid?)>();
        foreach (var (agent, pool) in new[] { (day, "main"), (night, SeveralPoolsFixture.Night) })
        {
            var load = await queues.Of(pool).AgentLoadAsync(agent.Id);
            loads[agent.Id] = (load!.Load, load.OfferedItemId);
        }

        var evidence = await EvidenceReader.ReadAsync(floor.Installation.Server.Owner(floor.Installation.Database), log, floor.Time);
        return HistoryChecker.Check(evidence with { Index = new IndexState(loads, new HashSet<Guid>()) });
    }
}
