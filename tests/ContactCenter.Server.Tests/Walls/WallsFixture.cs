using System.Data.Common;
using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Contacts;
using ContactCenter.Server.Features.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContactCenter.Server.Tests.Walls;

/// <summary>Two clients with one of everything each, and people who work for the first of them only.</summary>
public sealed class WallsFixture : ServerFixture
{
    private readonly List<HubClient> screens = [];
    private readonly Dictionary<string, Sample> things = new(StringComparer.Ordinal);

    public Guid Own { get; private set; }

    public Guid Foreign { get; private set; }

    internal IReadOnlyDictionary<string, Sample> Things => things;

    /// <summary>
    /// A server whose application checks nothing: its person may do everything for every client, but each connection that
    /// works for a person is held to one client in the database.
    /// </summary>
    public static Action<ServerOptions> OnlyTheDatabaseGuards(Guid client) => options =>
    {
        options.Services = services => services.Replace(ServiceDescriptor.Scoped<DataScope>(_ => new Narrow(client)));
    };

    internal long VersionOf(string kind, Guid id)
    {
        var table = kind switch
        {
            "clients" => "clients.clients",
            "queues" => "routing.queues",
            "widgets" => "channels.widgets",
            "dispositions" => "tickets.dispositions",
            "canned-replies" => "knowledge.canned_replies",
            "tickets" => "tickets.tickets",
            "users" => "access.users",
            "roles" => "access.roles",
            "agents" => "agents.agents",
            "skills" => "agents.skills",
            "break-reasons" => "agents.break_reasons",
            "calendars" => "clients.calendars",
            "sites" => "clients.sites",
            "pools" => "routing.shares",
            "drafts" => "routing.drafts",
            "simulations" => "routing.simulations",
            _ => null,
        };
        return table is null ? 1 : Installation.Column<long>($"SELECT version FROM {table} WHERE id = @id", ("id", id)).Result.FirstOrDefault(1);
    }

    protected override void Configure(ServerOptions options)
    {
        foreach (var limit in new[] { "SignInsPerMinute", "VisitorSessionsPerMinute", "VisitorWritesPer10Seconds" })
            options.Settings[$"RateLimits:{limit}"] = "100000";
        options.Settings["Simulation:Redis"] = Installation.Redis.Configuration;
    }

    protected override async Task Ready()
    {
        var skill = await Seed.Skill("lang-walls");
        var role = await Seed.Role("walls agent", Permission.TicketsRead, Permission.TicketsWork, Permission.AgentsRead, Permission.ClientsRead, Permission.QueuesRead, Permission.ChannelsRead);
        var own = await Furnish("acme", role, skill);
        var foreign = await Furnish("bright", role, skill);
        (Own, Foreign) = (own["clients"], foreign["clients"]);
        foreach (var kind in own.Keys) things[kind] = new Sample(own[kind], foreign[kind], Seed.NewId());
        // The operator's: the same for all clients.
        foreach (var (kind, id) in new[] { ("skills", skill), ("roles", role), ("break-reasons", await BreakReason()), ("calendars", await Seed.Calendar("Walls")), ("sites", await Seed.Site("Walls")), ("pools", await Pool()), ("drafts", await Draft()) })
            things[kind] = new Sample(id, id, id);
        await People(skill);
    }

    async Task<Guid> Draft()
    {
        var id = Seed.NewId();
        var none = "{\"queues\": [], \"pools\": [], \"agents\": []}";
        await Installation.Execute("INSERT INTO routing.drafts VALUES (@id, 'Walls', 'draft', @none::jsonb, @none::jsonb, NULL, NULL, 1)", ("id", id), ("none", none));
        return id;
    }

    Task<Guid> Pool() => Installation.Scalar<Guid>("SELECT id FROM routing.shares");

    protected override async Task Finished()
    {
        foreach (var screen in screens) await screen.DisposeAsync();
    }

    private async Task People(Guid skill)
    {
        string[] agent = [Permission.TicketsRead, Permission.TicketsWork, Permission.AgentsRead, Permission.ClientsRead, Permission.QueuesRead, Permission.ChannelsRead];
        foreach (var (name, permissions, clients) in new (string, string[], Guid[]?)[]
        {
            ("agent", agent, [Own]),
            ("supervisor", [.. agent, Permission.TicketsAssign, Permission.BoardRead], [Own]),
            ("viewer", [Permission.TicketsRead, Permission.BoardRead, Permission.ClientsRead, Permission.QueuesRead], [Own]),
            ("manager", [.. Permission.All], [Own]),
            ("unfiltered", [.. Permission.All], null),
            ("everyone", [.. Permission.All], null),
        })
        {
            var user = await Seed.User($"{name}@walls.test", [await Seed.Role($"walls {name}s", permissions)], clients);
            await Seed.Agent(user, skill);
        }
    }

