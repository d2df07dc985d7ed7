using System.Text.Json;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Features.Routing;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Supervision;

/// <summary>Its days begin at half past six in the evening, UTC, all year round.</summary>
public sealed class BoardFixture : DeskFixture
{
    public static readonly TimeSpan Offset = new(5, 30, 0);

    protected override void Configure(ServerOptions options)
    {
        base.Configure(options);
        options.Settings["Reporting:TimeZone"] = "Asia/Kolkata";
    }
}

public sealed class BoardFiguresTests(BoardFixture floor) : IClassFixture<BoardFixture>
{
    private const int Steps = 30;
    private int compared;
    private readonly Random chance = new(20_260_104);

    [Fact]
    public async Task After_a_random_day_every_figure_is_what_a_recount_of_the_journal_says()
    {
        Guid[] queues = [floor.Queue, await floor.Seed.Queue(floor.Client, "Second"), await floor.Seed.Queue(floor.Client, "Third")];
        using var supervisor = await floor.Supervisor();
        await using var one = await floor.Agent();
        await using var other = await floor.Agent();
        await one.Become("break", "lunch");
        await other.Become("break", "lunch");
        await Live(supervisor, queues, [one.Id, other.Id]);
        var before = await Compare(supervisor);
        Assert.True(before.Values.Sum(f => f.Answered) > 0 && before.Values.Sum(f => f.Abandoned) > 0);
        Assert.Equal(1, compared);

        await floor.Installation.Redis.WipeAsync();
        Assert.Equal(before, await Compare(supervisor));
        await floor.Eventually(async () => await Rebuilt(), "the index is built again");
        await Compare(supervisor);

        // The day turns: what was answered before it is yesterday's.
        floor.AdvanceTo(floor.Time.Now.Date.AddHours(18).AddMinutes(31));
        Assert.Equal(0, (await Compare(supervisor)).Values.Sum(f => f.Answered + f.Abandoned));
        await Live(supervisor, queues, [one.Id, other.Id]);
        Assert.True((await Compare(supervisor)).Values.Sum(f => f.Answered) > 0);
    }

    private Task<bool> Rebuilt() => floor.Installation.Scalar<bool>("SELECT count(*) > 0 FROM journal.events WHERE type = 'routingRebuilt'");

    private async Task Live(Api supervisor, Guid[] queues, Guid[] agents)
    {
        // One of each kind for certain.
        foreach (var certain in new[] { 9, 9, 2, 0 }) await Step(certain);
        for (var step = 0; step < Steps; step++) await Step(chance.Next(10));

        async Task Step(int kind)
        {
            await Do(kind, supervisor, Any(queues), Any(agents));
            await floor.Settled();
        }
    }

    private async Task Do(int kind, Api supervisor, Guid queue, Guid agent)
    {
        var (waiting, owned, closed) = (await With("waiting"), await With("assigned"), await With("closed"));
        switch (kind)
        {
            case 0 or 1 when waiting.Count > 0:
                await floor.Eventually(async () => (await supervisor.Post($"tickets/{Any(waiting)}/assign", new { agentId = agent, force = true })).Status is 200 or 409, "the index takes a claim");
                break;
            case 2 when waiting.Count > 0:
                await Customer(db => AbandonTicket.Run(db, Any(waiting), floor.Time, CancellationToken.None));
                break;
            case 3 when waiting.Count > 0:
                (await supervisor.Post($"tickets/{Any(waiting)}/transfer", new { queueId = queue })).Expect(200);
                break;
            case 4 when owned.Count > 0:
                (await supervisor.Post($"tickets/{Any(owned)}/transfer", new { queueId = queue })).Expect(200);
                break;
            case 5 when owned.Count > 0:
                Assert.True((await supervisor.Post($"tickets/{Any(owned)}/transfer", new { agentId = agent })).Status is 200 or 400 or 409);
                break;
            case 6 when owned.Count > 0:
                await Customer(db => EndByCustomer.Run(db, Any(owned), floor.Time, CancellationToken.None));
                break;
            case 7 when owned.Count > 0:
                (await supervisor.Post($"tickets/{Any(owned)}/close", new { disposition = "resolved" })).Expect(200);
                break;
            case 8 when closed.Count > 0:
                await floor.CustomerWrites("Once more", Any(closed));
                break;
            default:
                await floor.CustomerWrites("Hello", queue: queue);
                break;
        }
    }

