using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Jobs;

namespace ContactCenter.Server.Features.Tickets;

static class TicketsModule
{
    public static IServiceCollection AddTickets(this IServiceCollection services) => services
        .AddScoped<TicketViews>().AddScoped<RecordInbound>().AddSingleton<TicketNumbers>()
        .AddTimer<WrapUpJob>(WrapUpJob.Kind)
        .AddSubscriber<TicketOpened, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketReopened, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketAssigned, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketTransferred, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketReturned, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketMoved, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketChangedPool, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketHoursChanged, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketEnded, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketResumed, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketClosed, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketAbandoned, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketTagged, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<TicketUntagged, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<ColleagueMentioned, OnMention>(OnMention.Subscriber)
        .AddSubscriber<MentionsRead, OnMention>(OnMention.Subscriber)
        .AddSubscriber<MessageReceived, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<ReplySent, OnTicketNews>(OnTicketNews.Subscriber)
        .AddSubscriber<NoteAdded, OnTicketNews>(OnTicketNews.Subscriber);
}
