using System.Diagnostics;
using ContactCenter.History;
using ContactCenter.Routing;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>How much goes on, and how people behave.</summary>
internal sealed record Plan
{
    public int Agents { get; init; } = 6;

    public double ChatsPerSecond { get; init; } = 6;

    public int Messages { get; init; } = 2;

    public TimeSpan Hold { get; init; } = TimeSpan.FromMilliseconds(500);

    public double Ignored { get; init; } = 0.02;

    public double Declined { get; init; } = 0.05;

    /// <summary>To how many agents the second queue's work is offered at once.</summary>
    public int RingAgents { get; init; } = 3;

    /// <summary>Every nth customer reads the stream.</summary>
    public int FollowEvery { get; init; } = 3;

    /// <summary>How many of their tickets agents send on to another queue instead of closing them.</summary>
    public double Transferred { get; init; }
}

/// <summary>A client with two queues, agents at their screens and customers who keep coming; everybody's log; and the verdict.</summary>
internal sealed class Floor : IAsyncDisposable
{
    /// <summary>All actors share one address.</summary>
    public static readonly IReadOnlyDictionary<string, string?> NoLimits = new Dictionary<string, string?>
    {
        ["RateLimits:SignInsPerMinute"] = "100000",
        ["RateLimits:VisitorSessionsPerMinute"] = "1000000",
        ["RateLimits:VisitorWritesPer10Seconds"] = "1000000",
        ["RateLimits:VisitorReadsPer10Seconds"] = "1000000",
        ["RateLimits:WidgetsPerMinute"] = "1000000",
    };

    /// <summary>Longer than one wait in the server's line; a call has two turns there.</summary>
    private static readonly TimeSpan CustomersPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan OfferTime = TimeSpan.FromSeconds(2);
    private readonly Installation installation;
    private readonly IReadOnlyList<Place> places;
    private readonly RedisConnection redis;
    private readonly CancellationTokenSource agentsStop = new();
    private readonly CancellationTokenSource customersStop = new();
    private readonly List<Desk> desks = [];
    private readonly List<Task> working = [];
    private readonly List<Task> chats = [];
    private int customers;
    private int talking;

