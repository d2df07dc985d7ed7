using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace ContactCenter.Server.Tests.Hosting;

/// <summary>One item that a hub sent: its name and its one argument.</summary>
public sealed record HubItem(string Name, JsonElement Body)
{
    public string Topic => Body.GetProperty("topic").GetString()!;

    public long Seq => Body.GetProperty("seq").GetInt64();

    /// <summary>Whoever takes it may come to it later.</summary>
    public DateTimeOffset Arrived { get; } = TimeProvider.System.GetUtcNow();
}

/// <summary>
/// Speaks SignalR's JSON protocol over a raw WebSocket, as a screen does: handshake, invocations, keep-alive. What
/// arrives is kept in order until a test asks for it.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    private const char RecordEnd = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebSocket socket;
    private readonly Channel<HubItem> items = Channel.CreateUnbounded<HubItem>();
    private readonly CancellationTokenSource stop = new();
    private readonly StringBuilder half = new();
    private readonly TaskCompletionSource<string?> handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<JsonElement> completions = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;
    private bool disposed;

    private HubClient(WebSocket socket)
    {
        this.socket = socket;
        reading = Read();
    }

    /// <summary>The numbers of the first message, `connected`.</summary>
    public IReadOnlyDictionary<string, long> Topics { get; private set; } = new Dictionary<string, long>();

    /// <summary>Ends when the server ended the connection.</summary>
    public Task Ended => ended.Task;

    /// <summary>Opens the hub as that caller and waits for `connected`, which must come first.</summary>
    public static async Task<HubClient> Connect(Api api, string hub = "/hubs/agent", string? origin = null)
    {
        var client = await Open(api, hub, origin);
        var first = await client.Next();
        Assert.Equal("connected", first.Name);
        client.Topics = first.Body.GetProperty("topics").EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetInt64());
        return client;
    }

    /// <summary>Opens the socket and shakes hands; fails with a WebSocketException that names the status when refused.</summary>
    public static async Task<HubClient> Open(Api api, string hub, string? origin = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        var web = new ClientWebSocket();
        if (api.CookieHeader.Length > 0) web.Options.SetRequestHeader("Cookie", api.CookieHeader);
        if (origin is not null) web.Options.SetRequestHeader("Origin", origin);
        var address = new UriBuilder(api.Http.BaseAddress!) { Scheme = "ws", Path = hub }.Uri;
        await web.ConnectAsync(address, limit.Token);
        var client = new HubClient(web);
        await client.Send("""{"protocol":"json","version":1}""");
        if (await client.handshake.Task.WaitAsync(limit.Token) is { } error) throw new InvalidOperationException(error);
        return client;
    }

    /// <summary>The next item, whatever it is.</summary>
    public async Task<HubItem> Next()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await items.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next item of that name; others are passed over.</summary>
    public async Task<HubItem> Next(string name, Func<JsonElement, bool>? which = null)
    {
        while (true)
        {
            var item = await Next();
            if (item.Name == name && (which is null || which(item.Body))) return item;
        }
    }

    /// <summary>What has arrived and was not asked for yet.</summary>
    public IReadOnlyList<HubItem> Arrived()
    {
        var all = new List<HubItem>();
        while (items.Reader.TryRead(out var item)) all.Add(item);
        return all;
    }

    /// <summary>Calls a method of the hub and returns its error, if any.</summary>
    public async Task<string?> Invoke(string method, params object?[] arguments)
    {
        await Send(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method, arguments }, JsonSerializerOptions.Web));
        using var limit = new CancellationTokenSource(Patience);
        var completion = await completions.Reader.ReadAsync(limit.Token);
        return completion.TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    /// <summary>Sends one record as it is.</summary>
    public Task Send(string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json + RecordEnd), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Goes away as a closed tab does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true)) return;
        await stop.CancelAsync();
        socket.Abort();
        await reading;
        socket.Dispose();
        stop.Dispose();
    }

    private async Task Read()
    {
        var buffer = new byte[16 * 1024];
        var decoder = Encoding.UTF8.GetDecoder();
        var text = new char[buffer.Length];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
                if (received.MessageType == WebSocketMessageType.Close) break;
                half.Append(text, 0, decoder.GetChars(buffer, 0, received.Count, text, 0));
                TakeRecords();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone, by either side: what waits is told below.
        }

        handshake.TrySetException(new WebSocketException("The connection ended before the handshake."));
        items.Writer.TryComplete();
        completions.Writer.TryComplete();
        ended.TrySetResult();
    }

    private void TakeRecords()
    {
        var all = half.ToString().Split(RecordEnd);
        half.Clear().Append(all[^1]);
        foreach (var record in all[..^1]) Take(JsonElement.Parse(record));
    }

    private void Take(JsonElement record)
    {
        if (!record.TryGetProperty("type", out var type))
        {
            handshake.TrySetResult(record.TryGetProperty("error", out var error) ? error.GetString() : null);
            return;
        }

        switch (type.GetInt32())
        {
            case 1:
                items.Writer.TryWrite(new HubItem(record.GetProperty("target").GetString()!, record.GetProperty("arguments")[0]));
                break;
            case 3:
                completions.Writer.TryWrite(record);
                break;
        }
    }
}
