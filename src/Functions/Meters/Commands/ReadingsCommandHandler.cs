using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Core.Usage;
using Dfm.Functions.Commands;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Meters.Commands;

/// <summary>
/// Enters readings: one command for each chunk that fits into a transaction. All chunks but the last store meters, and note on the entry's
/// row that they did; the last one also decides on the confirmation, which is sent once for whatever an entry has changed, however often it
/// is sent or broken off.
/// </summary>
public sealed class ReadingsCommandHandler(
    CommandPipeline pipeline, TableServiceClient tables, ReadingJudge judge)
{
    private const int ChunksAtOnce = 4;

    /// <summary>About a thousand assets, which is what a range returns in one request.</summary>
    private const int ChunksReadTogether = 20;

    private const string PendingColumn = "Pending";
    private const string MailsColumn = "Mails";

    private readonly TableClient table = tables.GetTableClient(TableNames.Meters);

    /// <summary>Judges and stores all lines, each on its own.</summary>
    /// <param name="entry">The lines.</param>
    /// <param name="respond">The response to the results, which are in the order of the lines.</param>
    /// <param name="idempotency">The request's Idempotency-Key, if it has one.</param>
    /// <param name="cancellationToken">Cancels the reads; commits run to completion.</param>
    public async Task<CommandOutcome<StoredResponse>> Execute(
        ReadingEntry entry,
        Func<IReadOnlyList<ReadingResult>, StoredResponse> respond,
        Idempotency? idempotency,
        CancellationToken cancellationToken)
    {
        var (unknown, chunks) = Cut(entry);
        var key = $"b-{HashOf(entry)}";
        // Only the last chunk would tell, when others are stored.
        if (chunks.Count > 1 && await Answered(entry.By.Customer, idempotency) is { } answered) return answered;
        await using var execution = pipeline.Begin(TableNames.Meters, entry.By.Customer);
        var (stored, atOnce) = (new ConcurrentBag<IReadOnlyList<ReadingResult>?>([unknown]), AreIndependent(chunks) ? ChunksAtOnce : 1);
        foreach (var group in chunks.SkipLast(1).Chunk(ChunksReadTogether))
        {
            var ahead = await judge.Read(group, entry, cancellationToken);
            await Parallel.ForEachAsync(
                group,
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (chunk, stop) => stored.Add(await Store(chunk, entry, key, ahead, stop)));
        }

        return await execution.Run(Conclude, () => MeterProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Conclude(UnitOfWork unit)
        {
            // Not a response to keep: the same entry, sent again, stores what is missing and confirms all of it.
            if (stored.Contains(null)) return MeterProblems.Busy;
            var reading = table.FindRow(entry.By.Customer.Value, key, cancellationToken);
            var last = chunks.Count > 0 ? chunks[^1] : ReadingChunk.Empty;
            var judged = ReadingJudge.Judge(last, entry, await judge.Read([last], entry, cancellationToken));
            var row = await reading;
            IReadOnlyList<ReadingResult> results = [.. stored.SelectMany(part => part!).Concat(judged.Results).OrderBy(result => result.Line.Number)];
            var owesMail = judged.Changes.Count > 0 || row?.GetBoolean(PendingColumn) is true;
            var mails = (row?.GetInt32(MailsColumn) ?? 0) + (owesMail ? 1 : 0);
            Write(unit, judged, entry);
            if (owesMail && entry.IsCustomers)
            {
                unit.Follow(OutboxEffect.EnqueueMail(
                    MeterMails.Recorded($"readings-{key[2..34]}-{mails}", Person.Of(entry.By), entry.At, results, entry.Counters)));
                unit.Note(new(entry.By.Customer, entry.At, entry.By.Name, entry.By.User, UsageActions.ReadingsEntered, Subject: null));
            }

            // With a key there is always something to store, by which a repeated request finds the first response.
            if (owesMail || idempotency is not null) WriteEntry(unit, entry.By.Customer, key, row, mails);
            return unit.Respond(respond(results));
        }
    }

    /// <summary>What would become of the lines; nothing is stored.</summary>
    public async Task<IReadOnlyList<ReadingResult>> Preview(ReadingEntry entry, CancellationToken cancellationToken)
    {
        var (unknown, chunks) = Cut(entry);
        var results = new List<ReadingResult>(unknown);
        foreach (var group in chunks.Chunk(ChunksReadTogether))
        {
            var read = await judge.Read(group, entry, cancellationToken);
            results.AddRange(group.SelectMany(chunk => ReadingJudge.Judge(chunk, entry, read).Results));
        }

        return [.. results.OrderBy(result => result.Line.Number)];
    }

    private static (IReadOnlyList<ReadingResult> Unknown, IReadOnlyList<ReadingChunk> Chunks) Cut(ReadingEntry entry)
    {
        var lines = ReadingLine.WithoutRepetitions(entry.Lines).ToLookup(line => AssetId.TryParse(line.Asset, out _));
        var unknown = lines[false].Select(line => new ReadingResult(
            line, null, ReadingOutcome.Refused, line.Errors.Count > 0 ? line.Errors : [ReadingRemarks.UnknownAsset]));
        return ([.. unknown], ReadingChunks.Of(lines[true]));
    }

    private async Task<CommandOutcome<StoredResponse>?> Answered(CustomerId customer, Idempotency? idempotency)
    {
        if (idempotency is null) return null;
        await using var look = pipeline.Begin(TableNames.Meters, customer, hasEffects: false);
        return await look.Answered<StoredResponse>(idempotency);
    }

    /// <summary>Chunks with lines of the same asset build on each other.</summary>
    private static bool AreIndependent(IReadOnlyList<ReadingChunk> chunks) =>
        chunks.SelectMany(chunk => chunk.Assets).GroupBy(asset => asset).All(chunksOfAsset => chunksOfAsset.Count() == 1);

    /// <param name="ahead">What the first try is judged by; a chunk that meets a conflict reads its assets again.</param>
    /// <returns>Null when others wrote at every try.</returns>
    private async Task<IReadOnlyList<ReadingResult>?> Store(
        ReadingChunk chunk, ReadingEntry entry, string key, ReadAssets ahead, CancellationToken cancellationToken)
    {
        ReadAssets? read = ahead;
        await using var execution = pipeline.Begin(TableNames.Meters, entry.By.Customer);
        var outcome = await execution.Run(Decide, () => MeterProblems.Busy, idempotency: null);
        return outcome.Match<IReadOnlyList<ReadingResult>?>(
            applied: judged => judged.Results,
            refused: _ => null,
            replayed: _ => throw new InvalidOperationException("A chunk has no Idempotency-Key."),
            conflict: _ => null);

        async Task<Result<JudgedChunk>> Decide(UnitOfWork unit)
        {
            var judged = ReadingJudge.Judge(chunk, entry, read ?? await judge.Read([chunk], entry, cancellationToken));
            read = null;
            Write(unit, judged, entry);
            if (judged.Changes.Count > 0) unit.Write(Pending(entry.By.Customer, key));
            return judged;
        }
    }

    private static void Write(UnitOfWork unit, JudgedChunk judged, ReadingEntry entry)
    {
        foreach (var change in judged.Changes) TableMeterStore.Write(unit, change.Before, change.After);
        foreach (var result in judged.Results)
            if (ReadingEntered.Of(result, entry.Source, entry.At) is { } entered) unit.Publish(entered);
    }

    /// <summary>Other chunks may do the same at the same time: only the last one takes it back.</summary>
    private static TableTransactionAction Pending(CustomerId customer, string key) =>
        new(TableTransactionActionType.UpsertMerge, new TableEntity(customer.Value, key) { [PendingColumn] = true });

    private static void WriteEntry(UnitOfWork unit, CustomerId customer, string key, TableEntity? before, int mails)
    {
        var row = new TableEntity(customer.Value, key) { [PendingColumn] = false, [MailsColumn] = mails };
        unit.Write(row, before?.ETag.ToString(), CommandIds.Of(before));
    }

    /// <summary>The same person's same lines are the same entry.</summary>
    private static string HashOf(ReadingEntry entry) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(RowJson.Text(new { entry.By.User, entry.Source, entry.Lines }))));
}
