using System.Collections.Concurrent;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Features.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>A bug: an edit of a script's text, statements that change what the database does, or a service of the test's.</summary>
internal sealed record Plant(string Name, string Breaks)
{
    private readonly ConcurrentDictionary<string, string> edited = new(StringComparer.Ordinal);

    /// <summary>Every place of this text in the scripts …</summary>
    public string Text { get; init; } = "";

    /// <summary>… becomes that.</summary>
    public string Instead { get; init; } = "";

    public IReadOnlyList<string> Sql { get; init; } = [];

    public Action<IServiceCollection> Services { get; init; } = _ => { };

    public Plan Plan { get; init; } = new();

    public TimeSpan Load { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether it makes sense to wait until nobody waits any more.</summary>
    public bool Drains { get; init; } = true;

    // Few agents for many customers: a queue forms.
    private static readonly Plan Crowded = new() { Agents = 2, ChatsPerSecond = 10, Hold = TimeSpan.FromMilliseconds(800) };

    public static readonly IReadOnlyList<Plant> All =
    [
        new("two offers at once", "one offer") { Text = "and not agent.offer and", Instead = "and", Plan = new Plan { Agents = 2, ChatsPerSecond = 10, Ignored = 0.5 }, Drains = false },
        new("room is counted up to 200", "load at most 100") { Text = "agent.load + weight <= FULL", Instead = "agent.load + weight <= 200", Plan = Crowded, Load = TimeSpan.FromSeconds(5), Drains = false },
        new("an offer weighs nothing", "load") { Text = "take_on(agent, item, part)\nagent.offer,", Instead = "part.agent, part.weight = agent.id, weight_for(agent, item)\nagent.offer,", Plan = Crowded, Drains = false },
        new("the last comes first", "deadline order") { Text = "lane_key(item.lane), item.deadline, item.member", Instead = "lane_key(item.lane), -item.deadline, item.member", Plan = Crowded, Load = TimeSpan.FromSeconds(6), Drains = false },
        new("every second is not enqueued", "never lost")
        {
            Text = "local item, refusal = apply_item(5, 'enqueued')", Drains = false,
            Instead = "if string.match(ARGV[5], '[0-7]$') then return answer('ok') end\nlocal item, refusal = apply_item(5, 'enqueued')",
        },
        new("offers do not expire", "offer's deadline")
        {
            Text = "elseif item.state == 'offered' then\nexpire_offers(item)", Instead = "elseif item.state == 'offered' then\nitem.ends = now + 60000",
            Plan = new Plan { Ignored = 0.5 }, Load = TimeSpan.FromSeconds(7), Drains = false,
        },
        new("who never answers is asked for ever", "two expiries") { Text = "if agent.expired >= 2 then agent.mute = true end", Plan = new Plan { Ignored = 1 }, Load = TimeSpan.FromSeconds(9), Drains = false },
        new("who lost a race keeps its weight", "load sums") { Text = "put_down(agent, item, part.weight, part.beside)", Instead = "if detail ~= 'claimed' then put_down(agent, item, part.weight, part.beside) end" },
        new("a completed item frees too much", "load sums") { Text = "agent.load = agent.load - weight", Instead = "agent.load = agent.load - weight - 1" },
        new("the customer's id is not looked at", "stored once") { Services = Foreign.WithoutIds },
        new("a message is acknowledged and dropped", "acknowledged is stored") { Sql = Triggers.DropMessages, Drains = false },
        new("a loser hears that he has won", "nothing of it was committed") { Services = Foreign.LosersWin, Drains = false },
        new("decisions are trimmed before they are kept", "decisions kept") { Sql = Triggers.LoseDecisions },
        new("news are swallowed", "screen equals server")
        {
            Text = "if KEYS[i] == KEYS[i + 1] or", Instead = "if string.find(ARGV[(i + 5) / 2], 'closed', 1, true) then\nelseif KEYS[i] == KEYS[i + 1] or",
        },
        new("facts are handled twice and it shows", "greeting") { Sql = Triggers.HandleTwice, Services = s => s.AddSubscriber<TicketOpened, Greeter>("test-greeter") },
    ];

    public string Edit(string script) => Text.Length == 0 ? script : edited.GetOrAdd(script, text => text.Replace(Text, Instead, StringComparison.Ordinal));
}

/// <summary>A subscriber that is not idempotent: it says hello as often as it is called.</summary>
internal sealed class Greeter(AppDb db, TimeProvider time) : IHandle<TicketOpened>
{
    public Task Handle(Recorded<TicketOpened> recorded, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        var ticket = (await RowLock.Take<Ticket>(db, recorded.Fact.TicketId, cancellationToken))!;
        db.Add(ticket.Announce("greeting", null, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }, cancellationToken);
}

/// <summary>What the database does behind the application's back.</summary>
internal static class Triggers
{
    public static readonly IReadOnlyList<string> DropMessages = On("AFTER INSERT", "tickets.messages", """
        IF NEW.kind = 'customer' AND right(NEW.id::text, 1) < '8' THEN
          DELETE FROM tickets.messages WHERE id = NEW.id;
        END IF;
        RETURN NEW;
        """);

    public static readonly IReadOnlyList<string> LoseDecisions = On("BEFORE INSERT", "routing.decisions", "RETURN CASE WHEN NEW.number % 20 = 19 THEN NULL ELSE NEW END;");

    /// <summary>What is done comes again once, as after a crash between the doing and the marking.</summary>
    public static readonly IReadOnlyList<string> HandleTwice = On("BEFORE DELETE", "journal.outbox", """
        IF OLD.subscriber <> 'test-greeter' OR OLD.error = 'again' THEN RETURN OLD; END IF;
        UPDATE journal.outbox SET error = 'again', due_at = OLD.instant WHERE id = OLD.id AND subscriber = OLD.subscriber;
        RETURN NULL;
        """);

    private static IReadOnlyList<string> On(string moment, string table, string body) =>
    [
        $"CREATE FUNCTION public.planted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN {body} END $f$",
        $"CREATE TRIGGER planted {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION public.planted()",
    ];
}
