using System.Net;
using System.Net.Sockets;
using Dfm.Functions.Security;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>The client's address as far as it can be trusted; used to limit sign-ins, never logged.</summary>
public sealed class ClientAddress(IOptions<AuthOptions> options)
{
    /// <summary>The client's address; for IPv6 its network (/64), since one client has a whole network.</summary>
    public string Of(HttpRequest request)
    {
        // Each proxy appends the address that it received from, so only the right end is trusted; the rest is the client's claim.
        var chain = request.Headers["X-Forwarded-For"]
            .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Append(request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "")
            .ToList();
        var entry = chain[Math.Max(0, chain.Count - 1 - options.Value.ForwardedHops)];
        return IPEndPoint.TryParse(entry, out var endpoint) ? Network(endpoint.Address) : "unknown";
    }

    private static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
