using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Agents;
using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Routing;

/// <summary>A supervisor gives waiting work to an agent of its pool; with force also over his load.</summary>
public static class AssignTicket
{
    public sealed record AssignRequest(Guid AgentId, bool? Force = null);

    /// <summary>A pool's work is its agents': to another pool it goes by a queue of that pool.</summary>
    public static Problem OtherPool => Problem.Conflict("other_pool", "The agent is in another pool. Move the ticket to a queue of that pool.");

    internal static async Task<Results<Ok<TicketView>, Problem>> Handle(
        Guid id, AssignRequest body, AppDb db, AgentRoster roster, Claims claims, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
        if (await roster.PoolOf(body.AgentId, ticket.ClientId, cancellationToken) is not { } pool) return Problem.Invalid("agentId", "Not an agent of this client.");
        if (ticket.AgentId == body.AgentId) return await claims.Answer(id, cancellationToken);
        if (ticket.Status != TicketStatus.Waiting) return Problem.Conflict("already_assigned");
        if (pool != ticket.Pool) return OtherPool;
        var force = body.Force ?? false;
        // Only by force does it go to somebody who is not there.
        return await claims.Claim(ticket, body.AgentId, null, force, force ? Expect : null, "already_assigned", cancellationToken);

        Task Expect() => ReturnWorkJob.Expect(db, body.AgentId, time.GetUtcNow(), cancellationToken);
    }
}

/// <summary>
/// On to another queue, where it waits anew, or straight to another agent of its pool. What waits already a supervisor moves to
/// another queue: there the customer's wait goes on. A queue's work waits in the queue's pool.
/// </summary>
public static class TransferTicket
{
    public sealed record TransferRequest(Guid? QueueId = null, Guid? AgentId = null, [property: System.ComponentModel.DataAnnotations.MaxLength(2_000)] string? Note = null);

    internal static async Task<Results<Ok<TicketView>, Problem>> Handle(
        Guid id, TransferRequest body, CurrentUser user, AppDb db, AgentRoster roster, Claims claims, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await TicketStates.Read(db, id, cancellationToken) is not { } ticket) return Problem.NotFound;
        if (ticket.AgentId != user.Id && !user.May(Permission.TicketsAssign)) return Problem.Conflict("not_owner");
        if (ticket.Status == TicketStatus.Waiting && body is { QueueId: { } next, AgentId: null }) return await Move(next);
        if (ticket is not { Status: TicketStatus.Assigned, AgentId: { } owner }) return Problem.Conflict("not_owner");
        return (body.QueueId, body.AgentId) switch
        {
            ({ } queueId, null) => await ToQueue(queueId),
            (null, { } agentId) => await ToAgent(agentId),
            _ => Problem.Invalid("queueId", "Either a queue or an agent."),
        };

        async Task<Results<Ok<TicketView>, Problem>> Move(Guid queueId)
        {
            if (await OfClient(db, queueId, ticket.ClientId, cancellationToken) is not { } entry) return Problem.Invalid("queueId", "Not an open queue of this client.");
            var moved = await db.Transact(async () =>
            {
                if (!await OwnTicket.Move(db, id, entry, time.GetUtcNow(), cancellationToken)) return false;
                await Note();
                return true;
            }, cancellationToken);
            return moved ? await claims.Answer(id, cancellationToken) : Problem.Conflict("already_assigned");
        }

        async Task<Results<Ok<TicketView>, Problem>> ToQueue(Guid queueId)
        {
            if (await OfClient(db, queueId, ticket.ClientId, cancellationToken) is not { } entry) return Problem.Invalid("queueId", "Not an open queue of this client.");
            var moved = await db.Transact(async () =>
            {
                await Note();
                return await OwnTicket.Return(db, id, owner, entry, "transfer", front: false, time.GetUtcNow(), cancellationToken);
            }, cancellationToken);
            return moved ? await claims.Answer(id, cancellationToken) : Problem.Conflict("not_owner");
        }

        async Task<Results<Ok<TicketView>, Problem>> ToAgent(Guid agentId)
        {
            if (agentId == owner) return Problem.Invalid("agentId", "He has it already.");
            if (await roster.PoolOf(agentId, ticket.ClientId, cancellationToken) is not { } pool) return Problem.Invalid("agentId", "Not an agent of this client.");
            if (pool != ticket.Pool) return AssignTicket.OtherPool;
            return await claims.Claim(ticket, agentId, null, force: false, Note, "not_owner", cancellationToken);
        }

        Task Note() => string.IsNullOrWhiteSpace(body.Note)
            ? Task.CompletedTask
            : OwnTicket.Note(db, id, user.Id, body.Note, time.GetUtcNow(), cancellationToken);
    }

    static async Task<TicketEntry?> OfClient(AppDb db, Guid queueId, Guid client, CancellationToken cancellationToken) =>
        (await db.Set<Queue>().FindAsync([queueId], cancellationToken))?.ClientId == client ? await QueueEntry.Read(db, queueId, cancellationToken) : null;
}
