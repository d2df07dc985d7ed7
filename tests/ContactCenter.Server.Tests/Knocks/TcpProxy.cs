using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ContactCenter.Server.Tests.Knocks;

/// <summary>
/// A line to a server of ours that can be slow, silent or cut, where the kernel has no means for that. It delays each piece
/// of data, both ways and in order.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> open = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile TaskCompletionSource flowing = Passed();
    private long delayTicks;
    private volatile bool cut;

    public TcpProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How long each piece of data is held back.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref delayTicks));
        set => Interlocked.Exchange(ref delayTicks, value.Ticks);
    }

    /// <summary>Connections stay open and nothing passes.</summary>
    public void Stall() => flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends all connections; new ones are ended at once.</summary>
    public void Cut()
    {
        cut = true;
        foreach (var client in open.Keys) client.Dispose();
    }

    /// <summary>As if nothing had been; what was stalled arrives.</summary>
    public void Mend()
    {
        cut = false;
        Delay = TimeSpan.Zero;
        flowing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await stop.CancelAsync();
        flowing.TrySetResult();
        listener.Stop();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }

    private static TaskCompletionSource Passed()
    {
        var passed = new TaskCompletionSource();
        passed.SetResult();
        return passed;
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed of: nobody is let in any more.
        }
    }

    private async Task Serve(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            open[near] = open[far] = true;
            try
            {
                if (cut) return;
                await far.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                near.NoDelay = far.NoDelay = true;
                await Task.WhenAny(Pump(near.GetStream(), far.GetStream()), Pump(far.GetStream(), near.GetStream()));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut, or nobody there: the near end sees its connection end, as it would without us.
            }
            finally
            {
                open.TryRemove(near, out _);
                open.TryRemove(far, out _);
            }
        }
    }

    private async Task Pump(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, stop.Token) is > 0 and var read)
            {
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, stop.Token);
                await flowing.Task;
                await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has ended; the other is ended with it.
        }
    }
}
