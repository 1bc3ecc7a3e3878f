using System.ComponentModel.DataAnnotations;

namespace Dfm.Functions.Security;

/// <summary>The section <c>Auth</c> of the configuration.</summary>
public sealed class AuthOptions
{
    /// <summary>The secret that access tokens are signed with (HS256): at least 32 bytes in UTF-8.</summary>
    [Required(ErrorMessage = "Set Auth:SigningKey to a random secret of at least 32 bytes.")]
    [MinLength(32, ErrorMessage = "Auth:SigningKey is too short: at least 32 bytes.")]
    public string SigningKey { get; set; } = "";

    /// <summary>How many sign-ins may fail from one address within fifteen minutes: an office shares its address.</summary>
    [Range(5, 10_000)]
    public int FailuresByAddress { get; set; } = 100;

    /// <summary>
    /// How many proxies of ours stand before the app and append to <c>X-Forwarded-For</c>, beyond what the host already resolves: 0 trusts
    /// the connection's own address.
    /// </summary>
    [Range(0, 5)]
    public int ForwardedHops { get; set; }
}