    /// <summary>The board beside the journal, at an instant at which neither moves.</summary>
    private async Task<Dictionary<Guid, Figures>> Compare(Api supervisor)
    {
        while (true)
        {
            // In this order: what is counted may not be all that has happened, but what has happened is all in the index.
            var facts = await Facts();
            await floor.Settled();
            var board = (await supervisor.Get($"board?clientId={floor.Client}")).Expect(200);
            if ((await Facts()).Count != facts.Count) continue;
            var day = (floor.Time.Now + BoardFixture.Offset).Date - BoardFixture.Offset;
            Assert.Equal((day, "Asia/Kolkata"), (board["day"].GetProperty("since").GetDateTimeOffset().UtcDateTime, board["day"].GetProperty("timeZone").GetString()));
            var shown = board["queues"].EnumerateArray().ToDictionary(q => q.GetProperty("queueId").GetGuid(), Shown);
            Assert.Equal(Recount(facts, shown.Keys, day).OrderBy(f => f.Key), shown.OrderBy(f => f.Key));
            await Counters(shown);
            return shown;
        }
    }

    /// <summary>The numbers are the index's, if it is there.</summary>
    private async Task Counters(Dictionary<Guid, Figures> shown)
    {
        if (await QueueCounters.Of(floor.Server.Services.GetRequiredService<RoutingQueues>(), [.. shown.Keys], CancellationToken.None) is not { } counters) return;
        compared++;
        foreach (var (queue, figures) in shown) Assert.Equal((figures.Waiting, figures.Serving), (counters[queue].Waiting, counters[queue].Serving));
    }

    private static Figures Shown(JsonElement queue) => new(
        queue.GetProperty("waiting").GetInt32(), queue.GetProperty("waitingSince") is { ValueKind: JsonValueKind.String } since ? since.GetDateTimeOffset() : null,
        queue.GetProperty("serving").GetInt32(), queue.GetProperty("answered").GetInt32(), queue.GetProperty("abandoned").GetInt32());

    /// <summary>Follows each ticket fact by fact, and counts where it is and how its waits of today ended.</summary>
    private static Dictionary<Guid, Figures> Recount(IEnumerable<FactRow> facts, IEnumerable<Guid> queues, DateTime day)
    {
        var figures = queues.ToDictionary(id => id, _ => new Figures(0, null, 0, 0, 0));
        foreach (var ticket in facts.GroupBy(f => f.Ticket))
        {
            var (queue, since, served) = (Guid.Empty, default(DateTimeOffset?), false);
            foreach (var fact in ticket)
            {
                var today = fact.At.UtcDateTime >= day ? 1 : 0;
                if (fact.Queue is { } named) queue = named;
                (since, served) = fact.Type switch
                {
                    "ticketOpened" or "ticketReopened" or "ticketReturned" => (fact.At, false),
                    "ticketAssigned" => (null, true),
                    "ticketAbandoned" or "ticketClosed" => (null, false),
                    _ => (since, served),
                };
                if (fact.Type == "ticketAssigned") figures[queue] = figures[queue] with { Answered = figures[queue].Answered + today };
                if (fact.Type == "ticketAbandoned") figures[queue] = figures[queue] with { Abandoned = figures[queue].Abandoned + today };
            }

            var now = figures[queue];
            if (served) figures[queue] = now with { Serving = now.Serving + 1 };
            if (since is { } waits) figures[queue] = now with { Waiting = now.Waiting + 1, Since = now.Since < waits ? now.Since : waits };
        }

        return figures;
    }

    private async Task<List<FactRow>> Facts() => (await floor.Installation.Column<string>("""
        SELECT json_build_object('ticket', stream, 'type', type, 'at', instant, 'queue', payload->>'queueId')::text
        FROM journal.events WHERE stream_kind = 'ticket' ORDER BY stream, sequence
        """)).ConvertAll(row => JsonSerializer.Deserialize<FactRow>(row, JsonSerializerOptions.Web)!);

    private Task<List<Guid>> With(string status) =>
        floor.Installation.Column<Guid>("SELECT id FROM tickets.tickets WHERE status = @status AND NOT abandoned ORDER BY id", ("status", status));

    private Task Customer(Func<AppDb, Task<bool>> does) => floor.Server.InScope(
        scope => scope.Enter(floor.Client, new Actor("visitor", floor.Seed.NewId())), services => does(services.GetRequiredService<AppDb>()));

    private T Any<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];

    private sealed record Figures(int Waiting, DateTimeOffset? Since, int Serving, int Answered, int Abandoned);

    private sealed record FactRow(Guid Ticket, string Type, DateTimeOffset At, Guid? Queue);
}
