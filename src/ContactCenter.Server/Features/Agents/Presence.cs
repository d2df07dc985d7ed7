using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Nodes;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>
/// Writes down who is at his screen and at which nodes; who is at none is gone. Decided from these rows under the agent's row
/// lock, so calls that overtake each other or repeat do no harm, whatever node they come from. A node that ends, or is found
/// dead, leaves its people as if each had closed his screen when it was last seen.
/// </summary>
public sealed class Presence(IServiceScopeFactory scopes, ThisNode node, TimeProvider time) : IConnectionObserver, INodeObserver
{
    public const string Timer = "presence";
    const int AtOnce = 500;

    public Task Connected(Guid userId) => Write(userId, $"""
        INSERT INTO agents.screens (user_id, node_id) VALUES ({userId}, {node.Id}) ON CONFLICT DO NOTHING
        """, here: true);

    public Task Disconnected(Guid userId) => Write(userId, $"DELETE FROM agents.screens WHERE user_id = {userId} AND node_id = {node.Id}");

    /// <summary>Brings the row of a new agent in line with the screens that he has open.</summary>
    public Task Settle(Guid userId) => Write(userId, null);

    public async Task Ended(Guid node, DateTimeOffset since, CancellationToken cancellationToken)
    {
        while (await TakeAway(node, since, cancellationToken))
        {
            // The next few hundred.
        }
    }

    /// <summary>Counts his absence from then on; who is away when the patience is over goes offline.</summary>
    internal static void Miss(AppDb db, Agent agent, DateTimeOffset since, DateTimeOffset now)
    {
        agent.Disconnect(since);
        if (agent.State != AgentState.Offline) db.SetTimer(Timer, agent.Id, null, since + Agent.ConnectionPatience, now);
    }

    async Task Write(Guid userId, FormattableString? change, bool here = false)
    {
        if (await Decide(userId, change, here) || change is null) return;
        // No agent, or not yet: whoever makes him one meanwhile may not have seen the change.
        await Decide(userId, null, here: false);
    }

    /// <summary>False when he is no agent. Whether he is here need not be asked when the change says so.</summary>
    async Task<bool> Decide(Guid userId, FormattableString? change, bool here)
    {
        await using var work = Work(out var db);
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (change is not null) await db.Database.ExecuteSqlAsync(change);
        var agent = await RowLock.Take<Agent>(db, userId, CancellationToken.None);
        if (agent is not null)
        {
            // Read under the lock: whoever changes it later decides later too.
            Decide(db, agent, here || (await AtScreens(db, [userId], CancellationToken.None)).Count > 0, time.GetUtcNow());
            await db.SaveChangesAsync();
        }
        await transaction.CommitAsync();
        return agent is not null;
    }

    async Task<bool> TakeAway(Guid ended, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var work = Work(out var db);
        return await db.Transact(async () =>
        {
            var users = await db.Database.SqlQuery<Guid>($"""
                SELECT user_id AS "Value" FROM agents.screens WHERE node_id = {ended} ORDER BY user_id LIMIT {AtOnce}
                """).ToArrayAsync(cancellationToken);
            var agents = await RowLock.Take<Agent>(db, users, cancellationToken);
            await db.Database.ExecuteSqlAsync($"DELETE FROM agents.screens WHERE node_id = {ended} AND user_id = ANY ({users})", cancellationToken);
            var elsewhere = await AtScreens(db, users, cancellationToken);
            foreach (var agent in agents) Decide(db, agent, elsewhere.Contains(agent.Id), since);
            await db.SaveChangesAsync(cancellationToken);
            return users.Length == AtOnce;
        }, cancellationToken);
    }

    void Decide(AppDb db, Agent agent, bool here, DateTimeOffset since)
    {
        if (here && agent.GoneAt is not null)
        {
            agent.Connect();
            db.CancelTimer(Timer, agent.Id);
        }
        // Who is missed already is missed since then.
        if (!here && agent.GoneAt is null) Miss(db, agent, since, time.GetUtcNow());
    }

    static Task<HashSet<Guid>> AtScreens(AppDb db, Guid[] users, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"""SELECT DISTINCT user_id AS "Value" FROM agents.screens WHERE user_id = ANY ({users})""").ToHashSetAsync(cancellationToken);

    AsyncServiceScope Work(out AppDb db)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return scope;
    }
}

/// <summary>The patience is over: whoever is still away is offline. On several nodes: the timer is leased, the row locked.</summary>
sealed class PresenceJob(AppDb db, TimeProvider time) : ITimerJob
{
    public const string ConnectionLost = "connection_lost";

    public Task Run(DueTimer timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ChangeState.Change(db, timer.Subject, a =>
        {
            if (a.IsLost(now)) a.Enter(AgentState.Offline, ConnectionLost, now);
        }, now, cancellationToken);
    }
}
