using System.Net;
using System.Net.Sockets;
using Dfm.Core.Webhooks;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>What the operating system does for connections to receivers. Tests put another in its place; nothing else reaches an inside address.</summary>
/// <param name="Resolve">The addresses of a host.</param>
/// <param name="Dial">Connects to one of them.</param>
public sealed record Network(
    Func<string, CancellationToken, Task<IPAddress[]>> Resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> Dial)
{
    public static Network System { get; } = new(Dns.GetHostAddressesAsync, Connect);

    private static async Task<Stream> Connect(IPEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>
/// Opens connections to receivers: resolves the host once, refuses it when any of its addresses is not public, and connects to the very
/// addresses that were checked. A name that resolves otherwise the next moment (DNS rebinding) gains nothing.
/// </summary>
public sealed class OutsideConnections(Network network)
{
    /// <summary>A receiver gets and sends next to nothing: three addresses and five seconds are plenty.</summary>
    private const int MostAddresses = 3;

    private const int HttpsPort = 443;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>; TLS and the certificate's check against the host's name come on top.</summary>
    /// <exception cref="InsideAddressException">The host leads inside, or the port is not that of https.</exception>
    public async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await network.Resolve(host, cancellationToken);
        if (port != HttpsPort || addresses.Length == 0 || !addresses.All(PublicAddress.Is)) throw new InsideAddressException();
        Exception? failure = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            try
            {
                return await network.Dial(new IPEndPoint(address, port), cancellationToken);
            }
            catch (Exception unreachable) when (unreachable is SocketException or IOException)
            {
                failure = unreachable;
            }
        }

        throw failure!;
    }
}

/// <summary>A receiver's host does not lead to the public internet. Says no more: addresses of the inside are nobody's business.</summary>
public sealed class InsideAddressException() : Exception("The host of a webhook does not lead to the public internet.");
