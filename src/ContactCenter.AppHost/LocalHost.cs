using ContactCenter.AppHost.Servers;

namespace ContactCenter.AppHost;

/// <summary>Everything on one machine, started in order and stopped in the opposite one.</summary>
internal sealed class LocalHost(HostOptions options, ExistingServers existing, string repository, Screen screen, TimeProvider time)
    : IAsyncDisposable
{
    private DataFolder? data;
    private PrivatePostgres? postgres;
    private PrivateRedis? redis;
    private PrivateRedis? scratch;
    private readonly List<ServerProcess> servers = [];

    public async Task RunAsync(CancellationToken cancel)
    {
        data = DataFolder.Open(options.Data ?? Path.Combine(repository, ".data"));
        await ServerProcess.EndLeftoverAsync(data, cancel);
        foreach (var port in Ports.Where(p => !FreePort.IsFree(p)))
            throw new HostException($"Port {port} is in use. Stop what listens there or choose another: --port {port + 1}");

        await StartServersAsync(data, cancel);
        var console = new ConsoleBuild(repository, data.Child("npm"));
        if (options.Console) await console.EnsureAsync(screen, cancel);
        var databases = await DatabasesAsync(data, cancel);
        servers.AddRange(Ports.Select((port, index) => new ServerProcess(data, port, databases, ServerSettings(console), index + 1)));
        var server = servers[0];
        await screen.StepAsync("Bringing the database schema up to date", () => server.RunAsync("migrate", cancel));
        if (options.Demo) await SeedOnceAsync(data, server, cancel);
        await screen.StepAsync(servers.Count == 1 ? "Starting the server" : $"Starting {servers.Count} nodes", () => Task.WhenAll(servers.Select(s => s.StartAsync(cancel))));

        var invitation = options.Admin is null
            ? null
            : await screen.StepAsync($"Making {options.Admin} an administrator", () => server.InviteAdministratorAsync(options.Admin, cancel));

        screen.Say(ReadyTable.Of([.. servers.Select(s => s.Address)], options, console.IsBuilt, data.Path, invitation));
        await WatchAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (servers.Count > 0 || redis is not null || postgres is not null) screen.Say("Stopping …");
        await Task.WhenAll(servers.Select(s => s.DisposeAsync().AsTask()));
        if (scratch is not null) await scratch.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
        data?.Dispose();
    }

    private IEnumerable<int> Ports => Enumerable.Range(options.Port, options.Nodes);

    private async Task StartServersAsync(DataFolder folder, CancellationToken cancel)
    {
        if (existing is { Postgres: not null, Redis: not null }) return;
        await screen.StepAsync("Looking for PostgreSQL and Redis", () =>
            PackageInstaller.EnsureAsync(existing.Postgres is null, existing.Redis is null, screen.Say, cancel));
        if (existing.Postgres is null)
            postgres = await screen.StepAsync("Starting PostgreSQL", () => PrivatePostgres.StartAsync(folder.Path, cancel));
        if (existing.Redis is not null) return;
        redis = await screen.StepAsync("Starting Redis", () => PrivateRedis.StartAsync(folder.Path, cancel));
        scratch = await screen.StepAsync("Starting a second Redis for what-ifs", () => PrivateRedis.StartScratchAsync(folder.Path, cancel));
    }

    private Task<Databases> DatabasesAsync(DataFolder folder, CancellationToken cancel) => postgres is null
        ? Databases.OfAsync(existing.Postgres!, folder, cancel)
        : Databases.InAsync(postgres, folder, options.Nodes, cancel);

    private Dictionary<string, string?> ServerSettings(ConsoleBuild console) => new()
    {
        ["Redis__Configuration"] = redis?.Configuration ?? existing.Redis,
        // With Redis servers of somebody else's, their second one too, if they say it.
        ["Simulation__Redis"] = scratch?.Configuration ?? Environment.GetEnvironmentVariable("Simulation__Redis"),
        ["Console__Path"] = console.IsBuilt ? console.Output : null,
        // One for all: it stands in links, and any node serves them.
        ["Access__PublicAddress"] = ServerProcess.AddressOf(options.Port),
        ["Demo__Enabled"] = options.Demo ? "true" : "false",
    };

    /// <summary>Once, so that demo data that somebody has changed or deleted stays as he left it.</summary>
    private async Task SeedOnceAsync(DataFolder folder, ServerProcess application, CancellationToken cancel)
    {
        var stamp = folder.In("demo-seeded");
        if (File.Exists(stamp)) return;
        await screen.StepAsync("Making the demo data", () => application.RunAsync("seed-demo", cancel));
        await File.WriteAllTextAsync(stamp, "", cancel);
    }

    private Task WatchAsync(CancellationToken cancel)
    {
        var watch = new Restarts(screen, time);
        var watched = servers.Select(s => watch.KeepAsync(s.Name, () => s.Exit, s.StartAsync, cancel)).ToList();
        if (postgres is not null) watched.Add(watch.KeepAsync("PostgreSQL", () => postgres.Exit, postgres.StartAsync, cancel));
        if (redis is not null) watched.Add(watch.KeepAsync("Redis", () => redis.Exit, redis.StartAsync, cancel));
        if (scratch is not null) watched.Add(watch.KeepAsync("Redis for what-ifs", () => scratch.Exit, scratch.StartAsync, cancel));
        return Task.WhenAll(watched);
    }
}
