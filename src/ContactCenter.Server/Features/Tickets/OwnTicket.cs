using ContactCenter.Server.Platform;
using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>
/// The commit point of every claim. Routing calls it inside its transaction, between reserve and confirm; nobody else
/// changes an owner.
/// </summary>
public static class OwnTicket
{
    /// <summary>To the agent, from the queue or from another agent. The new claim version, or null when the ticket is not what the claim thought it was.</summary>
    public static async Task<long?> Assign(
        AppDb db, Guid ticketId, long claimVersion, Guid agentId, Func<bool> holds, TimeProvider time, CancellationToken cancellationToken)
    {
        var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
        if (ticket is not { Status: TicketStatus.Waiting or TicketStatus.Assigned } || ticket.ClaimVersion != claimVersion) return null;
        // Asked under the lock, for which it may have waited long.
        if (!holds()) return null;
        var now = time.GetUtcNow();
        if (ticket.Status == TicketStatus.Assigned)
        {
            db.Add(ticket.Announce("transferred", ticket.AgentId, now));
            ticket.HandOver(agentId, now);
        }
        else
        {
            ticket.Assign(agentId, now);
        }
        db.Add(ticket.Announce("agent_joined", agentId, now));
        await db.SaveChangesAsync(cancellationToken);
        return ticket.ClaimVersion;
    }

    /// <summary>
    /// As it is with nobody half way through a change; null while somebody is. A claim whose lease has ended before it took the
    /// row's lock does not commit any more, so this answer about it is final.
    /// </summary>
    public static Task<TicketState?> Settled(AppDb db, Guid ticketId, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        var free = await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM tickets.tickets WHERE id = {ticketId} FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellationToken);
        return free.Count == 0 ? null : await TicketStates.Read(db, ticketId, cancellationToken);
    }, cancellationToken);

    /// <summary>Away from its owner and waiting again; false when the owner is not the one that the caller saw.</summary>
    public static async Task<bool> Return(
        AppDb db, Guid ticketId, Guid owner, TicketEntry? entry, string reason, bool front, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
        if (ticket is null || ticket.AgentId != owner || ticket.Status != TicketStatus.Assigned) return false;
        if (reason == "transfer") db.Add(ticket.Announce("transferred", owner, now));
        ticket.Return(entry, reason, front, now);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Waiting work to another queue; false when it does not wait any more. A claim under way finds another claim version and fails.</summary>
    public static async Task<bool> Move(AppDb db, Guid ticketId, TicketEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
        if (ticket is not { Status: TicketStatus.Waiting }) return false;
        if (ticket.QueueId == entry.QueueId && ticket.Pool == entry.Pool) return true;
        ticket.Move(entry, now);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Waiting work to another pool; false when it does not wait by that claim version any more: somebody was first.</summary>
    public static async Task<bool> ChangePool(
        AppDb db, Guid ticketId, long claimVersion, string pool, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Transact(async () =>
        {
            var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
            if (ticket is not { Status: TicketStatus.Waiting } || ticket.ClaimVersion != claimVersion || ticket.Pool == pool) return false;
            ticket.ChangePool(pool, reason, now);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);

    /// <summary>Waiting work by its queue's present hours; false when it does not wait any more as the caller saw it.</summary>
    public static async Task<bool> ChangeHours(AppDb db, Guid ticketId, long claimVersion, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Transact(async () =>
        {
            var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
            if (ticket is not { Status: TicketStatus.Waiting } || ticket.ClaimVersion != claimVersion) return false;
            ticket.ChangeHours(now);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }, cancellationToken);

    /// <summary>A word to whoever takes it over, in the transaction that hands it over.</summary>
    public static async Task Note(AppDb db, Guid ticketId, Guid author, string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
        if (ticket is null) return;
        db.Add(ticket.Note(Ids.New(now), author, text, [], now));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Which tickets an agent is talking in.</summary>
    public static Task<List<Guid>> InTalk(AppDb db, Guid agentId, CancellationToken cancellationToken) =>
        db.Set<Ticket>().Where(t => t.AgentId == agentId && t.Status == TicketStatus.Assigned).OrderBy(t => t.AssignedAt).Select(t => t.Id).ToListAsync(cancellationToken);
}

/// <summary>What other rooms may know of a ticket.</summary>
public sealed record TicketState(
    Guid Id, Guid ClientId, string Channel, string Subject, TicketStatus Status, Guid? AgentId, Guid QueueId, string Pool,
    DateTimeOffset? WaitingSince, DateTimeOffset? AssignedAt, int Episode, bool Abandoned, long ClaimVersion, long Version);

public static class TicketStates
{
    public static Task<TicketState?> Read(AppDb db, Guid ticketId, CancellationToken cancellationToken) =>
        Select(db.Set<Ticket>().Where(t => t.Id == ticketId)).SingleOrDefaultAsync(cancellationToken);

    public static Task<List<TicketState>> Read(AppDb db, Guid[] ticketIds, CancellationToken cancellationToken) =>
        Select(db.Set<Ticket>().Where(t => ticketIds.Contains(t.Id))).ToListAsync(cancellationToken);

    /// <summary>Every ticket of the pool that waits or is owned, the longest waiting first: what an index is rebuilt from.</summary>
    public static IAsyncEnumerable<TicketState> InPool(AppDb db, string pool) =>
        Select(db.Set<Ticket>().Where(t => t.Pool == pool && (t.Status == TicketStatus.Waiting || t.Status == TicketStatus.Assigned || t.Status == TicketStatus.WrapUp))
            .OrderBy(t => t.WaitingSince)).AsAsyncEnumerable();

    public static Task<bool> AnyOpen(AppDb db, string pool, CancellationToken cancellationToken) =>
        db.Set<Ticket>().AnyAsync(t => t.Pool == pool && t.Status != TicketStatus.Closed, cancellationToken);

    /// <summary>What is over is in no pool: when one is removed it counts to another. No change of state: a ticket that is opened again goes to its queue's pool.</summary>
    public static Task CountTo(AppDb db, string pool, string other, CancellationToken cancellationToken) =>
        db.Set<Ticket>().Where(t => t.Pool == pool && t.Status == TicketStatus.Closed).ExecuteUpdateAsync(t => t.SetProperty(x => x.Pool, other), cancellationToken);

    /// <summary>What those of these tickets that the reader may see are about.</summary>
    public static Task<Dictionary<Guid, string>> Subjects(AppDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        db.Set<Ticket>().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Subject, cancellationToken);

    public static Task<List<TicketState>> OwnedBy(AppDb db, Guid agentId, CancellationToken cancellationToken) =>
        Select(db.Set<Ticket>().Where(t => t.AgentId == agentId && (t.Status == TicketStatus.Assigned || t.Status == TicketStatus.WrapUp))).ToListAsync(cancellationToken);

    internal static IQueryable<TicketState> Select(IQueryable<Ticket> tickets) => tickets.AsNoTracking().Select(t => new TicketState(
        t.Id, t.ClientId, t.Channel, t.Subject, t.Status, t.AgentId, t.QueueId, t.Pool, t.WaitingSince, t.AssignedAt, t.Episode, t.Abandoned, t.ClaimVersion, t.Version));
}
