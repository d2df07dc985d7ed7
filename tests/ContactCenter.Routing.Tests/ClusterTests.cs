using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests;

/// <summary>Pools on the nodes of a Redis Cluster; a slot moves while its pool works.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private LocalCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await LocalCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Pools_on_all_nodes_keep_every_promise_while_their_slots_move()
    {
        string[] names = ["main", "night", "sales"];
        List<int> owners = [];
        foreach (var name in names) owners.Add(await _cluster.OwnerAsync(name));
        Assert.Equal(3, owners.Distinct().Count());
        var pools = names.Select((name, i) => new PoolAtWork(_cluster.Connection, name, i + 1)).ToList();

        using var stop = new CancellationTokenSource();
        var working = pools.Select(pool => pool.WorkAsync(stop.Token)).ToList();
        await Task.WhenAll(pools.Select(pool => pool.MoreAsync(300)));
        for (var i = 0; i < 2; i++)
        {
            var moved = pools[i];
            var rebuilds = moved.Rebuilds;
            // What is half here and half there is not worked with; the other pools go on.
            await _cluster.MoveAsync(moved.Name, (owners[i] + 1) % 3, () => pools[2].MoreAsync(100));
            Assert.Equal((owners[i] + 1) % 3, await _cluster.OwnerAsync(moved.Name));
            await Task.WhenAll(pools.Select(pool => pool.MoreAsync(300)));
            Assert.True(moved.Rebuilds > rebuilds, "the index came along and was believed");
        }

        await stop.CancelAsync();
        await Task.WhenAll(working).WaitAsync(Patience);
        foreach (var pool in pools) await pool.AssertSoundAsync();
    }

    // A pool, its ledger and its callers.
    private sealed class PoolAtWork
    {
        private readonly RedisConnection _redis;
        private readonly SkewedTime _time = new();
        private readonly Ledger _ledger;
        private readonly RoutingClock _clock;
        private readonly RoutingQueue _queue;
        private readonly List<Clerk> _clerks;

        public PoolAtWork(RedisConnection redis, string name, int number)
        {
            _redis = redis;
            _ledger = new Ledger(number, time: _time);
            _clock = new RoutingClock(_time);
            _queue = new RoutingQueue(redis, _clock, name);
            _clerks = [.. Enumerable.Range(0, 3).Select(i => new Clerk(_queue, _clock, _ledger, i, new Random((number * 10) + i)))];
        }

        public string Name => _queue.Pool;

        public int Rebuilds => _clerks.Sum(clerk => clerk.Rebuilds);

        public Task WorkAsync(CancellationToken stop) => Task.WhenAll(_clerks.Select(clerk => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await clerk.ActAsync();
                }
                catch (RedisUnavailableException)
                {
                    await _redis.WhenConnectedAsync().WaitAsync(Patience);
                }
            }
        })));

        /// <summary>Waits until so many more acts are done and the index is whole.</summary>
        public async Task MoreAsync(int acts)
        {
            using var patience = new CancellationTokenSource(Patience);
            var goal = _clerks.Sum(clerk => clerk.Done) + acts;
            while (_clerks.Sum(clerk => clerk.Done) < goal || !await IsWholeAsync()) await Task.Delay(20, patience.Token);
        }

        public async Task AssertSoundAsync()
        {
            await _clerks[0].SettleAsync(_time.MoveTo);
            Assert.Empty(await LedgerCheck.FaultsAsync(_redis, _queue, _ledger));
            await IndexAudit.AssertSoundAsync(_redis, Name, overloadAllowed: false, _clock.Now);
            // A script that ran half may have said what was not kept; since the last rebuild there was none.
            var since = (await _queue.ReadDecisionsAsync(null, 1_000_000)).Where(d => d.Id.StartsWith($"{_queue.Epoch}-", StringComparison.Ordinal));
            OfferHistory.AssertSound([.. since.Where(d => d is not OfferEnded { Detail: "rebuild" })]);
            Assert.True(_ledger.Commits > 50, $"only {_ledger.Commits} claims were committed: the run shows little");
        }

        private async Task<bool> IsWholeAsync()
        {
            try
            {
                return (await _queue.SnapshotAsync()).Status == RoutingStatus.Ok;
            }
            catch (RedisUnavailableException)
            {
                return false;
            }
        }
    }
}
