using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ContactCenter.Server.Platform.Http;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Live;

/// <summary>
/// News to screens, wherever they are connected: numbered and sent to all nodes in one call to Redis, and handed over by
/// each to its own. While Redis is away they reach this node's screens without a number; the others hear afterwards that
/// they have missed something.
/// </summary>
public sealed class News
{
    static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    static readonly JsonSerializerOptions Json = new(JsonShapes.Api) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly ConcurrentDictionary<Type, string> Methods = new();

    readonly NodeWire wire;
    readonly NewsDelivery delivery;
    readonly IHostApplicationLifetime host;
    readonly TimeProvider time;
    readonly Lock gate = new();
    readonly HashSet<string> missed = [];
    bool telling;

    internal News(NodeWire wire, NewsDelivery delivery, IHostApplicationLifetime host, TimeProvider time) =>
        (this.wire, this.delivery, this.host, this.time) = (wire, delivery, host, time);

    /// <summary>To every screen of one person. What several nodes may say has a name by which it is said once.</summary>
    public Task ToUser(Guid userId, AgentNews item, string? once = null) => Send(Topic.User(userId), item, once);

    /// <summary>To everybody who watches that client.</summary>
    public Task ToClient(Guid clientId, AgentNews item) => Send(Topic.Client(clientId), item, null);

    /// <summary>A whole snapshot, to those who watch that client on this node. The other nodes make their own.</summary>
    public void ToClientHere(Guid clientId, AgentNews item)
    {
        var topic = Topic.Client(clientId);
        delivery.Hand(topic, 0, MethodOf(item.GetType()), Text(topic, item));
    }

    public static string MethodOf(Type news) => Methods.GetOrAdd(news, type => JsonNamingPolicy.CamelCase.ConvertName(type.Name));

    async Task Send(string topic, AgentNews item, string? once)
    {
        var (method, text) = (MethodOf(item.GetType()), Text(topic, item));
        byte[] message = [.. Encoding.UTF8.GetBytes($"{topic} {method} "), .. text];
        if (await wire.SendNumbered(NewsDelivery.Wire, topic, message, once)) return;
        delivery.Hand(topic, 0, method, text);
        lock (gate)
        {
            missed.Add(topic);
            if (telling) return;
            telling = true;
        }
        _ = TellMissed();
    }

    static byte[] Text(string topic, AgentNews item) => JsonSerializer.SerializeToUtf8Bytes(item with { Topic = topic }, item.GetType(), Json);

    /// <summary>Screens of other nodes do not know that they have missed anything: they are told as soon as Redis takes it.</summary>
    async Task TellMissed()
    {
        while (true)
        {
            await Task.Delay(Again, time, host.ApplicationStopping);
            string[] topics;
            lock (gate) topics = [.. missed];
            foreach (var topic in topics)
            {
                if (!await wire.SendNumbered(NewsDelivery.Wire, topic, Encoding.UTF8.GetBytes($"{topic} {NewsDelivery.Anew} "))) break;
                lock (gate) missed.Remove(topic);
            }
            lock (gate)
            {
                telling = missed.Count > 0;
                if (!telling) return;
            }
        }
    }
}
