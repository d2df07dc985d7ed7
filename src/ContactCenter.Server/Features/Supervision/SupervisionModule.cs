using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Features.Clients;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactCenter.Server.Features.Supervision;

static class SupervisionModule
{
    public static IServiceCollection AddSupervision(this IServiceCollection services)
    {
        services.AddOptions<ReportingSettings>().BindConfiguration("Reporting")
            .Validate(s => Clock.Knows(s.TimeZone), "Reporting:TimeZone is not an IANA time zone.").ValidateOnStart();
        return services.AddScoped<BoardCamera>().AddSingleton<ReportingDay>().AddHostedService<BoardTicker>();
    }

    public static void MapSupervision(this IEndpointRouteBuilder app) =>
        app.MapGet("/board", GetBoard).WithTags("Board").Needs(Permission.BoardRead).Fails(404, "not_found");

    static async Task<Results<Ok<Board>, Problem>> GetBoard(Guid? clientId, AppDb db, BoardCamera camera, CancellationToken cancellationToken)
    {
        if (clientId is { } client && !await ClientIds.Exists(db, client, cancellationToken)) return Problem.NotFound;
        return TypedResults.Ok(await camera.Take(clientId, cancellationToken));
    }
}
