using System.Net;
using System.Net.Sockets;

namespace Dfm.Core.Webhooks;

/// <summary>
/// Tells addresses of the public internet from those that lead inside: this machine, its network, the platform's own services. After
/// IANA's registries of special-purpose addresses (RFC 6890); what they leave open is refused.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] SpecialV4 = Networks(
        "0.0.0.0/8", // this network
        "10.0.0.0/8", // private
        "100.64.0.0/10", // a provider's, shared
        "127.0.0.0/8", // this machine
        "168.63.129.16/32", // Azure's own services, in every virtual network
        "169.254.0.0/16", // link-local, among them the platform's metadata and identity
        "172.16.0.0/12", // private
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24", // documentation
        "192.88.99.0/24", // relays to IPv6
        "192.168.0.0/16", // private
        "198.18.0.0/15", // measurements
        "198.51.100.0/24", // documentation
        "203.0.113.0/24", // documentation
        "224.0.0.0/4", // multicast
        "240.0.0.0/4"); // reserved, broadcast

    /// <summary>All that is assigned to the public internet; the rest of IPv6 (::1, fc00::/7, fe80::/10, ff00::/8…) is not.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialV6 = Networks(
        "2001::/23", // protocol assignments, among them Teredo, which holds an IPv4 address
        "2001:db8::/32", // documentation
        "2002::/16", // 6to4, which holds an IPv4 address
        "3fff::/20"); // documentation

    /// <summary>Whether <paramref name="address"/> is one of the public internet.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6) return Is(address.MapToIPv4());
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !SpecialV4.Any(network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => GlobalV6.Contains(address) && !SpecialV6.Any(network => network.Contains(address)),
            _ => false,
        };
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
