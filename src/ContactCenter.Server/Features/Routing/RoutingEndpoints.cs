using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Routing.Drafts;
using ContactCenter.Server.Features.Routing.Simulations;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Routing;

static class RoutingEndpoints
{
    public static void MapRouting(this IEndpointRouteBuilder app)
    {
        var offers = app.MapGroup("/offers").WithTags("Offers");
        offers.MapPost("{id:guid}/accept", AcceptOffer.Handle).Needs(Permission.TicketsWork).Fails(409, "offer_gone", "no_room", "agent_not_ready").Fails(503, "routing_unavailable");
        offers.MapPost("{id:guid}/decline", DeclineOffer.Handle).Needs(Permission.TicketsWork).Fails(409, "offer_gone").Fails(503, "routing_unavailable");

        var tickets = app.MapGroup("/tickets").WithTags("Tickets");
        tickets.MapPost("{id:guid}/assign", AssignTicket.Handle).Needs(Permission.TicketsAssign).Fails(404, "not_found").Fails(409, "no_room", "agent_not_ready", "already_assigned", "other_pool").Fails(503, "routing_unavailable");
        tickets.MapPost("{id:guid}/transfer", TransferTicket.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found").Fails(409, "not_owner", "already_assigned", "no_room", "agent_not_ready", "other_pool").Fails(503, "routing_unavailable");
        tickets.MapGet("{id:guid}/routing", ExplainTicket.Handle).Needs(Permission.TicketsRead).Fails(404, "not_found").Fails(503, "routing_unavailable");

        var pools = app.MapGroup("/pools").WithTags("Pools");
        pools.MapGet("", ChangePools.List).Needs(Permission.QueuesRead);
        pools.MapPost("", ChangePools.Add).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(409, "name_taken");
        pools.MapGet("{id:guid}", ChangePools.One).Needs(Permission.QueuesRead).Fails(404, "not_found");
        pools.MapPut("{id:guid}", ChangePools.Change).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(404, "not_found").Fails(409, "version_conflict");
        pools.MapDelete("{id:guid}", ChangePools.Remove).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(404, "not_found").Fails(409, "pool_in_use", "pool_main");

        var drafts = app.MapGroup("/drafts").WithTags("Drafts");
        drafts.MapGet("", ChangeDrafts.List).Needs(Permission.QueuesManage, or: Permission.SimulationsRun);
        drafts.MapPost("", ChangeDrafts.Add).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(404, "not_found").Fails(409, "name_taken");
        drafts.MapGet("{id:guid}", ChangeDrafts.One).Needs(Permission.QueuesManage, or: Permission.SimulationsRun).Fails(404, "not_found");
        drafts.MapPut("{id:guid}", ChangeDrafts.Change).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(404, "not_found").Fails(409, "name_taken", "draft_live", "version_conflict");
        drafts.MapDelete("{id:guid}", ChangeDrafts.Discard).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "draft_live");
        drafts.MapPost("{id:guid}/publish", PutDraftLive.Handle).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(404, "not_found").Fails(409, "draft_live", "rules_changed", "name_taken", "version_conflict");
        drafts.MapPost("{id:guid}/rollback", RollDraftBack.Handle).Needs(Permission.QueuesManage).Fails(403, "forbidden").Fails(404, "not_found").Fails(409, "draft_not_live", "rules_changed", "name_taken", "version_conflict");

        var queues = app.MapGroup("/queues").WithTags("Queues");
        queues.MapGet("", ChangeQueues.List).Needs(Permission.QueuesRead);
        queues.MapPost("", ChangeQueues.Add).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "name_taken");
        queues.MapPost("preview", PreviewQueue.Handle).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(503, "routing_unavailable");
        queues.MapGet("{id:guid}", ChangeQueues.One).Needs(Permission.QueuesRead).Fails(404, "not_found");
        queues.MapPut("{id:guid}", ChangeQueues.Change).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "name_taken", "version_conflict");

        app.MapSimulations();
    }
}
