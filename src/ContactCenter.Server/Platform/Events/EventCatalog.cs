using System.Reflection;
using System.Text.Json;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Platform.Events;

sealed record Subscription(Type Fact, string Subscriber, Type Handler, bool Ahead);

/// <summary>A subscriber that can do nothing while Redis is away.</summary>
sealed record NeedsRedis(string Subscriber);

/// <summary>A row that is to be written for one subscriber. What goes ahead is handled first, then what is due longest.</summary>
sealed record OutboxEntry(JournalEvent Event, string Subscriber, bool Ahead);

/// <summary>How a subscriber hears of one kind of fact. One whose handler takes no context of the database gets no connection.</summary>
sealed record EventCall(bool Asks, Func<IServiceProvider, JournalEvent, CancellationToken, Task> Run);

/// <summary>Every kind of fact by its name in the journal, and who wants to hear of it.</summary>
public sealed class EventCatalog
{
    readonly Dictionary<string, Type> types;
    readonly Dictionary<Type, List<Subscription>> subscribers = [];
    readonly Dictionary<(string Type, string Subscriber), EventCall> calls = [];

    internal EventCatalog(IEnumerable<Subscription> subscriptions, IEnumerable<Assembly> assemblies)
    {
        types = assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t.IsSubclassOf(typeof(Fact)) && !t.IsAbstract)
            .ToDictionary(TypeName);
        foreach (var s in subscriptions)
        {
            if (!calls.TryAdd((TypeName(s.Fact), s.Subscriber), Call(s)))
                throw new InvalidOperationException($"{s.Subscriber} subscribes to {s.Fact.Name} twice: one handler a subscriber and fact.");
            if (!subscribers.TryGetValue(s.Fact, out var list)) subscribers[s.Fact] = list = [];
            list.Add(s);
        }
    }

    public static string TypeName(Type fact) => JsonNamingPolicy.CamelCase.ConvertName(fact.Name);

    internal IEnumerable<OutboxEntry> EntriesOf(Type fact, JournalEvent recorded) =>
        subscribers.GetValueOrDefault(fact)?.Select(s => new OutboxEntry(recorded, s.Subscriber, s.Ahead)) ?? [];

    /// <summary>Null when nobody of that name listens any more: the row is done.</summary>
    internal EventCall? Find(string type, string subscriber) => calls.GetValueOrDefault((type, subscriber));

    public static string Serialize(Fact fact) => JsonSerializer.Serialize(fact, fact.GetType(), JsonShapes.Journal);

    /// <summary>Null for a type that this version does not know (a newer node wrote it).</summary>
    public Fact? Read(JournalEvent e) =>
        types.TryGetValue(e.Type, out var type) ? (Fact?)JsonSerializer.Deserialize(e.Payload, type, JsonShapes.Journal) : null;

    static EventCall Call(Subscription s) =>
        (EventCall)typeof(EventCatalog).GetMethod(nameof(CallTyped), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(s.Fact, s.Handler).Invoke(null, null)!;

    static EventCall CallTyped<TFact, THandler>() where TFact : Fact where THandler : class, IHandle<TFact> => new(
        typeof(THandler).GetConstructors().Any(c => c.GetParameters().Any(p => p.ParameterType == typeof(AppDb))),
        (services, e, ct) => services.GetRequiredService<THandler>().Handle(
            new Recorded<TFact>(e.Id, e.ClientId, e.Stream, e.Sequence, e.Instant, new Actor(e.ActorKind, e.ActorId, e.Id),
                JsonSerializer.Deserialize<TFact>(e.Payload, JsonShapes.Journal)!), ct));
}

public static class EventRegistration
{
    /// <summary>
    /// Facts of one stream reach one subscriber in their order, whichever handlers it has for them; subscribers do not
    /// wait for each other. The name is stored with pending rows: renaming it drops them. Ahead: on a node that is behind, before
    /// what others have waited for longer; for few facts on which the rest depends.
    /// </summary>
    public static IServiceCollection AddSubscriber<TFact, THandler>(this IServiceCollection services, string subscriber, bool ahead = false)
        where TFact : Fact where THandler : class, IHandle<TFact>
    {
        services.AddSingleton(new Subscription(typeof(TFact), subscriber, typeof(THandler), ahead));
        if (!services.Any(d => d.ServiceType == typeof(THandler))) services.AddScoped<THandler>();
        return services;
    }

    /// <summary>
    /// While a node's Redis is away it leaves their rows alone: thousands of them, tried again each second, would keep it from
    /// what it can do.
    /// </summary>
    public static IServiceCollection NeedRedis(this IServiceCollection services, params IEnumerable<string> subscribers)
    {
        foreach (var subscriber in subscribers) services.AddSingleton(new NeedsRedis(subscriber));
        return services;
    }
}
