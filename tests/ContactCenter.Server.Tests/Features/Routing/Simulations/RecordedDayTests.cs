using System.Text.Json;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Routing.Simulations;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactCenter.Server.Tests.Features.Routing.Simulations;

public sealed class RecordedDayFixture : DeskFixture
{
    protected override void Configure(ServerOptions options)
    {
        base.Configure(options);
        options.Settings["Simulation:Redis"] = Installation.Redis.Configuration;
        var others = options.Services;
        options.Services = services =>
        {
            others(services);
            // The line to Redis is real, and so are its deadlines.
            services.Replace(ServiceDescriptor.Singleton(p => new ScratchRedis(
                p.GetRequiredService<IOptions<SimulationSettings>>(), TimeProvider.System, p.GetRequiredService<ILogger<RedisConnection>>())));
        };
    }

    /// <summary>One agent, four customers: the second waits for the first, the third does not want to.</summary>
    public async Task Morning(Desk agent, Guid? client = null, Guid? queue = null)
    {
        var first = await CustomerWrites("First", queue: queue, client: client);
        await Answer(agent, first);
        Advance(TimeSpan.FromSeconds(30));
        var second = await CustomerWrites("Second", queue: queue, client: client);
        Advance(TimeSpan.FromSeconds(30));
        var third = await CustomerWrites("Third", queue: queue, client: client);
        Advance(TimeSpan.FromSeconds(30));
        await Server.InScope(s => s.Enter(client ?? Client, new Actor("visitor", null)), p =>
            AbandonTicket.Run(p.GetRequiredService<AppDb>(), third, Server.Time, CancellationToken.None));
        Advance(TimeSpan.FromSeconds(30));
        await agent.Close(first);
        await Answer(agent, second);
        Advance(TimeSpan.FromSeconds(60));
        await agent.Close(second);
        var fourth = await CustomerWrites("Fourth", queue: queue, client: client);
        await Answer(agent, fourth);
        Advance(TimeSpan.FromSeconds(60));
        await agent.Close(fourth);
        Advance(TimeSpan.FromSeconds(600));
    }

    async Task Answer(Desk agent, Guid ticket)
    {
        var offer = await agent.Offer(ticket);
        Advance(TimeSpan.FromSeconds(3));
        (await agent.Accept(offer)).Expect(200);
        await Settled();
    }
}

