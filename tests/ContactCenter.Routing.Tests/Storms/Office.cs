using System.Diagnostics;
using System.Globalization;
using ContactCenter.Routing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactCenter.Routing.Tests.Storms;

/// <summary>A process full of clerks, as a node is; it may be killed at any moment.</summary>
internal static class Office
{
    public const string Command = "office";
    private const string Redis = "CC_TEST_REDIS";
    private const int Clerks = 4;

    public static Process Start(string redis, int ledgerPort, int number, int seed)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            ArgumentList =
            {
                typeof(Office).Assembly.Location, Command, ledgerPort.ToString(CultureInfo.InvariantCulture),
                number.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture),
            },
        };
        start.Environment[Redis] = redis;
        return Process.Start(start)!;
    }

    /// <summary>Works until the ledger has enough.</summary>
    public static async Task<int> RunAsync(int ledgerPort, int number, int seed)
    {
        var options = new RedisConnectionOptions { Configuration = Environment.GetEnvironmentVariable(Redis)! };
        await using var redis = new RedisConnection(options, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await redis.WhenConnectedAsync();
        await using var clock = new RoutingClock(redis, TimeProvider.System);
        var queue = new RoutingQueue(redis, clock, "main");
        await Task.WhenAll(Enumerable.Range(0, Clerks).Select(async i =>
        {
            using var ledger = await RemoteLedger.ConnectAsync(ledgerPort);
            var clerk = new Clerk(queue, clock, ledger, (number * Clerks) + i, new Random((seed * Clerks) + i));
            var reported = 0;
            while (true)
            {
                try
                {
                    await clerk.ActAsync();
                }
                catch (RedisUnavailableException)
                {
                    await redis.WhenConnectedAsync();
                }

                if (clerk.Calls - reported < 20) continue;
                if ((await ledger.AskAsync(new(LedgerVerb.Called) { Number = clerk.Calls - reported })).Enough) return;
                reported = clerk.Calls;
            }
        }));
        return 0;
    }
}
