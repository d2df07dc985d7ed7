using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Live;

/// <summary>A supervisor's screen: the topic of each client that he sees. Who sees all of them hears of new ones too.</summary>
sealed class SupervisorHub(
    Sockets sockets, UserSnapshots snapshots, NewsDelivery news, Watchers watchers, AppDb db, DataScope scope, TimeProvider time,
    ILogger<SupervisorHub> log) : ScreenHub(sockets, snapshots, news, time, log)
{
    static readonly object Counted = new();

    protected override async Task<(IReadOnlyCollection<string> Topics, IReadOnlyCollection<string> Groups)> Subscriptions()
    {
        User.Enter(scope);
        var topics = (await ClientIds.All(db, Context.ConnectionAborted)).Select(Topic.Client).ToList();
        return (topics, User.AllClients ? [Topic.EveryClient] : [.. User.Clients.Select(Topic.Client)]);
    }

    protected override Task Came()
    {
        Context.Items[Counted] = true;
        watchers.Came(User.AllClients, User.Clients);
        return Task.CompletedTask;
    }

    protected override Task Went()
    {
        if (Context.Items.Remove(Counted)) watchers.Went(User.AllClients, User.Clients);
        return Task.CompletedTask;
    }
}
