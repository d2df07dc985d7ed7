using ContactCenter.Server.Features.Access;
using ContactCenter.Server.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace ContactCenter.Server.Features.Routing.Simulations;

static class SimulationsEndpoints
{
    public static void MapSimulations(this IEndpointRouteBuilder app)
    {
        var runs = app.MapGroup("/simulations").WithTags("Simulations");
        runs.MapGet("", ShowSimulations.List).Needs(Permission.SimulationsRun);
        runs.MapPost("", AskSimulation.Handle).Needs(Permission.SimulationsRun).Fails(404, "not_found").Fails(409, "too_many_waiting").Fails(503, "simulation_unavailable")
            .WithMetadata(new RequestSizeLimitAttribute(SimulationLimits.Body));
        runs.MapGet("days", RecordedDays.Handle).Needs(Permission.SimulationsRun);
        runs.MapPost("scenario", AskSimulation.Preview).Needs(Permission.SimulationsRun).Fails(404, "not_found");
        runs.MapGet("{id:guid}", ShowSimulations.One).Needs(Permission.SimulationsRun).Fails(404, "not_found");
        runs.MapGet("{id:guid}/scenario", ShowSimulations.Scenario).Needs(Permission.SimulationsRun).Fails(404, "not_found");
        runs.MapGet("{id:guid}/figures.csv", FigureSheet.Export).Needs(Permission.SimulationsRun).Produces<string>(200, Sheet.Csv)
            .Fails(404, "not_found").Fails(409, "simulation_not_done");
        runs.MapPost("{id:guid}/cancel", EndSimulation.Cancel).Needs(Permission.SimulationsRun).Fails(404, "not_found").Fails(409, "simulation_ended");
        runs.MapDelete("{id:guid}", EndSimulation.Remove).Needs(Permission.SimulationsRun).Fails(404, "not_found");
    }
}
