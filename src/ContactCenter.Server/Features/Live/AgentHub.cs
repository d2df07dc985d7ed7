using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using Microsoft.AspNetCore.SignalR;

namespace ContactCenter.Server.Features.Live;

/// <summary>An agent's screen: his own topic. While one is open he counts as there.</summary>
sealed class AgentHub(
    Sockets sockets, UserSnapshots snapshots, NewsDelivery news, Presence presence, DataScope scope, IServiceProvider services,
    TimeProvider time, ILogger<AgentHub> log) : ScreenHub(sockets, snapshots, news, time, log)
{
    static readonly object CameItem = new();

    protected override Task<(IReadOnlyCollection<string> Topics, IReadOnlyCollection<string> Groups)> Subscriptions()
    {
        string[] own = [Topic.User(User.Id)];
        return Task.FromResult<(IReadOnlyCollection<string>, IReadOnlyCollection<string>)>((own, own));
    }

    protected override Task Came()
    {
        Context.Items[CameItem] = true;
        return presence.Came(User.Id);
    }

    protected override Task Went() => Context.Items.ContainsKey(CameItem) ? presence.Went(User.Id) : Task.CompletedTask;

    /// <summary>Shown to the customer while it lasts; nothing is kept.</summary>
    public async Task Typing(Guid ticketId, bool typing)
    {
        if (!User.May(Permission.TicketsWork)) throw new HubException("forbidden");
        User.Enter(scope);
        foreach (var observer in services.GetServices<ITypingObserver>()) await observer.Typing(User.Id, ticketId, typing);
    }
}
