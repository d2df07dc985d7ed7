using ContactCenter.Routing;
using Microsoft.Extensions.Options;

namespace ContactCenter.Server.Platform.Nodes;

public sealed class RedisSettings
{
    /// <summary>StackExchange.Redis configuration: host:port,password=…</summary>
    public string Configuration { get; set; } = "";
}

static class NodeModule
{
    public static void AddNodes(this IServiceCollection services)
    {
        services.AddOptions<RedisSettings>().BindConfiguration("Redis")
            .Validate(s => s.Configuration.Length > 0, "Redis:Configuration is missing (appsettings.sample.json shows it).").ValidateOnStart();
        services.AddSingleton(p => new RedisConnection(
            new RedisConnectionOptions { Configuration = p.GetRequiredService<IOptions<RedisSettings>>().Value.Configuration },
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<RedisConnection>>()));
        services.AddSingleton<ThisNode>().AddSingleton<NodeWire>();
        // First of the workers, so that it is there before and after everything that needs a place in the roll.
        services.AddHostedService<NodeRoll>().AddHostedService<NodeEar>();
    }
}
