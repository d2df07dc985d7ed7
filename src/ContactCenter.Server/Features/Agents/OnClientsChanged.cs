using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>An agent's clients are part of his profile. Told twice, it says so twice, which costs a look and no more.</summary>
sealed class OnClientsChanged(AppDb db, TimeProvider time)
    : IHandle<UserAccessChanged>, IHandle<ClientAdded>, IHandle<ClientChanged>
{
    public Task Handle(Recorded<UserAccessChanged> recorded, CancellationToken cancellationToken) =>
        ChangeProfiles([recorded.Fact.UserId], cancellationToken);

    public Task Handle(Recorded<ClientAdded> recorded, CancellationToken cancellationToken) => ChangeThoseOf(recorded.Fact.ClientId, cancellationToken);

    /// <summary>Also from where it may be served.</summary>
    public Task Handle(Recorded<ClientChanged> recorded, CancellationToken cancellationToken) => ChangeThoseOf(recorded.Fact.ClientId, cancellationToken);

    async Task ChangeThoseOf(Guid client, CancellationToken cancellationToken)
    {
        var agents = await db.Set<Agent>().Select(a => a.Id).ToListAsync(cancellationToken);
        var clients = await UserClients.Of(db, agents, cancellationToken);
        await ChangeProfiles([.. agents.Where(a => clients[a].All || clients[a].Clients.Contains(client))], cancellationToken);
    }

    async Task ChangeProfiles(IReadOnlyCollection<Guid> agents, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var agent in await RowLock.Take<Agent>(db, agents, cancellationToken)) agent.ChangeProfile(time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
