using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dfm.Functions.Security;

/// <summary>Random secrets and their hashes. They have 256 bits of their own, so a plain SHA-256 keeps them (no salt, no cost).</summary>
internal static class Secrets
{
    /// <summary>A random text of <paramref name="bytes"/> bytes, base64url.</summary>
    public static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>SHA-256 of the text, base64url (43 characters).</summary>
    public static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether <paramref name="secret"/> hashes to <paramref name="hash"/>, in a time that does not tell how nearly.</summary>
    public static bool Matches(string secret, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
