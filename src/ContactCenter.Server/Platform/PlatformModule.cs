using System.Reflection;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Events;
using ContactCenter.Server.Platform.Files;
using ContactCenter.Server.Platform.Http;
using ContactCenter.Server.Platform.Jobs;
using ContactCenter.Server.Platform.Nodes;
using ContactCenter.Server.Platform.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace ContactCenter.Server.Platform;

static class PlatformModule
{
    public const long StandardBodyLimit = 256 * 1024;

    public static void AddPlatform(this WebApplicationBuilder builder)
    {
        FaultPoints.Arm(builder.Configuration, builder.Environment);
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = StandardBodyLimit;
        });
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        services.AddSingleton(TimeProvider.System);
        AddData(services);
        services.AddNodes();
        AddEvents(services);
        services.ConfigureHttpJsonOptions(o => JsonShapes.Configure(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddValidation();
        services.AddExceptionHandler<Failures>().AddProblemDetails(o => o.CustomizeProblemDetails = Problem.AddCode);
        services.AddRateLimits(builder.Configuration);
        services.AddApiDocument();
        services.AddCors();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("postgresql");
        services.AddHostedService<TelemetryExport>();
    }

    static void AddData(IServiceCollection services)
    {
        DataSources.AddDataSource(services, DataSources.Web);
        DataSources.AddDataSource(services, DataSources.Jobs);
        DataSources.AddLocks(services);
        services.AddSingleton<ScopeInterceptor>().AddSingleton<ScopeRider>().AddSingleton<CommitInterceptor>().AddScoped<DataScope>();
        services.AddDbContext<AppDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Web))
            .AddInterceptors(provider.GetRequiredService<ScopeInterceptor>(), provider.GetRequiredService<ScopeRider>(), provider.GetRequiredService<CommitInterceptor>())
            // What fails is thrown, and whoever handles it says it: once.
            .ConfigureWarnings(w => w.Ignore(
                RelationalEventId.ConnectionError, RelationalEventId.CommandError, RelationalEventId.TransactionError,
                CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed, CoreEventId.OptimisticConcurrencyException)));
        services.AddDataProtection().SetApplicationName("ContactCenter");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((options, provider) => options.XmlRepository =
            new KeyRing(provider.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Web), provider.GetRequiredService<TimeProvider>()));
    }

    static void AddEvents(IServiceCollection services)
    {
        services.AddSingleton(p => new EventCatalog(p.GetServices<Subscription>(), [Assembly.GetExecutingAssembly()]));
        services.AddSingleton(p => new OutboxFeed(p.GetRequiredService<TimeProvider>(), p.GetServices<NeedsRedis>()));
        services.AddSingleton<WorkSignal>().AddSingleton<INodeListener, WorkWire>();
        services.AddTimer<ForgetFileJob>(ForgetFileJob.Kind);
        services.AddHostedService<OutboxWorker>().AddHostedService<TimerWorker>().AddHostedService<PartitionJob>().AddHostedService<ForgetKeysJob>();
    }

    public static void UsePlatform(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        app.UseSecurityHeaders();
        app.UseStatusCodePages(context => Empty(context.HttpContext.Response.StatusCode).Write(context.HttpContext));
        app.UseConsoleAssets();
        app.UseRouting();
        // Before anything that may refuse, so that a page of another site can read why.
        app.UseCors();
        app.UseConsolePages();
        app.UseRateLimiter();
    }

    /// <summary>After who asks is known: what he asks twice is done once.</summary>
    public static void UseIdempotency(this WebApplication app) => app.UseMiddleware<Idempotency>();

    public static void MapPlatform(this WebApplication app)
    {
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
    }

    static Problem Empty(int status) => status switch
    {
        404 => Problem.NotFound,
        405 => new(405, "method_not_allowed"),
        400 => new(400, "invalid_request"),
        413 => new(413, "body_too_large"),
        415 => new(415, "unsupported_media_type"),
        401 => new(401, "not_signed_in"),
        403 => new(403, "forbidden"),
        _ => new(status, "request_failed"),
    };
}
