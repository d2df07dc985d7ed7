namespace ContactCenter.Server.Features.Live;

/// <summary>Which clients somebody watches on this node, so that nothing is made for nobody.</summary>
public sealed class Watchers
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, int> byClient = [];
    int ofEveryClient;

    public bool OfEveryClient
    {
        get
        {
            lock (gate) return ofEveryClient > 0;
        }
    }

    public IReadOnlyCollection<Guid> Clients
    {
        get
        {
            lock (gate) return [.. byClient.Keys];
        }
    }

    internal void Came(bool everyClient, IEnumerable<Guid> clients) => Count(everyClient, clients, 1);

    internal void Went(bool everyClient, IEnumerable<Guid> clients) => Count(everyClient, clients, -1);

    void Count(bool everyClient, IEnumerable<Guid> clients, int change)
    {
        lock (gate)
        {
            if (everyClient)
            {
                ofEveryClient += change;
                return;
            }
            foreach (var client in clients)
            {
                var count = byClient.GetValueOrDefault(client) + change;
                if (count > 0) byClient[client] = count;
                else byClient.Remove(client);
            }
        }
    }
}
