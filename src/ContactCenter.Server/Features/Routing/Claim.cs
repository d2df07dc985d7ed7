using ContactCenter.Routing;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;

namespace ContactCenter.Server.Features.Routing;

public enum ClaimOutcome { Owned, Gone, NoRoom, NotReady, Unavailable }

/// <summary>
/// The one way to an owner, whoever claims: reserve in the index, commit in PostgreSQL, confirm in the index. Only the
/// commit makes an owner. A node that dies after it leaves a lease; when that ends the relay asks PostgreSQL and confirms.
/// </summary>
sealed partial class Claim(RoutingQueues queues, RoutingSignal signal, OfferNews offers, AppDb db, TimeProvider time, ILogger<Claim> log)
{
    /// <summary>By how much the clocks of two nodes may differ: what ends a lease may be ahead of us.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    const int MostLooks = 20;
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    public async Task<ClaimOutcome> Run(TicketState ticket, Guid agentId, Guid? offerId, bool force, Func<Task>? within, CancellationToken cancellationToken)
    {
        var queue = queues.Of(ticket.Pool);
        var (reservation, refusal) = await Reserve(queue, ticket, agentId, offerId, force, cancellationToken);
        if (reservation is null) return refusal;
        FaultPoints.Reach(FaultPoints.AfterReserve);

        // If this throws, whether it committed is not known here: the lease's end asks PostgreSQL.
        var owned = await Commit(ticket, agentId, reservation, within, cancellationToken);
        FaultPoints.Reach(FaultPoints.AfterClaimCommit);
        await Settle(queue, ticket.Id, agentId, reservation, owned);
        FaultPoints.Reach(FaultPoints.AfterConfirm);
        return owned is null ? ClaimOutcome.Gone : ClaimOutcome.Owned;
    }

    /// <summary>A reservation, or what the claimer hears.</summary>
    async Task<(Reservation? Reservation, ClaimOutcome Refusal)> Reserve(
        RoutingQueue queue, TicketState ticket, Guid agentId, Guid? offerId, bool force, CancellationToken cancellationToken)
    {
        for (var looks = 0; ; looks++)
        {
            RoutingResult reserved;
            try
            {
                reserved = await queue.ReserveAsync(ticket.Id, ticket.ClaimVersion, agentId, offerId, force, cancellationToken);
            }
            catch (RedisUnavailableException)
            {
                // Nothing is decided: if the call still runs, its lease ends by itself.
                return (null, ClaimOutcome.Unavailable);
            }
            await After(reserved);
            if (reserved.Reservation is { } reservation) return (reservation, default);
            if (await OwnedMeanwhile(ticket, agentId, cancellationToken) is not null) return (null, ClaimOutcome.Owned);
            if (offerId is not null || reserved.Status is not (RoutingStatus.Gone or RoutingStatus.Stale)) return (null, Refused(reserved.Status));
            // Without an offer he acts on PostgreSQL's word, which the index may hear a moment later than we do.
            if (!await IsUnchanged(ticket, cancellationToken)) return (null, ClaimOutcome.Gone);
            if (looks == MostLooks) return (null, ClaimOutcome.Unavailable);
            await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
        }
    }

    Task<long?> Commit(TicketState ticket, Guid agentId, Reservation reservation, Func<Task>? within, CancellationToken cancellationToken) =>
        db.Transact(async () =>
        {
            // A rebuild raises the epoch alone: a claim that was reserved in an older index, or by who has left the pool, has no ground any more.
            if (await Pools.EpochForClaim(db, ticket.Pool, agentId, cancellationToken) != reservation.Epoch) return null;
            // Nor has one whose lease is over, because this process stood still: what it reserved is another's by now.
            var owned = await OwnTicket.Assign(
                db, ticket.Id, ticket.ClaimVersion, agentId, () => queues.Clock.Now < reservation.Deadline - Margin, time, cancellationToken);
            if (owned is not null && within is not null) await within();
            return owned ?? await OwnedMeanwhile(ticket, agentId, cancellationToken);
        }, cancellationToken);

    /// <summary>His other tab was first: it is his. With the same lease, as if he had asked once, an undo would take it from him.</summary>
    async Task<long?> OwnedMeanwhile(TicketState ticket, Guid agentId, CancellationToken cancellationToken) =>
        await TicketStates.Read(db, ticket.Id, cancellationToken) is { Status: TicketStatus.Assigned } now
        && now.AgentId == agentId && now.ClaimVersion > ticket.ClaimVersion ? now.ClaimVersion : null;

    async Task<bool> IsUnchanged(TicketState ticket, CancellationToken cancellationToken) =>
        (await TicketStates.Read(db, ticket.Id, cancellationToken))?.ClaimVersion == ticket.ClaimVersion;

    async Task Settle(RoutingQueue queue, Guid ticketId, Guid agentId, Reservation reservation, long? owned)
    {
        try
        {
            // Not the caller's token: he may hang up, the index must still hear of it.
            await After(owned is { } version
                ? await queue.ConfirmAsync(ticketId, reservation.LeaseId, agentId, version, CancellationToken.None)
                : await queue.UndoAsync(ticketId, reservation.LeaseId, CancellationToken.None));
        }
        catch (RedisUnavailableException e)
        {
            LeftToLease(e, ticketId);
        }
    }

    async Task After(RoutingResult result)
    {
        signal.After(result);
        if (result.Status == RoutingStatus.Rebuild) signal.NeedsRebuild();
        offers.Push(result.Decisions);
    }

    static ClaimOutcome Refused(RoutingStatus status) => status switch
    {
        RoutingStatus.NoRoom => ClaimOutcome.NoRoom,
        RoutingStatus.NotReady => ClaimOutcome.NotReady,
        RoutingStatus.Rebuild => ClaimOutcome.Unavailable,
        _ => ClaimOutcome.Gone,
    };

    [LoggerMessage(1, LogLevel.Warning, "The claim of {TicketId} is committed or refused, but the index could not be told; its lease's end will")]
    partial void LeftToLease(Exception e, Guid ticketId);
}
