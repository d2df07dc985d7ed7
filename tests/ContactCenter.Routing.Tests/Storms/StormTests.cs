using System.Diagnostics;
using ContactCenter.AppHost.Servers;
using ContactCenter.Routing.Tests.Support;
using Xunit.Abstractions;

namespace ContactCenter.Routing.Tests.Storms;

/// <summary>
/// Random calls of three processes while processes are killed and Redis forgets, restarts and hangs; afterwards the index
/// equals the ledger, and no promise was broken on the way.
/// </summary>
[Trait("Category", "Soak")]
public sealed class StormTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Offices = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Scale.Full ? 20 : 2);

    private readonly Random _random = new(20_260_302);
    private readonly SortedDictionary<string, int> _struck = [];
    private readonly Process?[] _offices = new Process?[Offices];
    private readonly List<string> _unexpected = [];
    private PrivateRedis _redis = null!;
    private int _seed;

    public async Task InitializeAsync() => _redis = await PrivateRedis.StartTemporaryAsync();

    public async Task DisposeAsync()
    {
        foreach (var office in _offices) Kill(office);
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Three_processes_in_a_storm_break_no_promise()
    {
        var ledger = new Ledger(1, goal: Scale.Full ? 1_000_000 : 5000);
        var started = TimeProvider.System.GetTimestamp();
        await using var server = new LedgerServer(ledger);
        for (var i = 0; i < Offices; i++) Open(i, server.Port);

        var strikes = Scale.Full ? 200 : 6;
        for (var strike = 1; strike <= strikes; strike++)
        {
            await UntilAsync(ledger, (Scale.Full ? 1_000_000 : 5000) / (strikes + 1) * strike, started);
            await StrikeAsync(strike, server.Port);
        }

        await UntilAsync(ledger, long.MaxValue, started);
        var took = TimeProvider.System.GetElapsedTime(started);
        Assert.Empty(_unexpected);
        await AssertSoundAsync(ledger);
        output.WriteLine(
            $"{ledger.Calls} calls in {took.TotalSeconds:0} s by {Offices} processes, {ledger.Commits} claims committed, {ledger.Rebuilds} rebuilds; "
            + string.Join(", ", _struck.Select(s => $"{s.Key} {s.Value}")) + "; 0 violations");
    }

    // In the small run each kind comes once.
    private async Task StrikeAsync(int strike, int ledgerPort)
    {
        var kind = Scale.Full ? _random.Next(6) : strike % 6;
        var office = _random.Next(Offices);
        switch (kind)
        {
            case 0 or 1:
                Count("kills");
                Kill(_offices[office]);
                Open(office, ledgerPort);
                break;
            case 2:
                Count("wipes");
                await _redis.WipeAsync();
                break;
            case 3:
                Count("restarts");
                await _redis.RestartAsync();
                break;
            default:
                Count("freezes");
                await _redis.FreezeAsync();
                await Task.Delay(Scale.Full ? _random.Next(200, 6000) : _random.Next(200, 2500));
                await _redis.ThawAsync();
                break;
        }
    }

    private async Task UntilAsync(Ledger ledger, long calls, long started)
    {
        while (ledger.Calls < calls && _offices.Any(office => office is { HasExited: false }))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"only {ledger.Calls} calls in {Patience}");
            await Task.Delay(50);
        }

        foreach (var office in _offices.Where(office => office is { HasExited: true, ExitCode: not 0 })) _unexpected.Add($"an office ended with {office!.ExitCode}");
        Assert.Empty(_unexpected);
    }

    private async Task AssertSoundAsync(Ledger ledger)
    {
        await using var connection = RedisFixture.Connect(_redis, TimeSpan.FromMinutes(1));
        await connection.WhenConnectedAsync().WaitAsync(Patience);
        var time = new SkewedTime();
        var clock = new RoutingClock(time);
        var queue = new RoutingQueue(connection, clock, "main");
        await new Clerk(queue, clock, ledger, Offices * 100, new Random(1)).SettleAsync(time.MoveTo);

        Assert.Empty(await LedgerCheck.FaultsAsync(connection, queue, ledger));
        await IndexAudit.AssertSoundAsync(connection, queue.Pool, overloadAllowed: false, clock.Now);
        List<Decision> history = [];
        while (await queue.ReadDecisionsAsync(history.LastOrDefault()?.Id, 5000) is { Count: > 0 } page) history.AddRange(page);
        OfferHistory.AssertSound(history);
        Assert.True(ledger.Commits > ledger.Calls / 50, $"only {ledger.Commits} claims were committed: the run shows little");
    }

    private void Open(int office, int ledgerPort) => _offices[office] = Office.Start(_redis.Configuration, ledgerPort, office, ++_seed);

    private static void Kill(Process? office)
    {
        if (office is null) return;
        office.Kill(); // SIGKILL
        office.WaitForExit();
        office.Dispose();
    }

    private void Count(string what) => _struck[what] = _struck.GetValueOrDefault(what) + 1;
}
