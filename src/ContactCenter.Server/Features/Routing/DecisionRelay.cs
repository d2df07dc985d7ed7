using ContactCenter.Routing;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Nodes;
using Npgsql;

namespace ContactCenter.Server.Features.Routing;

/// <summary>
/// Reads the decisions of the scripts, in order: keeps them (routing.decisions and the journal), shows what nobody showed,
/// settles ended leases and sends agents who do not answer on a break. An entry leaves the stream when all that is done, so
/// a node that dies in between repeats it; every step is idempotent by the decision's id. On many nodes one relays, the
/// others tell it of their decisions; should two do so for a moment, the first to write wins and the other changes nothing.
/// </summary>
sealed partial class DecisionRelay(
    RoutingQueues queues, RoutingSignal signal, OfferNews offers, IServiceScopeFactory scopes,
    [FromKeyedServices(DataSources.Locks)] NpgsqlDataSource locks, ILogger<DecisionRelay> log) : BackgroundService
{
    const int Batch = 200;
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var duty = new NodeLock(locks, "relay of decisions");
        var told = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                if (await duty.IsOurs(stoppingToken)) await queues.Each(async pool => more |= await Relay(pool, stoppingToken), stoppingToken);
                else if (told) signal.TellRelay();
            }
            catch (RedisUnavailableException)
            {
                // Nothing to read; it stays in the stream or, if Redis lost it, the rebuild says so.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever fails, the entries stay in the stream and are read again
            catch (Exception e)
#pragma warning restore CA1031
            {
                RelayWaits(e);
                await Task.Delay(Poll, CancellationToken.None);
            }
            told = !more && await signal.WaitForDecisions(Poll, stoppingToken);
        }
    }

    async Task<bool> Relay(string pool, CancellationToken cancellationToken)
    {
        var queue = queues.Of(pool);
        var decisions = await queue.ReadDecisionsAsync(null, Batch, cancellationToken);
        if (decisions.Count == 0) return false;
        await using (scopes.AllClients(Actor.System, out var db)) await KeepDecisions.Run(db, pool, decisions, cancellationToken);
        FaultPoints.Reach(FaultPoints.RelayKept);
        offers.Push(decisions);
        await offers.Shown(cancellationToken);
        foreach (var decision in decisions) await Settle(queue, decision, cancellationToken);
        await queue.TrimDecisionsAsync(decisions[^1].Id, cancellationToken);
        return decisions.Count == Batch;
    }

    async Task Settle(RoutingQueue queue, Decision decision, CancellationToken cancellationToken)
    {
        switch (decision)
        {
            case LeaseEnded lease:
                await SettleLease(queue, lease, cancellationToken);
                break;
            case AgentNotResponding silent:
                NotResponding(silent.AgentId);
                await using (var scope = scopes.CreateAsyncScope())
                {
                    scope.ServiceProvider.GetRequiredService<DataScope>().EnterOperator(Actor.System);
                    await ChangeState.Silence(scope.ServiceProvider.GetRequiredService<AppDb>(), silent.AgentId, silent.At, cancellationToken);
                }
                break;
            case ContactCenter.Routing.OfferMade { AutoAccept: true } made:
                await AcceptForAgent(made, cancellationToken);
                break;
        }
    }

    /// <summary>A claim began and nobody said how it ended: PostgreSQL knows.</summary>
    async Task SettleLease(RoutingQueue queue, LeaseEnded lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.AllClients(Actor.System, out var db);
        // Somebody is at it this moment, or was when he froze and PostgreSQL ends him soon: the lease ends again in a few seconds.
        if (await OwnTicket.Settled(db, lease.ItemId, cancellationToken) is not { } ticket) return;
        var owned = ticket.AgentId == lease.AgentId && ticket.ClaimVersion > lease.Version;
        var result = owned
            ? await queue.ConfirmAsync(lease.ItemId, lease.LeaseId, lease.AgentId, ticket.ClaimVersion, cancellationToken)
            : await queue.UndoAsync(lease.ItemId, lease.LeaseId, cancellationToken);
        signal.After(result);
        offers.Push(result.Decisions);
        LeaseSettled(lease.ItemId, owned);
    }

    /// <summary>The queue accepts for its agents: the same claim as a click. Repeated, it finds the offer gone.</summary>
    async Task AcceptForAgent(ContactCenter.Routing.OfferMade made, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DataScope>().Enter(made.ClientId, new Actor("agent", made.AgentId), People.Everybody);
        var ticket = await TicketStates.Read(scope.ServiceProvider.GetRequiredService<AppDb>(), made.ItemId, cancellationToken);
        if (ticket is { Status: TicketStatus.Waiting })
            await scope.ServiceProvider.GetRequiredService<Claim>().Run(ticket, made.AgentId, made.OfferId, force: false, null, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Decisions cannot be relayed now; they wait in the stream")]
    partial void RelayWaits(Exception e);

    [LoggerMessage(2, LogLevel.Information, "Agent {AgentId} let two offers in a row expire: break, not responding")]
    partial void NotResponding(Guid agentId);

    [LoggerMessage(3, LogLevel.Warning, "The lease of {ItemId} ended unsettled; PostgreSQL says committed: {Owned}")]
    partial void LeaseSettled(Guid itemId, bool owned);
}
