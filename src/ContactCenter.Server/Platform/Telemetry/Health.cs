using ContactCenter.Server.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ContactCenter.Server.Platform.Telemetry;

/// <summary>Ready when PostgreSQL is there and has every migration that this build knows.</summary>
sealed class DatabaseHealth([FromKeyedServices(DataSources.Web)] NpgsqlDataSource database, AppDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\"");
            var applied = await command.ExecuteScalarAsync(cancellationToken) as string;
            var newest = db.Database.GetMigrations().Last();
            return string.CompareOrdinal(applied, newest) >= 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The schema is at {applied ?? "nothing"}, this build needs {newest}: run migrate.");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer.");
        }
    }
}

public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks);

static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("ok", new Dictionary<string, string>()))).AllowAnonymous().WithTags("Health");
        app.MapGet("/health/ready", Ready).AllowAnonymous().WithTags("Health").Produces<HealthAnswer>().Produces<HealthAnswer>(503);
    }

    static async Task<IResult> Ready(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        var answer = new HealthAnswer(Word(report.Status),
            report.Entries.ToDictionary(e => e.Key, e => e.Value.Description is { } text ? $"{Word(e.Value.Status)}: {text}" : Word(e.Value.Status)));
        return Results.Json(answer, statusCode: report.Status == HealthStatus.Unhealthy ? 503 : 200);
    }

    static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "unavailable",
    };
}
