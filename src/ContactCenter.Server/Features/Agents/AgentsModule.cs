using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Agents;

static class AgentsModule
{
    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.AddSingleton<Presence>().AddSingleton<IConnectionObserver>(p => p.GetRequiredService<Presence>());
        services.AddSingleton<INodeObserver>(p => p.GetRequiredService<Presence>());
        services.AddTimer<PresenceJob>(Presence.Timer);
        services.AddSubscriber<AgentStateChanged, OnAgentStateChanged>("live-agents");
        services.AddSubscriber<UserAccessChanged, OnClientsChanged>("agents");
        services.AddSubscriber<ClientAdded, OnClientsChanged>("agents");
        services.AddSubscriber<ClientChanged, OnClientsChanged>("agents");
        return services;
    }
}
