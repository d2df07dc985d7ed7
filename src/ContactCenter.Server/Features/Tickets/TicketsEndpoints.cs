using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace ContactCenter.Server.Features.Tickets;

static class TicketsEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder app)
    {
        var tickets = app.MapGroup("/tickets").WithTags("Tickets");
        tickets.MapGet("", ListTickets.Handle).Needs(Permission.TicketsRead).Fails(400, "invalid_request");
        tickets.MapGet("{id:guid}", ListTickets.One).Needs(Permission.TicketsRead).Fails(404, "not_found");
        tickets.MapGet("{id:guid}/messages", TicketMessages.List).Needs(Permission.TicketsRead).Fails(404, "not_found");
        tickets.MapPost("{id:guid}/messages", SendMessage.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found").Fails(409, "stale_view", "not_owner", "ticket_closed", "already_exists");
        tickets.MapGet("{id:guid}/events", ListEvents.Handle).Needs(Permission.TicketsRead).Fails(404, "not_found");
        tickets.MapPost("{id:guid}/read", ReadTicket.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found").Fails(409, "not_owner");
        tickets.MapPost("{id:guid}/tags", TagTicket.Add).Needs(Permission.TicketsWork).Fails(404, "not_found").Fails(409, "too_many_tags");
        tickets.MapDelete("{id:guid}/tags", TagTicket.Remove).Needs(Permission.TicketsWork).Fails(404, "not_found");
        app.MapGet("/tags", ListTags.Handle).WithTags("Tickets").Needs(Permission.TicketsRead);
        tickets.MapPost("{id:guid}/mentions/read", ReadMentions.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found");
        app.MapGet("/mentions", ListMentions.Handle).WithTags("Tickets").Needs(Permission.TicketsWork);
        app.MapGet("/agents/me/day", ShowDay.Handle).WithTags("Agents").Needs(Permission.TicketsWork).Fails(404, "not_found");
        tickets.MapPost("{id:guid}/end", EndTicket.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found").Fails(409, "not_owner");
        tickets.MapPost("{id:guid}/close", CloseTicket.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found").Fails(409, "not_owner", "ticket_closed");

        var files = app.MapGroup("/files").WithTags("Files");
        files.MapPost("", SendFile.Handle).Needs(Permission.TicketsWork).Accepts<byte[]>("application/octet-stream").Fails(404, "not_found")
            .WithMetadata(new RequestSizeLimitAttribute(FileStore.MaxSize));
        files.MapGet("{id:guid}", ShowFile.Handle).Needs(Permission.TicketsRead).Produces<byte[]>(200, "application/octet-stream").Fails(404, "not_found");

        var dispositions = app.MapGroup("/dispositions").WithTags("Dispositions");
        dispositions.MapGet("", ChangeDispositions.List).Needs(Permission.TicketsRead);
        dispositions.MapPost("", ChangeDispositions.Add).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "key_taken");
        dispositions.MapGet("{id:guid}", ChangeDispositions.One).Needs(Permission.TicketsRead).Fails(404, "not_found");
        dispositions.MapPut("{id:guid}", ChangeDispositions.Change).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "key_taken", "version_conflict");
    }
}
