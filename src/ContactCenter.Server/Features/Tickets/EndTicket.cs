using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ContactCenter.Server.Features.Tickets;

/// <summary>The contact is over: the owner writes up what was, for as long as the queue's time box lasts.</summary>
public static class EndTicket
{
    public static Task<Results<Ok<TicketView>, Problem>> Handle(
        Guid id, CurrentUser user, AppDb db, TicketViews views, TimeProvider time, CancellationToken cancellationToken) =>
        db.Transact<Results<Ok<TicketView>, Problem>>(async () =>
        {
            var ticket = await TicketRows.Lock(db, id, cancellationToken);
            if (ticket is null) return Problem.NotFound;
            if (ticket.AgentId != user.Id || ticket.Status is TicketStatus.Closed) return Problem.Conflict("not_owner");
            if (ticket.Status == TicketStatus.Assigned)
            {
                Announced(db, ticket, user.Id, time);
                await db.SaveChangesAsync(cancellationToken);
            }
            return TypedResults.Ok(await views.One(ticket, cancellationToken));
        }, cancellationToken);

    internal static void Announced(AppDb db, Ticket ticket, Guid? agent, TimeProvider time, string by = "agent")
    {
        var now = time.GetUtcNow();
        db.Add(ticket.Announce("ended", agent, now));
        if (ticket.End(by, now)) db.SetTimer(WrapUpJob.Kind, ticket.Id, ticket.ClientId, ticket.WrapUpUntil!.Value, now);
    }
}

/// <summary>The case is done, with the client's word for how it ended.</summary>
public static class CloseTicket
{
    /// <summary>Disposition: its id or its key.</summary>
    public sealed record CloseRequest(string Disposition);

    public static Task<Results<Ok<TicketView>, Problem>> Handle(
        Guid id, CloseRequest body, CurrentUser user, AppDb db, TicketViews views, TimeProvider time, CancellationToken cancellationToken) =>
        db.Transact<Results<Ok<TicketView>, Problem>>(async () =>
        {
            var ticket = await TicketRows.Lock(db, id, cancellationToken);
            if (ticket is null) return Problem.NotFound;
            var mine = ticket.AgentId == user.Id;
            if (!mine && !user.May(Permission.TicketsAssign)) return Problem.Conflict("not_owner");
            var byId = Guid.TryParse(body.Disposition, out var wanted);
            var disposition = await db.Set<Disposition>().SingleOrDefaultAsync(
                d => d.ClientId == ticket.ClientId && d.Active && (byId ? d.Id == wanted : d.Key == body.Disposition), cancellationToken);
            if (disposition is null) return Problem.Invalid("disposition", "Not one of this client's dispositions.");
            if (ticket.Status == TicketStatus.Closed)
            {
                // The same answer to the same call; another disposition is another call.
                return ticket.DispositionId == disposition.Id
                    ? TypedResults.Ok(await views.One(ticket, cancellationToken))
                    : Problem.Conflict("ticket_closed");
            }
            var now = time.GetUtcNow();
            if (ticket.Status != TicketStatus.WrapUp) db.Add(ticket.Announce("ended", mine ? user.Id : null, now));
            ticket.Close(disposition.Id, mine ? "agent" : "supervisor", now);
            db.CancelTimer(WrapUpJob.Kind, ticket.Id);
            await db.SaveChangesAsync(cancellationToken);
            return TypedResults.Ok(await views.One(ticket, cancellationToken));
        }, cancellationToken);
}

/// <summary>The customer ended the chat himself: nobody is needed any more, or the agent goes to wrap-up.</summary>
public static class EndByCustomer
{
    public static Task<bool> Run(AppDb db, Guid ticketId, TimeProvider time, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
        switch (ticket?.Status)
        {
            case TicketStatus.Waiting:
                ticket.Abandon(time.GetUtcNow());
                break;
            case TicketStatus.Assigned:
                EndTicket.Announced(db, ticket, null, time, by: "customer");
                break;
            default:
                return false;
        }
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }, cancellationToken);
}

/// <summary>The customer is gone and nobody had answered yet.</summary>
public static class AbandonTicket
{
    public static Task<bool> Run(AppDb db, Guid ticketId, TimeProvider time, CancellationToken cancellationToken) => db.Transact(async () =>
    {
        var ticket = await TicketRows.Lock(db, ticketId, cancellationToken);
        if (ticket is not { Status: TicketStatus.Waiting }) return false;
        ticket.Abandon(time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }, cancellationToken);
}
