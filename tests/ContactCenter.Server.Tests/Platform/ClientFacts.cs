using System.Collections.Concurrent;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ContactCenter.Server.Tests.Platform;

/// <summary>Two subscribers to the facts of a client, the simplest stream there is, and one to those of a site who goes ahead of them, who do what the test says.</summary>
public sealed class ClientFacts
{
    public sealed record Call(string Subscriber, Guid Stream, long Sequence, Guid? ClientInScope);

    private readonly ConcurrentDictionary<(string, Guid), int> running = new();
    private readonly ConcurrentQueue<Call> calls = [];

    /// <summary>What handlers do; throws what they throw.</summary>
    public Func<Call, CancellationToken, Task> Do { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Calls that came back without a failure.</summary>
    public IReadOnlyList<Call> Done => [.. calls];

    /// <summary>How often two calls for one stream and subscriber ran at the same time.</summary>
    public int Overlaps { get; private set; }

    public IReadOnlyList<long> SequencesOf(Guid stream, string subscriber) =>
        [.. calls.Where(c => c.Stream == stream && c.Subscriber == subscriber).Select(c => c.Sequence)];

    public void AddTo(IServiceCollection services) => services.AddSingleton(this)
        .AddSubscriber<ClientAdded, First>("first").AddSubscriber<ClientChanged, First>("first")
        .AddSubscriber<ClientAdded, Second>("second").AddSubscriber<ClientChanged, Second>("second")
        .AddSubscriber<SiteAdded, Ahead>("ahead", ahead: true);

    /// <summary>A client with this many changes, each in a transaction of its own.</summary>
    public static async Task<Guid> Write(RunningServer server, string key, int changes)
    {
        var id = Ids.New(server.Time.GetUtcNow());
        await server.InScope(s => s.EnterAllClients(Actor.System), async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var client = Client.Add(id, key, key, server.Time.GetUtcNow());
            db.Add(client);
            await db.SaveChangesAsync();
            for (var i = 0; i < changes; i++)
            {
                client.Change($"{key} {i}", true, server.Time.GetUtcNow());
                await db.SaveChangesAsync();
            }
        });
        return id;
    }

    private async Task Handle(Call call, CancellationToken cancellationToken)
    {
        var key = (call.Subscriber, call.Stream);
        if (running.AddOrUpdate(key, 1, (_, n) => n + 1) > 1) Overlaps++;
        try
        {
            await Do(call, cancellationToken);
            calls.Enqueue(call);
        }
        finally
        {
            running.AddOrUpdate(key, 0, (_, n) => n - 1);
        }
    }

    private sealed class Ahead(ClientFacts facts) : IHandle<SiteAdded>
    {
        public Task Handle(Recorded<SiteAdded> recorded, CancellationToken cancellationToken) =>
            facts.Handle(new Call("ahead", recorded.Stream, recorded.Sequence, null), cancellationToken);
    }

    private sealed class First(ClientFacts facts, DataScope scope) : IHandle<ClientAdded>, IHandle<ClientChanged>
    {
        public Task Handle(Recorded<ClientAdded> recorded, CancellationToken cancellationToken) =>
            facts.Handle(new Call("first", recorded.Stream, recorded.Sequence, scope.Clients.SingleOrDefault()), cancellationToken);

        public Task Handle(Recorded<ClientChanged> recorded, CancellationToken cancellationToken) =>
            facts.Handle(new Call("first", recorded.Stream, recorded.Sequence, scope.Clients.SingleOrDefault()), cancellationToken);
    }

    private sealed class Second(ClientFacts facts, AppDb db) : IHandle<ClientAdded>, IHandle<ClientChanged>
    {
        public Task Handle(Recorded<ClientAdded> recorded, CancellationToken cancellationToken) => Run(recorded.Stream, recorded.Sequence, cancellationToken);

        public Task Handle(Recorded<ClientChanged> recorded, CancellationToken cancellationToken) => Run(recorded.Stream, recorded.Sequence, cancellationToken);

        /// <summary>Notes which client the database shows it, whatever else there is.</summary>
        private async Task Run(Guid stream, long sequence, CancellationToken cancellationToken)
        {
            var seen = await db.Set<Client>().Select(c => (Guid?)c.Id).SingleOrDefaultAsync(cancellationToken);
            await facts.Handle(new Call("second", stream, sequence, seen), cancellationToken);
        }
    }
}
