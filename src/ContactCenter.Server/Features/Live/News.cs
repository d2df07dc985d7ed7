using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace ContactCenter.Server.Features.Live;

/// <summary>
/// News to screens. Handed to each socket in the order of its numbers and not waited for: a screen that reads slowly
/// delays nobody, and its socket ends when it has not taken anything for ten seconds.
/// </summary>
public sealed class News
{
    /// <summary>Those who see every client, also one that does not exist yet, are in this group and in no client's.</summary>
    internal const string EveryClient = "client:*";

    readonly TopicSequences sequences;
    readonly IHubContext<AgentHub> agents;
    readonly IHubContext<SupervisorHub> supervisors;

    internal News(TopicSequences sequences, IHubContext<AgentHub> agents, IHubContext<SupervisorHub> supervisors) =>
        (this.sequences, this.agents, this.supervisors) = (sequences, agents, supervisors);

    /// <summary>To every screen of one person.</summary>
    public Task ToUser(Guid userId, AgentNews item)
    {
        var topic = Topic.User(userId);
        return Send(agents.Clients.Group(topic), topic, item);
    }

    /// <summary>To everybody who watches that client.</summary>
    public Task ToClient(Guid clientId, AgentNews item)
    {
        var topic = Topic.Client(clientId);
        return Send(supervisors.Clients.Groups(topic, EveryClient), topic, item);
    }

    async Task Send(IClientProxy screens, string topic, AgentNews item)
    {
        var sequence = sequences.Of(topic);
        await sequence.Gate.WaitAsync();
        try
        {
            // Writing begins in this call, socket by socket and in order; its end is not awaited.
            _ = screens.SendCoreAsync(MethodOf(item.GetType()), [item with { Topic = topic, Seq = sequence.Next() }]);
        }
        finally
        {
            sequence.Gate.Release();
        }
    }

    public static string MethodOf(Type news) => JsonNamingPolicy.CamelCase.ConvertName(news.Name);
}
