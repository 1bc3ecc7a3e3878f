using System.Text;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>Writes the <c>winmail.dat</c> in which Outlook wraps files (MS-OXTNEF).</summary>
internal static class Tnef
{
    private const byte OfAttachment = 2;

    public static byte[] Of(string name, byte[] content)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0x223E9F78);
        writer.Write((short)1);
        Attribute(writer, 0x00069002, [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]);
        Attribute(writer, 0x00018010, [.. Encoding.Latin1.GetBytes(name), 0]);
        Attribute(writer, 0x0006800F, content);
        return bytes.ToArray();
    }

    private static void Attribute(BinaryWriter writer, int tag, byte[] data)
    {
        writer.Write(OfAttachment);
        writer.Write(tag);
        writer.Write(data.Length);
        writer.Write(data);
        writer.Write((short)data.Sum(one => one));
    }
}
