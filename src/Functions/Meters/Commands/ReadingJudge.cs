using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Storage;

namespace Dfm.Functions.Meters.Commands;

/// <summary>Judges the lines of chunks by the assets and meters as they stand; stores nothing.</summary>
public sealed class ReadingJudge(TableMeterStore meters, IAssetStore assets)
{
    /// <summary>The assets and meters of chunks, read beside each other: a few point reads, or one range each.</summary>
    public async Task<ReadAssets> Read(IEnumerable<ReadingChunk> chunks, ReadingEntry entry, CancellationToken cancellationToken)
    {
        var ids = chunks.SelectMany(chunk => chunk.Assets).Distinct().ToList();
        if (ids.Count == 0) return new(new Dictionary<AssetId, Asset>(), new Dictionary<AssetId, LoadedMeter>());
        var loading = meters.Load(entry.By.Customer, ids, cancellationToken);
        return new(await assets.FindAll(entry.By.Customer, ids, cancellationToken), await loading);
    }

    /// <summary>The result of each line of a chunk, by the assets and meters that were read.</summary>
    public static JudgedChunk Judge(ReadingChunk chunk, ReadingEntry entry, ReadAssets read)
    {
        var (results, changes) = (new List<ReadingResult>(), new List<MeterChange>());
        foreach (var part in chunk.Parts)
        {
            var asset = read.Assets.GetValueOrDefault(part.Asset);
            var before = read.Meters[part.Asset];
            var after = before.Meter;
            foreach (var line in part.Lines) results.Add(JudgeLine(line, asset, entry, ref after));
            if (!ReferenceEquals(after, before.Meter)) changes.Add(new(before, after));
        }

        return new(results, changes);
    }

    private static ReadingResult JudgeLine(ReadingLine line, Asset? asset, ReadingEntry entry, ref Meter meter)
    {
        if (asset is null || !entry.By.MaySee(asset.Site))
            return new(line, null, ReadingOutcome.Refused, [ReadingRemarks.UnknownAsset]);
        if (!asset.TakesReadings())
            return new(line, asset, ReadingOutcome.Refused, [ReadingRemarks.NoCounters]);
        if (line.Errors.Count > 0 || line.At is not { } at) return new(line, asset, ReadingOutcome.Refused, line.Errors);
        var command = new EnterReading(at, line.Values, line.Replaced, line.Confirmed, entry.Source, Person.Of(entry.By), entry.At);
        var decision = MeterDecisions.Enter(meter, command, entry.Policy);
        meter = decision.Meter;
        return new(line, asset, decision.Outcome, decision.Remarks);
    }
}

/// <summary>What somebody enters together.</summary>
/// <param name="Lines">As the form or the file says them.</param>
/// <param name="Policy">The customer's thresholds.</param>
/// <param name="Counters">All counters that there are, for their labels.</param>
/// <param name="At">When it is entered.</param>
public sealed record ReadingEntry(
    Caller By,
    IReadOnlyList<ReadingLine> Lines,
    ReadingSource Source,
    MeterPolicy Policy,
    IReadOnlyList<Counter> Counters,
    DateTimeOffset At)
{
    /// <summary>Whether a person of the customer enters it, who gets a mail and a line of the journal of use.</summary>
    public bool IsCustomers => Source is ReadingSource.Portal or ReadingSource.Import;
}

/// <summary>Assets and meters as they were read.</summary>
public sealed record ReadAssets(IReadOnlyDictionary<AssetId, Asset> Assets, IReadOnlyDictionary<AssetId, LoadedMeter> Meters);

/// <param name="Changes">The meters that are other than before.</param>
public sealed record JudgedChunk(IReadOnlyList<ReadingResult> Results, IReadOnlyList<MeterChange> Changes);

public sealed record MeterChange(LoadedMeter Before, Meter After);
