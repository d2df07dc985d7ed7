using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace ContactCenter.Benchmarks.Load;

/// <summary>
/// A screen's socket: speaks SignalR's JSON protocol over a raw WebSocket and hands each record to whoever listens, as
/// bytes, on the reading thread.
/// </summary>
sealed class ScreenSocket : IAsyncDisposable
{
    const byte RecordEnd = 0x1e;
    static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");

    readonly ClientWebSocket socket = new();
    readonly Action<ReadOnlyMemory<byte>> record;
    readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task reading = Task.CompletedTask;

    ScreenSocket(Action<ReadOnlyMemory<byte>> record) => this.record = record;

    /// <summary>Ends when the connection has ended, by either side.</summary>
    public Task Ended => reading;

    /// <summary>Comes back when the hub has said `connected`.</summary>
    public static async Task<ScreenSocket> Open(Uri server, string hub, string cookies, Action<ReadOnlyMemory<byte>> record, CancellationToken cancel)
    {
        var screen = new ScreenSocket(record);
        try
        {
            if (cookies.Length > 0) screen.socket.Options.SetRequestHeader("Cookie", cookies);
            screen.socket.Options.KeepAliveInterval = TimeSpan.Zero;
            await screen.socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = hub }.Uri, cancel);
            await screen.socket.SendAsync(Handshake, WebSocketMessageType.Text, true, cancel);
            screen.reading = screen.Read();
            await screen.connected.Task.WaitAsync(cancel);
            return screen;
        }
        catch
        {
            await screen.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await reading;
        socket.Dispose();
    }

    async Task Read()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        var filled = 0;
        try
        {
            while (true)
            {
                if (filled == buffer.Length) buffer = Grow(buffer);
                var received = await socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                filled += received.Count;
                filled = Take(buffer, filled);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone, by either side; whoever needs it hears by Ended.
        }
        ArrayPool<byte>.Shared.Return(buffer);
        connected.TrySetException(new WebSocketException("The connection ended before it was open."));
    }

    /// <summary>Hands over whole records; what is left of a half one moves to the front.</summary>
    int Take(byte[] buffer, int filled)
    {
        var start = 0;
        for (int end; (end = Array.IndexOf(buffer, RecordEnd, start, filled - start)) >= 0; start = end + 1)
        {
            var whole = buffer.AsMemory(start, end - start);
            if (!connected.Task.IsCompleted && whole.Span.IndexOf("\"connected\""u8) >= 0) connected.TrySetResult();
            record(whole);
        }
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        return filled - start;
    }

    static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
