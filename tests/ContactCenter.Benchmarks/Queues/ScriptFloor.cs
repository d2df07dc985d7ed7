using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ContactCenter.AppHost.Servers;
using ContactCenter.Routing;

namespace ContactCenter.Benchmarks.Queues;

/// <summary>redis-benchmark with the product's own scripts: the same text, the same shape of arguments, ids at random out of as many.</summary>
sealed partial class ScriptFloor(RedisMeter redis, string binary)
{
    // redis-benchmark writes 12 digits here, as many as the last part of an id has.
    const string RandomId = "00000000-0000-7000-8003-__rand_int__";

    public static async Task<ScriptFloor> Find(RedisMeter redis, CancellationToken cancel)
    {
        var server = await ServerBinaries.FindRedisAsync(cancel) ?? throw new HostException("Redis is missing.");
        var binary = Path.Combine(Path.GetDirectoryName(server)!, "redis-benchmark");
        return File.Exists(binary) ? new ScriptFloor(redis, binary) : throw new HostException($"There is no {binary}: on Debian it comes with the package redis-tools.");
    }

    public Task<TimeSpan> Enqueue(string pool, Lane lane, DateTimeOffset now, int count, int clients, CancellationToken cancel) => Run(
        RoutingScripts.Enqueue, pool, now, count, clients,
        [
            RandomId, "1", lane.Name, Text(now), Text(now.AddMinutes(5)), "20000", "0", "33", "", "",
        ], cancel);

    public Task<TimeSpan> Cancel(string pool, DateTimeOffset now, int count, int clients, CancellationToken cancel) =>
        Run(RoutingScripts.Cancel, pool, now, count, clients, [RandomId, "2", "abandoned"], cancel);

    async Task<TimeSpan> Run(string script, string pool, DateTimeOffset now, int count, int clients, string[] arguments, CancellationToken cancel)
    {
        var digest = (string)(await redis.Connection.ExecuteAsync("SCRIPT", ["LOAD", script], cancel))!;
        var start = new ProcessStartInfo(binary,
        [
            // It takes its password only so; this Redis is gone in minutes.
            "-a", redis.Password, "-h", "127.0.0.1", "-p", redis.Server.Port.ToString(CultureInfo.InvariantCulture), "-c", clients.ToString(CultureInfo.InvariantCulture),
            "-n", count.ToString(CultureInfo.InvariantCulture), "-r", count.ToString(CultureInfo.InvariantCulture), "--csv", "-e",
            "EVALSHA", digest, "1", $"pool:{{{pool}}}", Text(now), "1", redis.Connection.ServerId, "01990000-0000-7000-8000-000000000000", .. arguments,
        ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        var match = Rate().Match(await said);
        if (!match.Success || process.ExitCode != 0) throw new HostException($"redis-benchmark failed: {await said} {await complained}");
        return TimeSpan.FromSeconds(count / double.Parse(match.Groups["rate"].Value, CultureInfo.InvariantCulture));
    }

    static string Text(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    // "EVALSHA …","12345.67","0.5",… under a line of headings.
    [GeneratedRegex("\",\"(?<rate>[0-9]+\\.[0-9]+)\",\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
