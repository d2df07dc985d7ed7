namespace ContactCenter.Routing.Tests.Support;

/// <summary>Reads the decisions' stream from its start as a relay does, and checks what must hold at every moment of it.</summary>
public static class OfferHistory
{
    public static void AssertSound(IReadOnlyList<Decision> history)
    {
        var byItem = new Dictionary<Guid, OfferMade>();
        var byAgent = new Dictionary<Guid, OfferMade>();
        var seen = new HashSet<Guid>();
        var last = (Epoch: 0L, Number: 0L);
        foreach (var decision in history)
        {
            var id = decision.Id.Split('-').Select(long.Parse).ToArray();
            Assert.True((id[0], id[1]).CompareTo(last) > 0, $"{decision.Id} comes after {last}");
            last = (id[0], id[1]);
            if (decision is OfferMade made)
            {
                Assert.True(seen.Add(made.OfferId), $"the id of {made} was used before");
                Assert.True(byItem.TryAdd(made.ItemId, made), $"{made}, but its item is being offered");
                Assert.True(byAgent.TryAdd(made.AgentId, made), $"{made}, but its agent has an open offer");
            }
            else if (decision is OfferEnded ended)
            {
                Assert.True(byItem.Remove(ended.ItemId, out var open) && open.OfferId == ended.OfferId, $"{ended} was not open");
                Assert.True(byAgent.Remove(ended.AgentId), $"{ended} was not with its agent");
            }
        }
    }
}
