using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using ContactCenter.History;
using ContactCenter.Server.Platform;
using ContactCenter.Server.Tests.Hosting;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>
/// An agent with a console: a socket for news, calls for what he does, and a look at what is his every two seconds, so that
/// he goes on working whatever happens to the news. What his screen shows comes from news and fetching alone.
/// </summary>
internal sealed class Desk(Floor floor, Guid id, string name, Api signedIn, Caller caller, Random random) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private readonly Dictionary<Guid, (string Status, bool Mine, long Version)> screen = [];
    private readonly Dictionary<Guid, DateTimeOffset> duties = [];
    private readonly HashSet<Guid> answered = [];
    private readonly Dictionary<string, long> topics = [];
    private HubClient? news;
    private Place? newsFrom;
    private int connections;
    private DateTimeOffset lookAt;
    private bool outdated;

    public Guid Id => id;

    public string Name => name;

    public Caller Caller => caller;

    /// <summary>The same person in a second tab, which another node serves.</summary>
    public Caller OtherTab { get; } = caller.Twin();

    /// <summary>How soon he is done with a ticket; null: he keeps it.</summary>
    public TimeSpan? Hold { get; set; } = floor.Plan.Hold;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task Work(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await Attach())
            {
                foreach (var item in news!.Arrived()) await Take(item);
            }

            if (Now >= lookAt) await Look();
            foreach (var (ticket, since) in duties.ToList())
            {
                if (Hold is { } hold && since + hold <= Now) await Serve(ticket);
            }

            await Task.Delay(40, CancellationToken.None);
        }
    }

    public async Task<Heard> Accept(Guid offer, Guid ticket)
    {
        for (var tries = 0; ; tries++)
        {
            var heard = await caller.Call(HttpMethod.Post, $"offers/{offer}/accept");
            floor.Log.Add(Done(Operation.Accept, heard, ticket));
            if (heard.Done) duties.TryAdd(ticket, Now);
            if (!heard.Again || tries == 5) return heard;
            await Task.Delay(200);
        }
    }

    /// <summary>His screen beside what the server says, once all is quiet.</summary>
    public async Task Compare()
    {
        Picture? picture = null;
        for (var patience = Stopwatch.StartNew(); (picture is null || picture.Shown != picture.True) && patience.Elapsed < floor.Patience; await Task.Delay(50))
        {
            if (await Attach())
            {
                foreach (var item in news!.Arrived()) await Take(item);
            }

            if (await Mine() is not { } mine) continue;
            picture = new(name, Text(screen.Where(t => t.Value.Mine).Select(t => (t.Key, t.Value.Status))), Text(mine.Select(t => (t.Key, t.Value.Status))));
        }

        if (picture is not null) floor.Log.Add(picture);

        static string Text(IEnumerable<(Guid Id, string Status)> tickets) => string.Join(' ', tickets.Select(t => $"{t.Id}={t.Status}").Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (news is not null) await news.DisposeAsync();
        signedIn.Dispose();
    }

    /// <summary>A socket at the node that he calls; a new one shows everything anew.</summary>
    private async Task<bool> Attach()
    {
        if (news is { Ended.IsCompleted: false } && newsFrom == caller.Place) return !outdated || await Refetch();
        if (news is not null) await news.DisposeAsync();
        news = null;
        try
        {
            using var there = signedIn.At(caller.Place.Address);
            newsFrom = caller.Place;
            news = await HubClient.Connect(there).WaitAsync(caller.Patience);
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or System.Threading.Channels.ChannelClosedException || Caller.IsNobodyThere(e))
        {
            caller.Elsewhere();
            return false;
        }

        connections++;
        topics.Clear();
        foreach (var (topic, seq) in news.Topics) Seen(topic, seq, History.Seen.Begin);
        return await Refetch();
    }

    private async Task Take(HubItem item)
    {
        if (item.Body.TryGetProperty("seq", out var number) && number.GetInt64() > 0)
        {
            var (topic, seq) = (item.Topic, number.GetInt64());
            var follows = topics.GetValueOrDefault(topic) + 1 == seq;
            Seen(topic, seq, History.Seen.Item, item.Arrived);
            if (!follows) await Refetch();
        }

        switch (item.Name)
        {
            // Told again where the topics stand: something may have been missed, as after a new connection.
            case "connected":
                foreach (var topic in item.Body.GetProperty("topics").EnumerateObject()) Seen(topic.Name, topic.Value.GetInt64(), History.Seen.Begin, item.Arrived);
                await Refetch();
                break;
            case "offerMade":
                await Answer(item.Body);
                break;
            case "ticketChanged":
                var agent = item.Body.GetProperty("agentId");
                var mine = agent.ValueKind == JsonValueKind.String && agent.GetGuid() == id;
                Show(item.Body.GetProperty("ticketId").GetGuid(), item.Body.GetProperty("status").GetString()!, mine, item.Body.GetProperty("version").GetInt64());
                break;
        }
    }

    private void Show(Guid ticket, string status, bool mine, long version)
    {
        if (screen.TryGetValue(ticket, out var known) && known.Version > version) return;
        screen[ticket] = (status, mine && status is not "closed", version);
    }

    private async Task<bool> Refetch()
    {
        // Until it has been answered it is asked again.
        outdated = true;
        if (await Mine() is not { } mine) return false;
        outdated = false;
        foreach (var (ticket, shown) in screen.ToList())
        {
            if (!mine.ContainsKey(ticket)) screen[ticket] = shown with { Mine = false };
        }

        foreach (var (ticket, (status, version)) in mine) Show(ticket, status, true, version);
        foreach (var (topic, seq) in topics.ToList()) Seen(topic, seq, History.Seen.Refetch);
        return true;
    }

    private void Seen(string topic, long seq, Seen kind, DateTimeOffset? at = null)
    {
        topics[topic] = seq;
        floor.Log.Add(new Sighting(name, connections, topic, seq, kind, at ?? Now));
    }

    private async Task<Dictionary<Guid, (string Status, long Version)>?> Mine()
    {
        var heard = await caller.Call(HttpMethod.Get, "tickets?view=mine&limit=100");
        return heard.Done
            ? heard.Body.GetProperty("items").EnumerateArray().ToDictionary(t => t.GetProperty("id").GetGuid(), t => (t.GetProperty("status").GetString()!, t.GetProperty("version").GetInt64()))
            : null;
    }

    private async Task Look()
    {
        lookAt = Now + LookEvery;
        var me = await caller.Call(HttpMethod.Get, "agents/me");
        if (!me.Done) return;
        if (me.Body.GetProperty("state").GetString() != "ready") await caller.Call(HttpMethod.Put, "agents/me/state", new { state = "ready" });
        if (me.Body.TryGetProperty("offer", out var offer) && offer.ValueKind == JsonValueKind.Object) await Answer(offer);
        if (await Mine() is not { } mine) return;
        foreach (var ticket in duties.Keys.Except(mine.Keys).ToList()) duties.Remove(ticket);
        foreach (var ticket in mine.Keys) duties.TryAdd(ticket, Now);
    }

    /// <summary>Mostly yes; sometimes no, and sometimes he looks away until it is over.</summary>
    private async Task Answer(JsonElement offer)
    {
        var (offerId, ticket) = (offer.GetProperty("offerId").GetGuid(), offer.GetProperty("ticketId").GetGuid());
        if (!answered.Add(offerId)) return;
        var chance = random.NextDouble();
        if (chance < floor.Plan.Ignored) return;
        if (chance < floor.Plan.Ignored + floor.Plan.Declined) await caller.Call(HttpMethod.Post, $"offers/{offerId}/decline", new { });
        else await Accept(offerId, ticket);
    }

    private async Task Serve(Guid ticket)
    {
        var (message, text) = (Ids.New(Now), $"{name} answers {ticket} at {Now:O}");
        var heard = await caller.Call(HttpMethod.Post, $"tickets/{ticket}/messages", new { id = message, kind = "reply", text });
        floor.Log.Add(Done(Operation.Reply, heard, ticket) with { Message = message, Text = text });
        if (heard.Again) return;
        if (random.NextDouble() < floor.Plan.Transferred)
        {
            heard = await caller.Call(HttpMethod.Post, $"tickets/{ticket}/transfer", new { queueId = floor.Queues[random.Next(floor.Queues.Count)] });
        }
        else
        {
            heard = await caller.Call(HttpMethod.Post, $"tickets/{ticket}/close", new { disposition = "resolved" });
            floor.Log.Add(Done(Operation.Close, heard, ticket));
        }
        if (!heard.Again) duties.Remove(ticket);
    }

    private Act Done(Operation operation, Heard heard, Guid ticket) => new(operation, heard.Node, name, heard.Start, heard.End)
    {
        Status = heard.Status, Code = heard.Code, Ticket = ticket, Agent = id,
        Version = heard.Done && heard.Body.TryGetProperty("version", out var version) ? version.GetInt64() : null,
    };
}
