namespace Dfm.LocalHost.ServiceBus;

/// <summary>
/// Duplicate detection: the latest message of each id, and whether it is stored. Messages of one id are sent one after the other, so that a
/// duplicate is told from what could not be stored; those of different ids at the same time. Not safe for concurrent use.
/// </summary>
internal sealed class MessageIds
{
    private readonly Dictionary<string, (long Sequence, bool IsStored)> ids = [];
    private readonly Dictionary<string, Turn> turns = []; // The latest of each id that is being sent.

    /// <summary>Takes a turn for these ids, after all turns that were taken for any of them before.</summary>
    public Turn Enter(IEnumerable<string> messageIds)
    {
        string[] wanted = [.. messageIds.Distinct()];
        var turn = new Turn(wanted, Task.WhenAll(wanted.Select(id => turns.GetValueOrDefault(id)?.Over).OfType<Task>()));
        foreach (var id in wanted) turns[id] = turn;
        return turn;
    }

    /// <summary>Ends the turn, in which these were stored.</summary>
    public void Leave(Turn turn, IEnumerable<BusRow> stored)
    {
        foreach (var row in stored) Stored(row);
        foreach (var id in turn.Ids.Where(id => turns[id] == turn)) turns.Remove(id);
        turn.End();
    }

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

    /// <summary>The time in which one sender alone sends messages of these ids.</summary>
    internal sealed class Turn(IReadOnlyList<string> ids, Task comes)
    {
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<string> Ids => ids;

        /// <summary>Completes when the turns before are over.</summary>
        public Task Comes => comes;

        public Task Over => over.Task;

        public void End() => over.SetResult();
    }
}
