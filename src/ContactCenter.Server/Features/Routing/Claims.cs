using ContactCenter.Server.Features.Tickets;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Routing;

/// <summary>A claim's outcome as an answer.</summary>
sealed class Claims(Claim claim, TicketViews views)
{
    public static Problem Unavailable => new(StatusCodes.Status503ServiceUnavailable, "routing_unavailable", "The queue is away for a moment. Nothing was changed.");

    public async Task<Results<Ok<TicketView>, Problem>> Claim(
        TicketState ticket, Guid agentId, Guid? offerId, bool force, Func<Task>? within, string gone, CancellationToken cancellationToken) =>
        await claim.Run(ticket, agentId, offerId, force, within, cancellationToken) switch
        {
            ClaimOutcome.Owned => await Answer(ticket.Id, cancellationToken),
            ClaimOutcome.NoRoom => Problem.Conflict("no_room"),
            ClaimOutcome.NotReady => Problem.Conflict("agent_not_ready"),
            ClaimOutcome.Unavailable => Unavailable,
            _ => Problem.Conflict(gone),
        };

    public async Task<Results<Ok<TicketView>, Problem>> Answer(Guid ticketId, CancellationToken cancellationToken) =>
        await views.Find(ticketId, cancellationToken) is { } view ? TypedResults.Ok(view) : Problem.NotFound;
}
