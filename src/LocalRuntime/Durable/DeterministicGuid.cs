using System.Security.Cryptography;
using System.Text;

namespace Dfm.LocalRuntime.Durable;

/// <summary>Name-based GUIDs (RFC 9562, version 5), in the namespace that the official engine uses.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Of(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var bytes = new byte[16 + text.Length];
        Namespace.TryWriteBytes(bytes, bigEndian: true, out _);
        text.CopyTo(bytes, 16);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The RFC prescribes SHA-1; nothing is protected by it.
        SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