    public Floor(Installation installation, IReadOnlyList<Place> places, Plan plan)
    {
        (this.installation, this.places, Plan) = (installation, places, plan);
        redis = new RedisConnection(new RedisConnectionOptions { Configuration = installation.Redis.Configuration, Deadline = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        Queue = new RoutingQueue(redis, new RoutingClock(TimeProvider.System), "main");
    }

    /// <summary>The index, asked beside the nodes.</summary>
    public RoutingQueue Queue { get; }

    public Plan Plan { get; }

    public HistoryLog Log { get; } = new();

    public IReadOnlyList<Desk> Desks => desks;

    public IReadOnlyList<Guid> Queues { get; private set; } = [];

    /// <summary>How late things may come: on a machine that also does other things, or on one of its own.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(Scale.Of(10, 3));

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The first few of each rule: one bug breaks a promise many times.</summary>
    public static string Text(IReadOnlyList<Violation> found) => string.Join(
        Environment.NewLine, found.GroupBy(v => v.Rule).SelectMany(rule => rule.Take(5).Select(v => v.ToString()).Append($"({rule.Count()} of {rule.Key})")));

    /// <summary>Judges, and fails with what was found and what led to the first few of each rule.</summary>
    public async Task Sound(bool drain = true)
    {
        var found = await Judge(drain);
        if (found.Count == 0) return;
        var evidence = await Evidence();
        Assert.Fail(string.Join(Environment.NewLine, found.DistinctBy(v => (v.Rule, v.Ticket)).GroupBy(v => v.Rule).SelectMany(rule => rule.Take(3)).Select(v => $"{v}{Environment.NewLine}{Timeline.Of(evidence, v)}").Prepend(Text(found))));
    }

    public string Widget(int customer) => customer % 3 == 0 ? "second" : "first";

    /// <summary>Clients, queues and people; before the nodes are asked anything.</summary>
    public async Task Furnish()
    {
        var seed = new Seed(installation, TimeProvider.System);
        var client = await seed.Client("acme");
        Queues = [await seed.Queue(client, "First"), await seed.Queue(client, "Second")];
        await seed.Widget(client, Queues[0], "first");
        await seed.Widget(client, Queues[1], "second");
        await seed.Disposition(client, "resolved");
        // People may not be given less than 5 s; a test has no time for that.
        await installation.Execute("ALTER TABLE routing.queues DROP CONSTRAINT queues_offer_seconds_check");
        await installation.Execute("UPDATE routing.queues SET offer_seconds = @seconds", ("seconds", (int)OfferTime.TotalSeconds));
        await installation.Execute("UPDATE routing.queues SET ring_agents = @agents WHERE name = 'Second'", ("agents", Plan.RingAgents));
        for (var i = 0; i < Plan.Agents; i++) await seed.Agent(await seed.User($"agent{i}@floor.test", [BuiltInRoles.Agent], [client], $"agent {i}"));
        await seed.User("supervisor@floor.test", [BuiltInRoles.Supervisor]);
    }

    /// <summary>Everybody signs in and goes ready.</summary>
    public async Task Open()
    {
        var signedIn = await Task.WhenAll(Enumerable.Range(0, Plan.Agents).Select(i => SignIn($"agent{i}@floor.test", i)));
        foreach (var (api, caller, id) in signedIn)
        {
            var desk = new Desk(this, id, $"agent {desks.Count}", api, caller, new Random(desks.Count));
            desks.Add(desk);
        }
    }

    public void Work()
    {
        foreach (var desk in desks) working.Add(Task.Run(() => desk.Work(agentsStop.Token)));
    }

    public async Task<(Api Api, Caller Caller, Guid Id)> SignIn(string email, int first = 0)
    {
        var api = new Api(places[first % places.Count].Address);
        (await api.SignIn(email)).Expect(200);
        var id = await installation.Scalar<Guid>("SELECT id FROM access.users WHERE email = @email", ("email", email));
        return (api, new Caller(places, first) { Cookie = api.CookieHeader, Antiforgery = api.AntiforgeryToken }, id);
    }

    public Customer Customer(int? at = null)
    {
        var number = Interlocked.Increment(ref customers);
        return new Customer(this, number, new Caller(places, at ?? number) { Patience = CustomersPatience });
    }

    /// <summary>Customers come at the plan's pace for so long.</summary>
    public async Task Run(TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        for (var come = 0; clock.Elapsed < time; come++)
        {
            var due = TimeSpan.FromSeconds(come / Plan.ChatsPerSecond);
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed);
            var customer = Customer();
            Interlocked.Increment(ref talking);
            chats.Add(Task.Run(() => customer.Chat(Plan.Messages, new Random(come), customersStop.Token)));
        }
    }

    /// <summary>A customer has said what he had to say; he may go on reading.</summary>
    public void Said() => Interlocked.Decrement(ref talking);

    /// <summary>Something is broken from then to then; then it has some seconds to be as if nothing had been.</summary>
    public void Rough(DateTimeOffset from, DateTimeOffset to, string what, double recovery = 5) =>
        Log.Add(new Rough(from, to + TimeSpan.FromSeconds(Scale.Of(2, 1) * recovery), what));

    /// <summary>Lets everybody finish until all is quiet, and judges.</summary>
    public async Task<IReadOnlyList<Violation>> Judge(bool drain = true)
    {
        var patience = Stopwatch.StartNew();
        while (drain && patience.Elapsed < TimeSpan.FromSeconds(Scale.Of(30, 240)) && !await Quiet()) await Task.Delay(200);
        await agentsStop.CancelAsync();
        await Task.WhenAll(working);
        while (patience.Elapsed < TimeSpan.FromSeconds(Scale.Of(40, 270)) && !await OutboxEmpty()) await Task.Delay(100);
        await Task.Delay(300);
        foreach (var desk in desks) await desk.Compare();
        await customersStop.CancelAsync();
        await Task.WhenAll(chats);
        // Whom nobody heard of meanwhile is sent away: that is handled too before it is looked at.
        for (var last = Stopwatch.StartNew(); last.Elapsed < TimeSpan.FromSeconds(10) && !await OutboxEmpty();) await Task.Delay(100);
        var evidence = await EvidenceReader.ReadAsync(installation.Server.Owner(installation.Database), Log, TimeProvider.System);
        return HistoryChecker.Check(evidence with { Index = await Index(evidence), Patience = Patience });
    }

    public Task<Evidence> Evidence() => EvidenceReader.ReadAsync(installation.Server.Owner(installation.Database), Log, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await agentsStop.CancelAsync();
        await customersStop.CancelAsync();
        await Task.WhenAll(working);
        await Task.WhenAll(chats);
        foreach (var desk in desks) await desk.DisposeAsync();
        await redis.DisposeAsync();
        agentsStop.Dispose();
        customersStop.Dispose();
    }

    private async Task<bool> Quiet() =>
        Volatile.Read(ref talking) == 0 && await OutboxEmpty()
        && await installation.Scalar<long>("SELECT count(*) FROM tickets.tickets WHERE status = 'waiting'") == 0;

    private async Task<bool> OutboxEmpty() => await installation.Scalar<long>("SELECT count(*) FROM journal.outbox") == 0;

    /// <summary>What the index itself says, asked beside the nodes.</summary>
    private async Task<IndexState> Index(Evidence evidence)
    {
        await redis.WhenConnectedAsync().WaitAsync(TimeSpan.FromSeconds(10));
        var loads = new Dictionary<Guid, (int Load, Guid? Offered)>();
        foreach (var desk in desks) loads[desk.Id] = await Queue.AgentLoadAsync(desk.Id) is { } his ? (his.Load, his.OfferedItemId) : (0, null);
        var waiting = new HashSet<Guid>();
        foreach (var ticket in evidence.Tickets.Where(t => t.Status == "waiting"))
        {
            // What has gone on since PostgreSQL was read may have left the index.
            if (await Queue.PositionAsync(ticket.Id) is not null
                || await installation.Scalar<long>("SELECT version FROM tickets.tickets WHERE id = @id", ("id", ticket.Id)) != ticket.Version) waiting.Add(ticket.Id);
        }

        return new IndexState(loads, waiting);
    }
}
