using System.Net;
using System.Net.Sockets;

namespace Dfm.Testing;

/// <summary>TCP ports of the loopback that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary><paramref name="count"/> different ports, free at this moment.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }
}
