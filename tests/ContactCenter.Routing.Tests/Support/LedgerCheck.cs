namespace ContactCenter.Routing.Tests.Support;

/// <summary>Compares a pool that is at rest with its ledger: nothing lost, nothing doubled, every owner the one that was committed.</summary>
public static class LedgerCheck
{
    public static async Task<IReadOnlyList<string>> FaultsAsync(RedisConnection redis, RoutingQueue queue, Ledger ledger)
    {
        var index = await IndexAudit.ItemsAsync(redis, queue.Pool);
        List<string> faults = [.. ledger.Violations];
        foreach (var card in ledger.Cards)
        {
            var known = index.TryGetValue(card.Id, out var item);
            var right = card.State switch
            {
                CardState.Waiting => known && item.State is "waiting" or "offered",
                CardState.Owned => known && item.State == "owned" && item.Agent == card.Owner,
                _ => !known || item.State == "gone",
            };
            if (!right || (known && item.State != "gone" && item.Version != card.Version)) faults.Add($"{card} is {(known ? item : "unknown")} in the index");
        }

        var board = await queue.SnapshotAsync();
        Count("waiting", CardState.Waiting, board.Lanes.Sum(l => l.Waiting + l.Offered));
        Count("in service", CardState.Owned, board.Lanes.Sum(l => l.InService));
        return faults;

        void Count(string what, CardState state, int shown)
        {
            var truth = ledger.Cards.Count(c => c.State == state);
            if (truth != shown) faults.Add($"the board has {shown} {what}, the ledger {truth}");
        }
    }
}
