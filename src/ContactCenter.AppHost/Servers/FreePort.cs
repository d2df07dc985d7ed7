using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ContactCenter.AppHost.Servers;

/// <summary>Loopback ports that nobody listens on.</summary>
public static class FreePort
{
    // Below the ports that the system lends to outgoing connections: a server that is down for a while would
    // lose its port to one of those, and a client that keeps trying could even connect to itself.
    private const int First = 17_000;
    private const int End = 32_000;

    public static int Find()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port)) return port;
        }

        throw new HostException("No free port on 127.0.0.1.");
    }

    public static bool IsFree(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
