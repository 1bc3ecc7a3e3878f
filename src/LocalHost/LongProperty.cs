using Azure.Data.Tables;

namespace Dfm.LocalHost;

/// <summary>
/// Bytes that may be longer than a table's property, which holds 64 KiB: over as many as it takes, by the names NAME0, NAME1 ….
/// </summary>
internal static class LongProperty
{
    /// <summary>Bytes of one property.</summary>
    public const int PartSize = 60_000;

    /// <summary>Sets the properties of a name.</summary>
    public static void SetLong(this TableEntity row, string name, byte[] bytes)
    {
        foreach (var (n, part) in bytes.Chunk(PartSize).Index()) row[$"{name}{n}"] = part;
    }

    /// <summary>The bytes of a name; none if there is no such property.</summary>
    public static byte[] GetLong(this TableEntity row, string name)
    {
        using var bytes = new MemoryStream();
        for (var n = 0; row.GetBinary($"{name}{n}") is { } part; n++) bytes.Write(part);
        return bytes.ToArray();
    }
}
