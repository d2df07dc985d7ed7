using System.Text.Json;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Routing;

/// <summary>One client with one queue, agents who come and go, and customers who write.</summary>
public class DeskFixture : ServerFixture
{
    static readonly DateTimeOffset Begins = new(2090, 3, 6, 9, 0, 0, TimeSpan.Zero);

    int people;

    public Guid Client { get; private set; }
    public Guid Queue { get; private set; }
    public Guid Resolved { get; private set; }

    protected override void Configure(ServerOptions options)
    {
        // Sockets end with their sign-in by the machine's clock, which is behind this one.
        options.Time = new FakeTime(Begins);
        // A screen that says nothing for hours of fake time is still there.
        options.Services = services => services.Configure<HubOptions>(hub => hub.ClientTimeoutInterval = TimeSpan.FromDays(7));
    }

    protected override async Task Prepare()
    {
        // So long after the template was made it has no parts; making them beside the first test would only hold that up.
        await Installation.Execute("SELECT platform.make_partitions(@now)", ("now", Begins));
        var seed = new Seed(Installation, TimeProvider.System);
        Client = await seed.Client("acme");
        Queue = await seed.Queue(Client);
        Resolved = await seed.Disposition(Client, "resolved");
        await Installation.Execute("INSERT INTO agents.break_reasons VALUES (@id, 'lunch', 'Lunch', true, false, 1)", ("id", seed.NewId()));
    }

    /// <summary>An agent at his screen, ready.</summary>
    public async Task<Desk> ReadyAgent(params Guid[] clients)
    {
        var desk = await Agent(clients);
        await desk.Become("ready");
        return desk;
    }

    /// <summary>An agent at his screen, offline.</summary>
    public async Task<Desk> Agent(params Guid[] clients)
    {
        var email = $"agent{Interlocked.Increment(ref people)}@desk.test";
        var id = await Seed.User(email, [BuiltInRoles.Agent], clients.Length == 0 ? [Client] : clients, email);
        await Seed.Agent(id);
        var api = await SignedIn(email);
        return await AtScreen(id, api);
    }

    protected async Task<Desk> AtScreen(Guid id, Api api)
    {
        var screen = await HubClient.Connect(api);
        await Wait.Until(() => IsHere(id), "he is known to be at his screen");
        return new Desk(this, id, api, screen);
    }

    public Task<bool> IsHere(Guid agent) => Installation.Scalar<bool>("SELECT gone_at IS NULL FROM agents.agents WHERE id = @agent", ("agent", agent));

    public async Task<Api> Supervisor(params Guid[] clients)
    {
        var email = $"supervisor{Interlocked.Increment(ref people)}@desk.test";
        await Seed.User(email, [BuiltInRoles.Supervisor], clients.Length == 0 ? null : clients);
        return await SignedIn(email);
    }

    public async Task<Api> Admin()
    {
        var email = $"admin{Interlocked.Increment(ref people)}@desk.test";
        await Seed.Admin(email);
        return await SignedIn(email);
    }

    /// <summary>A customer's message, as a channel records it. Without a ticket it opens one. Each comes a moment after the one before.</summary>
    public Task<Guid> CustomerWrites(string text = "Hello", Guid? ticket = null, Guid? queue = null, Guid? client = null)
    {
        Advance(TimeSpan.FromMilliseconds(10));
        return Server.InScope(scope => scope.Enter(client ?? Client, new Actor("visitor", Seed.NewId())), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var now = Server.Time.GetUtcNow();
            var entry = await QueueEntry.Read(db, queue ?? Queue, CancellationToken.None);
            var contact = await FindContact.OrCreate(db, client ?? Client, "chat", Seed.NewId().ToString(), "Ann", null, "en", now, CancellationToken.None);
            var result = await services.GetRequiredService<RecordInbound>().Run(
                new(Seed.NewId(), client ?? Client, contact, "chat", text, text, ticket, entry!), CancellationToken.None);
            return result!.TicketId;
        });
    }

    public async Task<string> StatusOf(Guid ticket) =>
        await Installation.Scalar<string>("SELECT status FROM tickets.tickets WHERE id = @id", ("id", ticket));

    public Task<List<string>> Facts(Guid stream) =>
        Installation.Column<string>("SELECT type FROM journal.events WHERE stream = @id ORDER BY sequence", ("id", stream));

    /// <summary>How the ticket came to its agent, once the relay has kept it.</summary>
    public async Task<JsonElement> DecisionOf(Guid ticket, Api reader)
    {
        JsonElement decision = default;
        await Eventually(
            async () => (decision = (await reader.Get($"/api/v1/tickets/{ticket}/routing")).Expect(200)["decision"]).ValueKind == JsonValueKind.Object, "the relay has kept the offer");
        return decision;
    }

    /// <summary>Nothing is on its way any more: facts are with their subscribers.</summary>
    public Task Settled() => Eventually(
        async () => await Installation.Scalar<long>("SELECT count(*) FROM journal.outbox") == 0, "the outbox is empty");
}

/// <summary>An agent's browser: his calls and his news.</summary>
public sealed class Desk(DeskFixture floor, Guid id, Api api, HubClient news) : IAsyncDisposable
{
    public Guid Id => id;
    public Api Api => api;
    public HubClient News => news;

    public async Task Become(string state, string? reason = null)
    {
        (await api.Put("/api/v1/agents/me/state", reason is null ? new { state } : new { state, reason })).Expect(200);
        await floor.Settled();
    }

    /// <summary>The offer of that ticket, or of any.</summary>
    public async Task<JsonElement> Offer(Guid? ticket = null)
    {
        var offer = news.Next("offerMade", item => ticket is null || item.GetProperty("ticketId").GetGuid() == ticket);
        await floor.Eventually(() => offer.IsCompleted, "it is offered to him");
        return (await offer).Body;
    }

    public Task<Answer> Accept(JsonElement offer) => api.Post($"/api/v1/offers/{offer.GetProperty("offerId").GetGuid()}/accept");

    public Task<Answer> Decline(JsonElement offer) => api.Post($"/api/v1/offers/{offer.GetProperty("offerId").GetGuid()}/decline", new { });

    /// <summary>A customer writes, and this agent takes it.</summary>
    public async Task<Guid> Takes(Guid ticket)
    {
        (await Accept(await Offer(ticket))).Expect(200);
        await floor.Settled();
        return ticket;
    }

    public Task<Answer> Reply(Guid ticket, string text) => api.Post($"/api/v1/tickets/{ticket}/messages", new { kind = "reply", text });

    public async Task Close(Guid ticket)
    {
        (await api.Post($"/api/v1/tickets/{ticket}/close", new { disposition = "resolved" })).Expect(200);
        await floor.Settled();
    }

    public async Task<JsonElement> Me() => (await api.Get("/api/v1/agents/me")).Expect(200).Json;

    public async ValueTask DisposeAsync()
    {
        // Off the floor: the next test's work is not his.
        await api.Put("/api/v1/agents/me/state", new { state = "offline" });
        await floor.Settled();
        await news.DisposeAsync();
        api.Dispose();
    }
}
