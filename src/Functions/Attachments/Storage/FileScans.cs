using Dfm.Core.Attachments;

namespace Dfm.Functions.Attachments.Storage;

/// <summary>What is known of malware in the files of a request.</summary>
/// <param name="states">By the files' ids; null where nothing scans.</param>
public sealed class FileScans(IReadOnlyDictionary<string, ScanState>? states)
{
    private const string State = "scan";
    private const string FinishedAt = "scanned";

    /// <summary>Of a file that was stored a moment ago its scan may not have ended.</summary>
    public ScanState Of(string id) => states is null ? ScanState.None : states.GetValueOrDefault(id, ScanState.Pending);

    /// <summary>What the metadata of a file's blob say.</summary>
    public static ScanState Read(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(State, out var state) && Enum.TryParse<ScanState>(state, out var known) ? known : ScanState.Pending;

    /// <summary>The metadata that say it; null where a scan that ended later has said so already.</summary>
    public static Dictionary<string, string>? Write(ScanState state, DateTimeOffset finishedAt, IDictionary<string, string> before)
    {
        var at = finishedAt.UtcTicks.ToString("d19", System.Globalization.CultureInfo.InvariantCulture);
        return before.TryGetValue(FinishedAt, out var known) && string.CompareOrdinal(known, at) >= 0
            ? null
            : new() { [State] = state.ToString(), [FinishedAt] = at };
    }
}
