namespace Dfm.LocalHost.ServiceBus;

/// <summary>Duplicate detection: the latest message of each id, and whether it is stored. Not safe for concurrent use.</summary>
internal sealed class MessageIds
{
    private readonly Dictionary<string, (long Sequence, bool IsStored)> ids = [];

    /// <summary>The row as it is to be written; null for a duplicate of one that is stored.</summary>
    public BusRow? Register(BusRow row, DateTimeOffset now)
    {
        var isKnown = ids.TryGetValue(row.Id, out var known) && now.UtcTicks - known.Sequence < BusAccount.DuplicateWindow.Ticks;
        if (isKnown && known.IsStored) return null;
        // What failed may be stored nevertheless: it is written again in the same place.
        var written = isKnown ? row with { Sequence = known.Sequence } : row;
        ids[row.Id] = (written.Sequence, false);
        return written;
    }

    public void Stored(BusRow row) => ids[row.Id] = (row.Sequence, true);
}
