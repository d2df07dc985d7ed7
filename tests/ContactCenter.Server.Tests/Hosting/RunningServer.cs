using ContactCenter.Routing;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Jobs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>What a test changes of a server before it starts.</summary>
public sealed class ServerOptions
{
    /// <summary>Fake time that stands still unless the test asks for the real one.</summary>
    public TimeProvider Time { get; set; } = new FakeTime();

    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Runs after the application's own registrations, so what is added here wins.</summary>
    public Action<IServiceCollection> Services { get; set; } = _ => { };
}

/// <summary>The application as it is shipped, in this process, on a Kestrel port of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly Factory factory;

    private RunningServer(Factory factory, ServerOptions options, LogRecords logs) =>
        (this.factory, Time, Logs) = (factory, options.Time, logs);

    public TimeProvider Time { get; }

    public LogRecords Logs { get; }

    public IServiceProvider Services => factory.Services;

    /// <summary>http://127.0.0.1:port/</summary>
    public Uri Address => factory.ClientOptions.BaseAddress;

    public static RunningServer Start(Installation installation, ServerOptions options)
    {
        var logs = new LogRecords();
        var made = new Factory(installation, options, logs);
        made.UseKestrel(0);
        made.StartServer();
        return new RunningServer(made, options, logs);
    }

    /// <summary>A caller with cookies of his own.</summary>
    public Api Api() => new(Address);

    /// <summary>
    /// Moves fake time and wakes the workers. Nothing is lost by one that looked just before: it finds the wake-up when
    /// it goes to wait.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        if (Time is not FakeTime fake) throw new InvalidOperationException("This server runs on real time.");
        fake.Advance(by);
        Services.GetRequiredService<WorkSignal>().Wake();
    }

    /// <summary>A unit of work inside the server, with its context and whatever else it asks for.</summary>
    public async Task<T> InScope<T>(Action<DataScope> enter, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        enter(scope.ServiceProvider.GetRequiredService<DataScope>());
        return await work(scope.ServiceProvider);
    }

    public Task InScope(Action<DataScope> enter, Func<IServiceProvider, Task> work) =>
        InScope(enter, async services =>
        {
            await work(services);
            return true;
        });

    public bool Stopped { get; private set; }

    public async ValueTask DisposeAsync()
    {
        Stopped = true;
        await factory.DisposeAsync();
    }

    /// <summary>
    /// Routing's clock follows Redis, whose time no test can move: it gets the fake one. The line to Redis is real and so
    /// are its deadlines.
    /// </summary>
    private static void KeepRedisReal(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(p => new RoutingClock(p.GetRequiredService<TimeProvider>())));
        services.Replace(ServiceDescriptor.Singleton(p => new RedisConnection(
            new RedisConnectionOptions { Configuration = p.GetRequiredService<IConfiguration>()["Redis:Configuration"]!, Deadline = TimeSpan.FromSeconds(10) },
            TimeProvider.System, p.GetRequiredService<ILogger<RedisConnection>>())));
    }

    private sealed class Factory(Installation installation, ServerOptions options, LogRecords logs) : WebApplicationFactory<AppDb>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            builder.UseSetting("ConnectionStrings:Web", installation.Server.Web(installation.Database));
            builder.UseSetting("ConnectionStrings:Jobs", installation.Server.Jobs(installation.Database));
            builder.UseSetting("Redis:Configuration", installation.Redis.Configuration);
            foreach (var (key, value) in options.Settings) builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(logs));
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(options.Time));
                if (options.Time is FakeTime) KeepRedisReal(services);
                options.Services(services);
            });
        }
    }
}
