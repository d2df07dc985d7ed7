using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Features.Channels;

/// <summary>Two clients with a widget each, an agent for both and an administrator of each.</summary>
public class ChatServer : ServerFixture
{
    public const string AcmeSite = "https://www.acme.test";
    public const string BankSite = "https://bank.test";

    public Guid Acme { get; private set; }
    public Guid Bank { get; private set; }
    public Guid AcmeQueue { get; private set; }
    public Guid BankQueue { get; private set; }
    public Guid Agent { get; private set; }

    protected override void Configure(ServerOptions options)
    {
        // All callers of a test run share one address.
        options.Settings["RateLimits:VisitorSessionsPerMinute"] = "100000";
        options.Settings["RateLimits:SignInsPerMinute"] = "100000";
    }

    protected override async Task Ready()
    {
        Acme = await Seed.Client("acme", "Acme Air");
        Bank = await Seed.Client("bank", "Bright Bank");
        AcmeQueue = await Seed.Queue(Acme);
        BankQueue = await Seed.Queue(Bank);
        await Allow(await Seed.Widget(Acme, AcmeQueue, "acme-chat"), AcmeSite);
        await Allow(await Seed.Widget(Bank, BankQueue, "bank-chat"), BankSite);
        var working = await Seed.Role("chat-agent", "tickets.read", "tickets.work");
        Agent = await Seed.User("ana@chat.test", [working], null, "Ana Lopez");
        await Seed.Agent(Agent);
        var managing = await Seed.Role("chat-admin", "channels.read", "channels.manage");
        await Seed.User("admin@chat.test", [managing]);
        await Seed.User("acme-admin@chat.test", [managing], [Acme]);
        await Seed.User("looker@chat.test", [await Seed.Role("chat-looker", "channels.read")], [Acme]);
    }

    public Task Allow(Guid widget, params string[] sites) =>
        Installation.Execute("UPDATE channels.widgets SET allowed_origins = @sites WHERE id = @id", ("id", widget), ("sites", sites));

    /// <summary>A visitor with a session of his own.</summary>
    public async Task<VisitorCaller> Visitor(string widget = "acme-chat", object? details = null)
    {
        var api = Api();
        var answer = (await api.Post($"chat/{widget}/sessions", details ?? new { })).Expect(201);
        api.Bearer = answer["token"].GetString();
        return new VisitorCaller(this, api, answer["sessionId"].GetGuid());
    }

    public Task<List<Guid>> TicketsOf(Guid session) =>
        Installation.Column<Guid>("SELECT ticket_id FROM channels.visitor_tickets WHERE session_id = @session ORDER BY before", ("session", session));

    public Task<string> StatusOf(Guid ticket) => Installation.Scalar<string>("SELECT status FROM tickets.tickets WHERE id = @ticket", ("ticket", ticket));

    public Task<List<string>> Facts(Guid stream) =>
        Installation.Column<string>("SELECT type FROM journal.events WHERE stream = @stream ORDER BY sequence", ("stream", stream));

    /// <summary>The agent owns it, as a claim leaves it behind.</summary>
    public Task Assign(Guid ticket) => Change(ticket, (db, state) => OwnTicket.Assign(db, ticket, state.ClaimVersion, Agent, () => true, Time, default));

    /// <summary>The agent lost it and it waits again.</summary>
    public Task Return(Guid ticket) => Change(ticket, (db, state) => OwnTicket.Return(db, ticket, Agent, null, "agent-gone", true, Time.Now, default));

    public async Task Say(Guid ticket, string text, string kind = "reply")
    {
        using var agent = await SignedIn("ana@chat.test");
        (await agent.Post($"tickets/{ticket}/messages", new { kind, text })).Expect(201);
    }

    public Task Change<T>(Guid ticket, Func<AppDb, TicketState, Task<T>> change) =>
        Server.InScope(s => s.Enter(Acme, new Actor("agent", Agent), People.Everybody), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            await db.Transact(async () => await change(db, (await TicketStates.Read(db, ticket, default))!), default);
        });
}

/// <summary>A visitor's browser.</summary>
public sealed class VisitorCaller(ChatServer server, Api api, Guid session) : IDisposable
{
    public Api Api => api;
    public Guid Session => session;

    /// <summary>Another tab of the same browser: the same token.</summary>
    public VisitorCaller Tab() => new(server, new Api(server.Server.Address) { Bearer = api.Bearer }, session);

    public Task<Answer> Write(string text, Guid? id = null) => api.Post("chat/messages", id is null ? new { text } : new { id, text });

    /// <summary>Writes and answers his present ticket.</summary>
    public async Task<Guid> Open(string text = "Where is my bag?")
    {
        (await Write(text)).Expect(201);
        return (await server.TicketsOf(session))[^1];
    }

    public Task<Answer> History(long after = 0) => api.Get($"chat/messages?after={after}");

    public Task<EventReader> Follow(long? after = null) => EventReader.Open(api, after);

    public void Dispose() => api.Dispose();
}
