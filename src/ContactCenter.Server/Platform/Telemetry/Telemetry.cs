using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ContactCenter.Server.Platform.Telemetry;

/// <summary>Our own spans and figures; exported with the framework's over OTLP when Telemetry:OtlpEndpoint is set.</summary>
public static class Telemetry
{
    public const string Name = "ContactCenter";
    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);
}

/// <summary>Holds the SDK while the host runs; without an endpoint nothing is collected.</summary>
sealed class TelemetryExport(IConfiguration configuration) : IHostedService, IDisposable
{
    OpenTelemetrySdk? sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["Telemetry:OtlpEndpoint"] is not { Length: > 0 } endpoint) return Task.CompletedTask;
        var target = new Uri(endpoint);
        sdk = OpenTelemetrySdk.Create(builder => builder
            .ConfigureResource(r => r.AddService("contactcenter"))
            .WithTracing(t => t
                .AddSource(Telemetry.Name, "Microsoft.AspNetCore", "Npgsql", "System.Net.Http", "Microsoft.AspNetCore.SignalR.Server")
                .AddOtlpExporter(o => o.Endpoint = target))
            .WithMetrics(m => m
                .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql")
                .AddOtlpExporter(o => o.Endpoint = target)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => sdk?.Dispose();
}
