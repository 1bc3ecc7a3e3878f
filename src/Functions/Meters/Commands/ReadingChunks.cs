using Dfm.Core.Meters;
using Dfm.Core.Parc;

namespace Dfm.Functions.Meters.Commands;

/// <summary>Cuts what is entered together into commands of one transaction each.</summary>
public static class ReadingChunks
{
    /// <summary>Rows of a transaction (100) less those of the entry, the Idempotency-Key and the outbox.</summary>
    private const int RowsForMeters = 97;

    /// <summary>So many lines of one asset fit into a transaction together with what they push into the archive.</summary>
    private const int LinesOfOneAsset = 600;

    /// <summary>The lines of readable ids, in chunks of neighbouring assets; all lines of an asset stay together as far as they fit.</summary>
    public static IReadOnlyList<ReadingChunk> Of(IEnumerable<ReadingLine> lines)
    {
        var (chunks, parts, rows) = (new List<ReadingChunk>(), new List<AssetLines>(), 0);
        foreach (var part in lines.GroupBy(line => line.Asset).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(Parts))
        {
            if (rows + part.Rows > RowsForMeters || (parts.Count > 0 && parts[^1].Asset == part.Asset))
            {
                chunks.Add(new(parts));
                (parts, rows) = ([], 0);
            }

            parts.Add(part);
            rows += part.Rows;
        }

        if (parts.Count > 0) chunks.Add(new(parts));
        return chunks;
    }

    private static IEnumerable<AssetLines> Parts(IGrouping<string, ReadingLine> ofAsset) => ofAsset
        .OrderBy(line => line.At).ThenBy(line => line.Number)
        .Chunk(LinesOfOneAsset)
        .Select(lines => new AssetLines(AssetId.Parse(ofAsset.Key), lines));
}

/// <summary>The lines of one asset, oldest reading first.</summary>
public sealed record AssetLines(AssetId Asset, IReadOnlyList<ReadingLine> Lines)
{
    /// <summary>The meter's row, and those of the archive that so many new readings may need.</summary>
    public int Rows => 1 + ((Lines.Count + Meter.ArchivedAtOnce - 1) / Meter.ArchivedAtOnce);
}

/// <summary>The lines of one command.</summary>
public sealed record ReadingChunk(IReadOnlyList<AssetLines> Parts)
{
    public static ReadingChunk Empty { get; } = new([]);

    public IReadOnlyCollection<AssetId> Assets => [.. Parts.Select(part => part.Asset)];
}
