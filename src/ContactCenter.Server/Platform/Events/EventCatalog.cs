using System.Reflection;
using System.Text.Json;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Platform.Events;

sealed record Subscription(Type Fact, string Subscriber, Type Handler);

/// <summary>How a subscriber hears of one kind of fact. One whose handler takes no context of the database gets no connection.</summary>
sealed record EventCall(bool Asks, Func<IServiceProvider, JournalEvent, CancellationToken, Task> Run);

/// <summary>Every kind of fact by its name in the journal, and who wants to hear of it.</summary>
public sealed class EventCatalog
{
    readonly Dictionary<string, Type> types;
    readonly Dictionary<Type, List<string>> subscribers = [];
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
            list.Add(s.Subscriber);
        }
    }

    public static string TypeName(Type fact) => JsonNamingPolicy.CamelCase.ConvertName(fact.Name);

    internal IReadOnlyList<string> SubscribersOf(Type fact) => subscribers.GetValueOrDefault(fact) ?? [];

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
    /// wait for each other. The name is stored with pending rows: renaming it drops them.
    /// </summary>
    public static IServiceCollection AddSubscriber<TFact, THandler>(this IServiceCollection services, string subscriber)
        where TFact : Fact where THandler : class, IHandle<TFact>
    {
        services.AddSingleton(new Subscription(typeof(TFact), subscriber, typeof(THandler)));
        if (!services.Any(d => d.ServiceType == typeof(THandler))) services.AddScoped<THandler>();
        return services;
    }
}
