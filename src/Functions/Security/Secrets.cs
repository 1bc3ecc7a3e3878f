using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dfm.Functions.Security;

/// <summary>Random secrets and their hashes. Their entropy is high, so plain SHA-256 is sufficient (no salt, no work factor).</summary>
public static class Secrets
{
    /// <summary><paramref name="bytes"/> random bytes, base64url.</summary>
    public static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>SHA-256 of the text, base64url (43 characters).</summary>
    public static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether <paramref name="secret"/> hashes to <paramref name="hash"/>, in constant time.</summary>
    public static bool Matches(string secret, string hash) => AreEqual(Hash(secret), hash);

    /// <summary>Whether two texts in ASCII are equal, in constant time.</summary>
    public static bool AreEqual(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