public sealed class RecordedDayTests(RecordedDayFixture floor) : IClassFixture<RecordedDayFixture>
{
    [Fact]
    public async Task A_recorded_day_played_as_it_was_comes_to_what_happened()
    {
        using var supervisor = await floor.Supervisor();
        await using (var agent = await floor.Agent())
        {
            await floor.Installation.Execute("UPDATE agents.agents SET weights = '{\"chat\": 100}' WHERE id = @id", ("id", agent.Id));
            await agent.Become("ready");
            await floor.Morning(agent);
            await floor.Eventually(async () => await floor.Installation.Scalar<long>("SELECT count(*) FROM journal.events WHERE type = 'offerEndRecorded' AND payload ->> 'reason' = 'accepted'") == 3, "the offers are in the journal");
        }

        var today = new { kind = "recorded", date = "2090-03-06", timeZone = "UTC", clientIds = new[] { floor.Client } };
        var scenario = (await supervisor.Post("simulations/scenario", new { date = today.date, today.clientIds })).Expect(200).Json;
        var queue = Assert.Single(scenario.GetProperty("queues").EnumerateArray());
        var contacts = queue.GetProperty("contacts").EnumerateArray().ToList();
        Assert.Equal(4, contacts.Count);
        About(120, Seconds(contacts[0], "handleSeconds")!.Value);
        About(60, Seconds(contacts[1], "handleSeconds")!.Value);
        Assert.Null(Seconds(contacts[2], "handleSeconds"));
        About(60, Seconds(contacts[3], "handleSeconds")!.Value);
        // Who gave up had waited half a minute; of the others more is known than that they did not.
        About(30, Seconds(contacts[2], "patienceSeconds")!.Value);
        Assert.All(contacts, c => Assert.True(Seconds(c, "patienceSeconds") > 3));
        Assert.True(Seconds(contacts[1], "patienceSeconds") > 90);
        var group = Assert.Single(scenario.GetProperty("agents").EnumerateArray());
        About(3, group.GetProperty("acceptSeconds").GetProperty("meanSeconds").GetDouble());
        Assert.Equal("2090-03-06T09:00:00+00:00", Assert.Single(group.GetProperty("shifts").EnumerateArray()).GetProperty("from").GetString());
        Assert.DoesNotContain("@desk.test", scenario.GetRawText(), StringComparison.Ordinal);

        var asked = (await supervisor.Post("simulations", new { name = "As it was", source = today })).Expect(201);
        Answer? run = null;
        await floor.Eventually(async () => (run = await supervisor.Get($"simulations/{asked.Id}")).Expect(200)["state"].GetString() == "done", "it has been played");
        var total = SimulationsFixture.Total(run!);
        Assert.Equal((4, 3, 1), (total.GetProperty("offered").GetInt32(), total.GetProperty("answered").GetInt32(), total.GetProperty("abandoned").GetInt32()));
        Assert.Equal(await MeanWait(), total.GetProperty("asaSeconds").GetDouble(), 2.0);
        var day = Assert.Single((await supervisor.Get("simulations/days?timeZone=UTC")).Expect(200)["days"].EnumerateArray());
        Assert.Equal(("2090-03-06", 4), (day.GetProperty("date").GetString(), day.GetProperty("contacts").GetInt32()));
        (await supervisor.Get("simulations/days?timeZone=Mars/North")).Expect(400, "invalid_request");
    }

    [Fact]
    public void What_a_ticket_goes_through_is_cut_into_waits()
    {
        var (ticket, first, second) = (floor.Seed.NewId(), floor.Seed.NewId(), floor.Seed.NewId());
        var start = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero);
        var waits = new JournalWaits();
        foreach (var (second_, type, queue) in new (int, string, Guid?)[]
        {
            (0, "ticketOpened", first), (10, "ticketMoved", second), (40, "ticketAssigned", second), (100, "ticketTransferred", second),
            (160, "ticketReturned", first), (170, "ticketAssigned", first), (200, "ticketEnded", null), (210, "ticketResumed", null), (230, "ticketEnded", null),
            (250, "ticketClosed", null), (300, "ticketReopened", first), (330, "ticketAbandoned", first), (400, "ticketReopened", first), (410, "ticketAssigned", first),
        }) waits.Take(ticket, start.AddSeconds(second_), type, queue, "chat", begins: true);
        Assert.Equal([ticket], waits.Open);
        waits.Take(ticket, start.AddSeconds(500), "ticketReturned", second, "chat", begins: false);
        Assert.Equal(
            [
                (second, 0.0, 40.0, null, 120.0, 0.0), (first, 160, 170, null, 60, 20), (first, 300, null, 330.0, null, null), (first, 400, 410, null, 90, 0),
            ],
            waits.Waits.Select(w => (w.QueueId, At(w.At)!.Value, At(w.AnsweredAt), At(w.GoneAt), w.HandleSeconds, w.WrapUpSeconds)));
        Assert.Empty(waits.Open);

        double? At(DateTimeOffset? instant) => (instant - start)?.TotalSeconds;
    }

    Task<double> MeanWait() => floor.Installation.Scalar<double>(
        "SELECT avg(extract(epoch FROM instant - (payload ->> 'waitingSince')::timestamptz))::float8 FROM journal.events WHERE type = 'ticketAssigned'");

    /// <summary>While a busy machine is waited for, the test's time goes on by a few seconds.</summary>
    static void About(double expected, double actual) => Assert.InRange(actual, expected - 0.1, expected + 6);

    static double? Seconds(JsonElement contact, string of) => contact.TryGetProperty(of, out var s) && s.ValueKind == JsonValueKind.Number ? s.GetDouble() : null;
}
