using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Nodes;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace ContactCenter.Server.Features.Channels;

static class ChannelsModule
{
    public static IServiceCollection AddChannels(this IServiceCollection services) => services
        .AddSingleton<ICorsPolicyProvider, VisitorCors>()
        .AddSingleton<VisitorGate>().AddScoped<FindWidget>().AddScoped<Visitor>().AddSingleton<VisitorTokens>()
        .AddSingleton<AgentNames>().AddSingleton<ReadChat>().AddSingleton<StreamChat>()
        .AddSingleton<VisitorStreams>().AddSingleton<ITypingObserver>(p => p.GetRequiredService<VisitorStreams>())
        .AddSingleton<INodeListener>(p => p.GetRequiredService<VisitorStreams>())
        .AddSingleton<VisitorPresence>().AddSingleton<INodeObserver>(p => p.GetRequiredService<VisitorPresence>()).AddTimer<VisitorGoneJob>(VisitorGoneJob.Kind)
        .AddSubscriber<TicketOpened, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketReopened, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketAssigned, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketResumed, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketTransferred, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketReturned, OnTicketReturned>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketMoved, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketChangedPool, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketHoursChanged, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketEnded, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketClosed, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<TicketAbandoned, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<MessageReceived, OnTicketMoved>(OnTicketMoved.Subscriber)
        .AddSubscriber<ReplySent, OnTicketMoved>(OnTicketMoved.Subscriber);
}
