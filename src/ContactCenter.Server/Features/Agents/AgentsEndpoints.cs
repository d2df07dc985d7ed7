using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace ContactCenter.Server.Features.Agents;

static class AgentsEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("Agents");
        agents.MapGet("/me", GetMe.Handle).Needs(Permission.TicketsWork).Fails(404, "not_found");
        agents.MapPut("/me/state", ChangeState.Handle).Needs(Permission.TicketsWork).Fails(400, "reason_required").Fails(404, "not_found");
        agents.MapGet("/", ListAgents.Handle).Needs(Permission.AgentsRead);
        agents.MapPost("/", AddAgent.Handle).Needs(Permission.AgentsManage).Fails(409, "already_agent");
        agents.MapGet("/weights", ListAgents.Weights).Needs(Permission.AgentsRead);
        agents.MapGet("/{id:guid}", GetAgent.Handle).Needs(Permission.AgentsRead).Fails(404, "not_found");
        agents.MapPut("/{id:guid}", EditAgent.Handle).Needs(Permission.AgentsManage).Fails(404, "not_found").Fails(409, "version_conflict", "agent_busy");

        agents.MapPut("/{id:guid}/state", ForceState.Handle).Needs(Permission.AgentsState).Fails(400, "reason_required").Fails(404, "not_found")
            .Fails(409, "version_conflict", "agent_away");

        var sheet = api.MapGroup("/users/sheet").WithTags("Users");
        sheet.MapGet("", UserSheet.Export).Needs(Permission.UsersManage).Produces<string>(200, Sheet.Csv);
        sheet.MapPut("", UserSheet.Import).Needs(Permission.UsersManage).Accepts<string>(Sheet.Csv).Fails(403, "forbidden").Fails(409, "email_taken")
            .WithMetadata(new RequestSizeLimitAttribute(Sheet.Limit));

        var skills = api.MapGroup("/skills").WithTags("Skills");
        skills.MapGet("/", Skills.List).Needs(Permission.AgentsRead);
        skills.MapPost("/", Skills.Add).Needs(Permission.AgentsManage).Fails(409, "key_taken");
        skills.MapGet("/{id:guid}", Skills.Get).Needs(Permission.AgentsRead).Fails(404, "not_found");
        skills.MapPut("/{id:guid}", Skills.Edit).Needs(Permission.AgentsManage).Fails(404, "not_found").Fails(409, "version_conflict");

        var reasons = api.MapGroup("/break-reasons").WithTags("Break reasons");
        reasons.MapGet("/", BreakReasons.List).Needs(Permission.AgentsRead);
        reasons.MapPost("/", BreakReasons.Add).Needs(Permission.AgentsManage).Fails(409, "key_taken");
        reasons.MapGet("/{id:guid}", BreakReasons.Get).Needs(Permission.AgentsRead).Fails(404, "not_found");
        reasons.MapPut("/{id:guid}", BreakReasons.Edit).Needs(Permission.AgentsManage).Fails(404, "not_found").Fails(409, "version_conflict", "system_reason");
    }
}
