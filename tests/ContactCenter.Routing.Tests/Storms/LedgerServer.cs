using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ContactCenter.Routing.Tests.Support;

namespace ContactCenter.Routing.Tests.Storms;

/// <summary>Shows a ledger to other processes: a line of JSON asks, a line answers.</summary>
internal sealed class LedgerServer : IAsyncDisposable
{
    private readonly Ledger _ledger;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    public LedgerServer(Ledger ledger)
    {
        _ledger = ledger;
        _listener.Start();
        _listening = Task.Run(ListenAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _listening;
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var one = client;
        try
        {
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
                await writer.WriteLineAsync(JsonSerializer.Serialize(await _ledger.AskAsync(JsonSerializer.Deserialize<LedgerQuestion>(line)!)));
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or JsonException)
        {
            // It was killed in the middle of a line.
        }
    }
}

/// <summary>The ledger of another process.</summary>
internal sealed class RemoteLedger : ILedger, IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private RemoteLedger(TcpClient client) =>
        (_client, _reader, _writer) = (client, new StreamReader(client.GetStream()), new StreamWriter(client.GetStream()) { AutoFlush = true });

    public static async Task<RemoteLedger> ConnectAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        return new RemoteLedger(client);
    }

    public async Task<LedgerAnswer> AskAsync(LedgerQuestion question)
    {
        await _writer.WriteLineAsync(JsonSerializer.Serialize(question));
        var line = await _reader.ReadLineAsync() ?? throw new IOException("The ledger has gone.");
        return JsonSerializer.Deserialize<LedgerAnswer>(line)!;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
        _client.Dispose();
    }
}
