using System.Globalization;
using ContactCenter.AppHost.Servers;
using ContactCenter.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace ContactCenter.Benchmarks.Queues;

/// <summary>A Redis of our own that keeps nothing on disk, a connection to it, and what it says of its own work.</summary>
sealed class RedisMeter : IAsyncDisposable
{
    RedisMeter(PrivateRedis server, RedisConnection connection) => (Server, Connection) = (server, connection);

    public PrivateRedis Server { get; }
    public RedisConnection Connection { get; }
    public string Password => ConfigurationOptions.Parse(Server.Configuration).Password;

    public static async Task<RedisMeter> Start(CancellationToken cancel)
    {
        var server = await PrivateRedis.StartTemporaryAsync(cancel: cancel);
        var options = new RedisConnectionOptions { Configuration = server.Configuration, Deadline = TimeSpan.FromSeconds(60) };
        var connection = new RedisConnection(options, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.WhenConnectedAsync(cancel);
        return new RedisMeter(server, connection);
    }

    /// <summary>Processor time that Redis has used for its calls since it started, the system's share included.</summary>
    public async Task<TimeSpan> ProcessorTime(CancellationToken cancel)
    {
        var said = await Info("cpu", cancel);
        return TimeSpan.FromSeconds(Number("used_cpu_user_main_thread") + Number("used_cpu_sys_main_thread"));

        double Number(string name) => double.Parse(said[name], CultureInfo.InvariantCulture);
    }

    /// <summary>Time that passed inside of scripts, and how many there were.</summary>
    public async Task<(TimeSpan Time, long Calls)> Scripts(CancellationToken cancel)
    {
        var said = await Info("commandstats", cancel);
        var (time, calls) = (0.0, 0L);
        foreach (var command in (string[])["cmdstat_eval", "cmdstat_evalsha"])
        {
            if (!said.TryGetValue(command, out var line)) continue;
            var parts = line.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
            time += double.Parse(parts["usec"], CultureInfo.InvariantCulture);
            calls += long.Parse(parts["calls"], CultureInfo.InvariantCulture);
        }
        return (TimeSpan.FromMicroseconds(time), calls);
    }

    /// <summary>Memory that it has from the system, in bytes.</summary>
    public async Task<long> Memory(CancellationToken cancel) => long.Parse((await Info("memory", cancel))["used_memory_rss"], CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }

    async Task<Dictionary<string, string>> Info(string section, CancellationToken cancel)
    {
        var text = (string?)await Connection.ExecuteAsync("INFO", [section], cancel) ?? "";
        return text.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(line => line.Length == 2).ToDictionary(line => line[0], line => line[1]);
    }
}
