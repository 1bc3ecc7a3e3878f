using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Security;

/// <summary>
/// HMAC-SHA256 by keys that are derived from <c>Auth:SigningKey</c> (HKDF, RFC 5869), one for each purpose: what is signed for one purpose
/// is worth nothing for another.
/// </summary>
public sealed class Signatures(IOptions<AuthOptions> options)
{
    private readonly byte[] secret = Encoding.UTF8.GetBytes(options.Value.SigningKey);

    /// <summary>32 bytes.</summary>
    /// <param name="purpose">A constant of the caller.</param>
    public byte[] Sign(string purpose, string text) => HMACSHA256.HashData(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, info: Encoding.UTF8.GetBytes(purpose)),
        Encoding.UTF8.GetBytes(text));
}
