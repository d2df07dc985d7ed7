using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Features.Routing.Simulations;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Routing;

static class RoutingModule
{
    // One name for all facts of tickets: they reach the index in the ticket's order.
    const string Tickets = "routing-tickets";
    // Who is ready works off all that waits: he does not wait behind it.
    const string Agents = "routing-agents";
    const string Pools = "routing-pools";
    const string Queues = "routing-queues";

    public static void AddRouting(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RoutingSettings>().BindConfiguration("Routing").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SimulationSettings>().BindConfiguration("Simulation").ValidateOnStart();
        services.AddSingleton<ScratchRedis>().AddSingleton<RecordedDay>().AddHostedService<SimulationWorker>();
        services.AddSingleton(p => new RoutingClock(p.GetRequiredService<RedisConnection>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RoutingQueues>().AddSingleton<OfferNews>().AddHostedService(p => p.GetRequiredService<OfferNews>()).AddSingleton<RebuildPool>().AddSingleton<OnDuty>();
        services.AddSingleton<RoutingSignal>().AddSingleton<INodeListener>(p => p.GetRequiredService<RoutingSignal>());
        services.AddScoped<Claim>().AddScoped<Claims>().AddScoped<IndexCalls>().AddScoped<AgentRest>();
        services.AddSingleton<AgentRoster>().AddScoped<ITicketPlaces, TicketPlaces>().AddScoped<IAgentWork, AgentWorkState>();
        services.AddHostedService<DueWorker>().AddHostedService<DecisionRelay>().AddHostedService<CallRelay>().AddHostedService<ReconcilePool>();
        services.AddHealthChecks().AddCheck<RedisHealth>("redis");
        services.NeedRedis(Tickets, Agents, Pools).AddTimer<ReturnWorkJob>(ReturnWorkJob.Kind).AddTimer<OverflowJob>(OverflowJob.Kind).AddTimer<HoursJob>(HoursJob.Kind)
            .AddSubscriber<TicketOpened, OnTicketNeedsAgent>(Tickets)
            .AddSubscriber<TicketReopened, OnTicketNeedsAgent>(Tickets)
            .AddSubscriber<TicketReturned, OnTicketNeedsAgent>(Tickets)
            .AddSubscriber<TicketMoved, OnTicketNeedsAgent>(Tickets)
            .AddSubscriber<TicketChangedPool, OnTicketNeedsAgent>(Tickets)
            .AddSubscriber<TicketHoursChanged, OnTicketNeedsAgent>(Tickets)
            .AddSubscriber<TicketClosed, OnTicketGone>(Tickets)
            .AddSubscriber<TicketAbandoned, OnTicketGone>(Tickets)
            .AddSubscriber<TicketResumed, OnWorkGiven>(Tickets)
            .AddSubscriber<TicketTransferred, OnWorkGiven>(Tickets)
            .AddSubscriber<AgentStateChanged, OnAgentChanged>(Agents, ahead: true)
            .AddSubscriber<AgentProfileChanged, OnAgentChanged>(Agents, ahead: true)
            .AddSubscriber<AgentChangedPool, OnAgentChanged>(Agents, ahead: true)
            .AddSubscriber<SharesChanged, OnSharesChanged>(Pools)
            .AddSubscriber<QueueChanged, OnQueueChanged>(Queues)
            .AddSubscriber<CalendarChanged, OnHoursChanged>(Queues);
    }
}
