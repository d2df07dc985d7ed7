using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace ContactCenter.Server.Features.Channels;

static class ChannelsEndpoints
{
    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        var widgets = api.MapGroup("/widgets").WithTags("Widgets");
        widgets.MapGet("", ChangeWidgets.List).Needs(Permission.ChannelsRead);
        widgets.MapPost("", ChangeWidgets.Add).Needs(Permission.ChannelsManage).Fails(409, "key_taken");
        widgets.MapGet("/{id:guid}", ChangeWidgets.One).Needs(Permission.ChannelsRead).Fails(404, "not_found");
        widgets.MapPut("/{id:guid}", ChangeWidgets.Change).Needs(Permission.ChannelsManage).Fails(404, "not_found").Fails(409, "version_conflict");

        var chat = api.MapGroup("/chat").WithTags("Visitors").ForVisitors();
        chat.MapGet("/{widgetKey}", ShowWidget.Handle).ByWidgetKey().RequireRateLimiting(RateLimits.Widget);
        chat.MapPost("/{widgetKey}/sessions", OpenSession.Handle).ByWidgetKey().RequireRateLimiting(RateLimits.VisitorSession);
        chat.MapPost("/messages", ReceiveMessage.Handle).ByToken().Fails(409, "id_taken", "chat_unavailable").RequireRateLimiting(RateLimits.VisitorWrite);
        chat.MapGet("/messages", ListChat.Handle).ByToken().Fails(400, "invalid_request").RequireRateLimiting(RateLimits.VisitorRead);
        chat.MapPost("/files", ReceiveFile.Handle).ByTokenAtLength().Accepts<byte[]>("application/octet-stream").RequireRateLimiting(RateLimits.VisitorWrite)
            .WithMetadata(new RequestSizeLimitAttribute(FileStore.MaxSize));
        chat.MapGet("/files/{id:guid}", ShowChatFile.Handle).ByTokenAtLength().Produces<byte[]>(200, "application/octet-stream").Fails(404, "not_found")
            .RequireRateLimiting(RateLimits.VisitorRead);
        chat.MapGet("/transcript", ShowTranscript.Handle).ByToken().Produces<string>(200, "text/html").Fails(404, "not_found")
            .RequireRateLimiting(RateLimits.VisitorRead);
        chat.MapGet("/stream", StreamChat.Handle).ByTokenAtLength().Produces<string>(200, "text/event-stream").RequireRateLimiting(RateLimits.VisitorRead);
        chat.MapPost("/typing", SayTyping.Handle).ByToken().RequireRateLimiting(RateLimits.VisitorWrite);
        chat.MapPost("/end", EndChat.Handle).ByToken().RequireRateLimiting(RateLimits.VisitorWrite);
    }

    public static void MapDemoPages(this IEndpointRouteBuilder app) =>
        app.MapGet("/demo/{key}", DemoPages.Show).AllowAnonymous().ExcludeFromDescription();
}
