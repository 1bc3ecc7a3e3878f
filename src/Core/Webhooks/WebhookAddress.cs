namespace Dfm.Core.Webhooks;

/// <summary>
/// The addresses that events may be sent to: https on its own port, to a host of the list. Who can name an address makes the portal call it
/// from inside its network, so everything else is refused before it is resolved; <see cref="PublicAddress"/> decides on what it resolves to.
/// </summary>
public static class WebhookAddress
{
    /// <summary>The longest address, in characters: a flow's has some 300.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The address, or what is wrong with it as an error of <paramref name="field"/>.</summary>
    public static Result<Uri> Parse(string field, string? text, AllowedHosts hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        if (string.IsNullOrWhiteSpace(text)) return Refused("Indiquez l'adresse qui reçoit les événements.");
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url)) return Refused("Cette adresse n'est pas valide.");
        if (url.Scheme != Uri.UriSchemeHttps) return Refused("L'adresse commence par https://.");
        if (url.UserInfo.Length > 0) return Refused("L'adresse ne contient ni utilisateur ni mot de passe.");
        if (!url.IsDefaultPort) return Refused("L'adresse n'a pas d'autre port que 443.");
        if (url.Fragment.Length > 0) return Refused("L'adresse ne contient pas de « # ».");
        return hosts.Contain(url) ? url : Refused("Les événements ne peuvent pas être envoyés à cet hôte : il n'est pas dans la liste autorisée.");

        Problem Refused(string message) => Problem.Validation(field, message);
    }
}

/// <summary>A list of hosts: names such as <c>hooks.example.com</c>, or <c>*.example.com</c> for all below a domain.</summary>
public sealed class AllowedHosts
{
    private const string AnyBelow = "*.";
    private readonly IReadOnlyList<string> patterns;

    private AllowedHosts(IReadOnlyList<string> patterns) => this.patterns = patterns;

    /// <summary>The list, separated by spaces.</summary>
    /// <exception cref="FormatException">An entry is no name of at least two labels. An address or « * » would open the inside.</exception>
    public static AllowedHosts Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var patterns = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return patterns.FirstOrDefault(one => !IsPattern(one)) is { } wrong
            ? throw new FormatException($"« {wrong} » is no host: write hooks.example.com, or *.example.com for all below a domain.")
            : new(patterns);
    }

    /// <summary>Whether the address names a host of the list. An IP address, in whatever form, is none.</summary>
    public bool Contain(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.HostNameType is UriHostNameType.Dns && patterns.Any(pattern => Fits(url.IdnHost, pattern));
    }

    private static bool Fits(string host, string pattern) => pattern.StartsWith(AnyBelow, StringComparison.Ordinal)
        ? host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool IsPattern(string text)
    {
        var name = text.StartsWith(AnyBelow, StringComparison.Ordinal) ? text[AnyBelow.Length..] : text;
        return Uri.CheckHostName(name) is UriHostNameType.Dns && name.Contains('.', StringComparison.Ordinal) && !name.EndsWith('.');
    }
}