    /// <summary>One of everything that a client has. Every text names the client, so that it is known wherever it turns up.</summary>
    private async Task<Dictionary<string, Guid>> Furnish(string name, Guid role, Guid skill)
    {
        var client = await Seed.Client($"{name}-key", $"{name} name");
        var user = await Seed.User($"person@{name}.test", [role], [client], $"{name} person");
        await Seed.Agent(user, skill);
        var queue = await Seed.Queue(client, $"{name} queue", skill);
        var disposition = await Seed.Disposition(client, $"{name}-done");
        var letter = Seed.NewId();
        await Installation.Execute(
            """
            INSERT INTO journal.events (id, instant, client_id, stream_kind, stream, sequence, type, actor_kind, payload)
                VALUES (@letter, @now, @client, 'client', @client, 1, 'clientAdded', 'system', jsonb_build_object('clientId', @client));
            INSERT INTO journal.outbox (id, subscriber, stream, sequence, client_id, instant, type, due_at, attempts, parked_at, error)
                VALUES (@letter, 'walls-' || @name, @client, 1, @client, @now, 'clientAdded', 'infinity', 10, @now, 'Broken');
            """,
            ("client", client), ("name", name), ("now", Time.Now), ("letter", letter));
        var talk = await Conversation(client, queue, name);
        return new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["clients"] = client,
            ["queues"] = queue,
            ["widgets"] = await Seed.Widget(client, queue, $"{name}-widget"),
            ["dispositions"] = disposition,
            ["canned-replies"] = await Seed.CannedReply(client, $"{name}-shortcut", $"{name} title", $"{name} canned text"),
            ["tickets"] = talk.Ticket,
            ["contacts"] = talk.Contact,
            ["messages"] = talk.Message,
            ["offers"] = talk.Offer,
            ["files"] = await File(client, talk.Message, name),
            ["users"] = user,
            ["agents"] = user,
            ["dead-letters"] = letter,
            ["simulations"] = await Simulation(client, user, name),
        };
    }

    /// <summary>A customer writes and his ticket is offered to the client's agent, who lets it lie there.</summary>
    private async Task<(Guid Ticket, Guid Contact, Guid Message, Guid Offer)> Conversation(Guid client, Guid queue, string name)
    {
        var agent = await SignedIn($"person@{name}.test");
        var screen = await HubClient.Connect(agent);
        screens.Add(screen);
        (await agent.Put("agents/me/state", new { state = "ready" })).Expect(200);
        var received = await Server.InScope(s => s.Enter(client, new Actor("visitor", Seed.NewId())), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var contact = await FindContact.OrCreate(
                db, client, "chat", $"{name} address", $"{name} customer", $"customer@{name}.test", "en", Time.Now, CancellationToken.None);
            var entry = await QueueEntry.Read(db, queue, CancellationToken.None);
            var message = new InboundMessage(Seed.NewId(), client, contact, "chat", $"{name} wrote this", $"{name} subject", null, entry!);
            return (Contact: contact, Recorded: (await services.GetRequiredService<RecordInbound>().Run(message, CancellationToken.None))!);
        });
        var offered = await screen.Next("offerMade", o => o.GetProperty("ticketId").GetGuid() == received.Recorded.TicketId);
        return (received.Recorded.TicketId, received.Contact, received.Recorded.Message.Id, offered.Body.GetProperty("offerId").GetGuid());
    }

    /// <summary>A file that the customer's message holds.</summary>
    private async Task<Guid> File(Guid client, Guid message, string name)
    {
        var id = Seed.NewId();
        await Installation.Execute(
            """
            INSERT INTO platform.files (id, client_id, sender, holder, name, content_type, size, created_at, content)
            VALUES (@id, @client, 'visitor', @message, @name || ' picture.png', 'image/png', 4, @now, convert_to(@name || ' bytes', 'UTF8'))
            """,
            ("id", id), ("client", client), ("message", message), ("name", name), ("now", Time.Now));
        return id;
    }

    /// <summary>A run of the client's that is done.</summary>
    private async Task<Guid> Simulation(Guid client, Guid user, string name)
    {
        var id = Seed.NewId();
        await Installation.Execute(
            """
            INSERT INTO routing.simulations (id, client_ids, name, source, scenario, changes, seed, state, base_key, fraction, contacts, attempt, leased_until, created_by, created_at, version)
            VALUES (@id, ARRAY[@client], @name || ' tried', '{"kind": "scenario", "timeZone": "UTC"}', json_build_object('name', @name || ' scenario', 'start', @now, 'end', @now, 'queues', '[]'::json),
                '[]', 1, 'done', @name || ' base', 1, 1, 1, @now, @user, @now, 1);
            INSERT INTO routing.simulation_results (key, client_ids, created_by, result)
            VALUES (@name || ' base', ARRAY[@client], @user, json_build_object('scenario', @name || ' played', 'seed', 1, 'decisionsDigest', @name || ' digest', 'contacts', 1,
                'decisions', 1, 'calls', 1, 'total', json_build_object('offered', 1, 'answered', 1, 'answeredInTarget', 1, 'abandoned', 0, 'abandonedInTarget', 0, 'waiting', 0),
                'halfHours', '[]'::json, 'queues', '[]'::json, 'clients', '[]'::json, 'groups', '[]'::json));
            """,
            ("id", id), ("client", client), ("name", name), ("user", user), ("now", Time.Now));
        return id;
    }

    private async Task<Guid> BreakReason()
    {
        var id = Seed.NewId();
        await Installation.Execute("INSERT INTO agents.break_reasons (id, key, label, active, system, version) VALUES (@id, 'walls', 'Walls', true, false, 1)", ("id", id));
        return id;
    }

    /// <summary>Runs after the application's own scope was set, and takes all of it back but one client.</summary>
    private sealed class Narrow(Guid client) : DataScope
    {
        public override ScopeSettings ForDatabase =>
            Actor.Kind == "agent" ? new("cc_web", client.ToString(), "served", Actor.ToString()) : base.ForDatabase;
    }
}
