namespace ContactCenter.Routing.Tests.Support;

/// <summary>Reads the decisions' stream from its start as a relay does, and checks what must hold at every moment of it.</summary>
public static class OfferHistory
{
    public static void AssertSound(IReadOnlyList<Decision> history)
    {
        var byItem = new Dictionary<Guid, List<OfferMade>>();
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
                if (!byItem.TryGetValue(made.ItemId, out var others)) byItem[made.ItemId] = others = [];
                Assert.True(others.TrueForAll(o => o.At == made.At && o.ItemVersion == made.ItemVersion), $"{made}, but its item is being offered since before");
                others.Add(made);
                Assert.True(others.Count <= WorkItem.MostRinging, $"{made} is one offer too many");
                Assert.True(byAgent.TryAdd(made.AgentId, made), $"{made}, but its agent has an open offer");
            }
            else if (decision is OfferEnded ended)
            {
                Assert.True(byItem.TryGetValue(ended.ItemId, out var open) && open.RemoveAll(o => o.OfferId == ended.OfferId) == 1, $"{ended} was not open");
                Assert.True(byAgent.Remove(ended.AgentId), $"{ended} was not with its agent");
            }
        }
    }
}
