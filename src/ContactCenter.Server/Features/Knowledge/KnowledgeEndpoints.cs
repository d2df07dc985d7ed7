using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace ContactCenter.Server.Features.Knowledge;

static class KnowledgeEndpoints
{
    public static void MapKnowledge(this IEndpointRouteBuilder app)
    {
        var replies = app.MapGroup("/canned-replies").WithTags("Canned replies");
        replies.MapGet("", ChangeCannedReplies.List).Needs(Permission.TicketsRead);
        replies.MapPost("", ChangeCannedReplies.Add).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "shortcut_taken");
        replies.MapGet("{id:guid}", ChangeCannedReplies.One).Needs(Permission.TicketsRead).Fails(404, "not_found");
        replies.MapPut("{id:guid}", ChangeCannedReplies.Change).Needs(Permission.QueuesManage).Fails(404, "not_found").Fails(409, "shortcut_taken", "version_conflict");
        replies.MapGet("sheet", CannedReplySheet.Export).Needs(Permission.QueuesManage).Produces<string>(200, Sheet.Csv).Fails(404, "not_found");
        replies.MapPut("sheet", CannedReplySheet.Import).Needs(Permission.QueuesManage).Accepts<string>(Sheet.Csv).Fails(404, "not_found")
            .WithMetadata(new RequestSizeLimitAttribute(Sheet.Limit));
    }
}
