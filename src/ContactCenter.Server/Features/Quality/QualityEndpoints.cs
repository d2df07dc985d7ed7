using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Channels;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Http;

namespace ContactCenter.Server.Features.Quality;

static class QualityEndpoints
{
    public static IServiceCollection AddQuality(this IServiceCollection services) =>
        services.AddSubscriber<SatisfactionGiven, OnSatisfactionGiven>(OnSatisfactionGiven.Subscriber);

    public static void MapQuality(this IEndpointRouteBuilder app)
    {
        app.MapGroup("/chat").WithTags("Visitors").ForVisitors().MapPost("/satisfaction", AnswerSatisfaction.Handle).ByToken()
            .Fails(409, "not_asked", "not_ended", "already_answered").RequireRateLimiting(RateLimits.VisitorWrite);
        app.MapGet("/tickets/{id:guid}/satisfaction", ShowSatisfaction.OfTicket).WithTags("Tickets").Needs(Permission.TicketsRead).Fails(404, "not_found");
        var satisfaction = app.MapGroup("/satisfaction").WithTags("Satisfaction");
        satisfaction.MapGet("", ShowSatisfaction.List).Needs(Permission.BoardRead);
        satisfaction.MapGet("/summary", ShowSatisfaction.Summary).Needs(Permission.BoardRead).Fails(400, "invalid_request");
    }
}
