using System.Collections.Concurrent;
using ContactCenter.Server.Features.Live;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Agents;

/// <summary>
/// Writes down who is at his screen: what is true when it holds the row's lock, so calls that overtake each other or
/// repeat do no harm. At the start nobody is connected: everyone who is not offline has the usual patience to come back.
/// One node only: several will count connections together in Redis, and a node that starts will leave the others' people alone.
/// </summary>
public sealed partial class Presence(IServiceScopeFactory scopes, TimeProvider time, ILogger<Presence> log) : BackgroundService, IConnectionObserver
{
    public const string Timer = "presence";
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<Guid, bool> connected = new();

    public Task Connected(Guid userId)
    {
        connected[userId] = true;
        return Write([userId], CancellationToken.None);
    }

    public Task Disconnected(Guid userId)
    {
        connected.TryRemove(userId, out _);
        return Write([userId], CancellationToken.None);
    }

    /// <summary>Brings the rows of these users, if they are agents, in line with their connections.</summary>
    public async Task Write(IReadOnlyCollection<Guid> users, CancellationToken cancellationToken)
    {
        await using var work = Work(out var db);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var agent in await RowLock.Take<Agent>(db, users, cancellationToken))
        {
            // Asked under the lock: a connection that comes later than this writes later too.
            if (!connected.ContainsKey(agent.Id))
            {
                Miss(db, agent, time.GetUtcNow());
                continue;
            }
            agent.Connect();
            db.CancelTimer(Timer, agent.Id);
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Counts his absence from now on; who is away when the patience is over goes offline.</summary>
    internal static void Miss(AppDb db, Agent agent, DateTimeOffset now)
    {
        agent.Disconnect(now);
        if (agent.State != AgentState.Offline) db.SetTimer(Timer, agent.Id, null, now + Agent.ConnectionPatience, now);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await Write(await OnDuty(stoppingToken), stoppingToken);
                return;
            }
            catch (Exception e) when (DatabaseFailures.IsAway(e))
            {
                DatabaseAway(e);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    async Task<IReadOnlyCollection<Guid>> OnDuty(CancellationToken cancellationToken)
    {
        await using var work = Work(out var db);
        return await db.Set<Agent>().Where(a => a.State != AgentState.Offline).Select(a => a.Id).ToListAsync(cancellationToken);
    }

    AsyncServiceScope Work(out AppDb db)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
        db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return scope;
    }

    [LoggerMessage(1, LogLevel.Warning, "Presence cannot reach PostgreSQL and tries again")]
    partial void DatabaseAway(Exception e);
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
