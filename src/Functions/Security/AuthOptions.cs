using System.ComponentModel.DataAnnotations;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Security;

/// <summary>The configuration section <c>Auth</c>.</summary>
public sealed class AuthOptions : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Auth";

    /// <summary>The secret that signs access tokens (HS256): at least 32 bytes in UTF-8.</summary>
    [Required(ErrorMessage = "Set Auth:SigningKey to a random secret of at least 32 bytes.")]
    [MinLength(32, ErrorMessage = "Auth:SigningKey is too short: at least 32 bytes.")]
    public string SigningKey { get; set; } = "";

    /// <summary>The number of sign-ins that may fail from one address within fifteen minutes: an office shares its address.</summary>
    [Range(5, 10_000)]
    public int FailuresByAddress { get; set; } = 100;

    /// <summary>
    /// The number of our proxies in front of the app that append to <c>X-Forwarded-For</c>, beyond what the host already resolves: 0 trusts
    /// the connection's own address.
    /// </summary>
    [Range(0, 5)]
    public int ForwardedHops { get; set; }
}
