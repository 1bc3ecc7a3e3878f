using System.Net;
using System.Net.Sockets;

namespace Dfm.Testing;

/// <summary>TCP ports of the loopback that nobody listens on.</summary>
public static class FreePorts
{
    // Below those that the system gives to outgoing connections, one of which might take a free port before its listener does.
    private const int First = 15_000;
    private const int Last = 32_000;

    // Whoever was given a port may have it free for a while: before it listens, and when it is killed and started again.
    private static readonly HashSet<int> Given = [];

    /// <summary><paramref name="count"/> different ports, free at this moment, and given to nobody else by this process.</summary>
    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            while (listeners.Count < count)
            {
                if (TryListen() is { } listener) listeners.Add(listener);
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }

    /// <summary>Whether somebody listens on a port.</summary>
    public static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static TcpListener? TryListen()
    {
#pragma warning disable CA5394 // Not for security.
        var port = Random.Shared.Next(First, Last);
#pragma warning restore CA5394
        lock (Given)
        {
            if (!Given.Add(port)) return null;
        }

        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
