using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Dfm.Core.Inbound;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Inbound.Storage;

/// <summary>
/// The mails that came in, in the table <c>InboundMails</c>. One partition, so that what becomes of a mail is one transaction: a row
/// <c>m-{id}</c> for each mail; <c>h-{time}-{id}</c> for each that waits for the staff, newest first; <c>k-{hash}</c> for what a mail calls
/// itself, by which its repetition is recognised; and the outbox.
/// </summary>
public sealed class TableInboundStore(TableServiceClient tables)
{
    public const string Partition = TableNames.InboundPartition;

    /// <summary>Begins the keys of the mails' own rows.</summary>
    public const string MailPrefix = "m-";

    private const string HeldPrefix = "h-";
    private const string IdentityPrefix = "k-";
    private const string MailColumn = "Mail";

    private readonly TableClient table = tables.GetTableClient(TableNames.InboundMails);

    /// <summary>A mail; null when there is none of this id.</summary>
    public async Task<Stored<InboundRecord>?> Find(string id, CancellationToken cancellationToken)
    {
        // An id from outside is no key unless it has the form of one.
        if (id.Length != 2 * SHA256.HashSizeInBytes || !id.All(char.IsAsciiHexDigitLower)) return null;
        var row = await table.FindRow(Partition, MailPrefix + id, cancellationToken);
        return row is null ? null : new(row.Read<InboundRecord>(RowJson.Data), row.ETag.ToString());
    }

    /// <summary>A page of the mails that wait for the staff, newest first.</summary>
    /// <param name="after">Where the previous page ended; null for the first page.</param>
    public async Task<(IReadOnlyList<InboundRecord> Items, string? Next)> ListHeld(string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await table.First(Partition, HeldPrefix, after is null ? null : HeldPrefix + after, limit + 1, columns: null, cancellationToken);
        var items = rows.Take(limit).Select(row => row.Read<InboundRecord>(RowJson.Data));
        return ([.. items], rows.Count > limit ? rows[limit - 1].RowKey[HeldPrefix.Length..] : null);
    }

    /// <summary>Whether this mail is the first that calls itself so. Idempotent for the same mail.</summary>
    public async Task<bool> IsFirst(InboundRecord record, InboundMail mail, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.Identity(record.Id))));
        var row = new TableEntity(Partition, IdentityPrefix + hash) { [MailColumn] = record.Id };
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            var first = await table.FindRow(Partition, row.RowKey, cancellationToken);
            return first is null || first.GetString(MailColumn) == record.Id;
        }
    }

    /// <summary>Stores what became of a mail, on condition that nothing else has.</summary>
    public Task Save(Stored<InboundRecord> before, InboundRecord after, CancellationToken cancellationToken) =>
        table.SubmitTransactionAsync(Changes(before, after), cancellationToken);

    /// <summary>Stores a new mail in the command's transaction.</summary>
    public static void Add(UnitOfWork unit, InboundRecord record) => unit.Insert(Row(record));

    /// <summary>Stores a decision of the staff in the command's transaction.</summary>
    public static void Write(UnitOfWork unit, Stored<InboundRecord> before, InboundRecord after)
    {
        var row = Row(after);
        row[JournalRows.Command] = unit.TryId;
        unit.Write(RowActions.Replace(row, before.ETag));
        unit.ProveBy(row.RowKey, JournalRows.Command);
        foreach (var change in OfHeld(before.Value, after)) unit.Write(change);
    }

    private static IEnumerable<TableTransactionAction> Changes(Stored<InboundRecord> before, InboundRecord after) =>
        [RowActions.Replace(Row(after), before.ETag), .. OfHeld(before.Value, after)];

    private static IEnumerable<TableTransactionAction> OfHeld(InboundRecord before, InboundRecord after) => (before.State, after.State) switch
    {
        (InboundState.Held, InboundState.Held) => [],
        (_, InboundState.Held) => [RowActions.Upsert(Of(HeldKey(after), Summary(after)))],
        (InboundState.Held, _) => [RowActions.Delete(new TableEntity(Partition, HeldKey(before)))],
        _ => [],
    };

    private static TableEntity Row(InboundRecord record) => Of(MailPrefix + record.Id, record);

    private static TableEntity Of(string key, InboundRecord record) => new TableEntity(Partition, key).With(RowJson.Data, RowJson.Text(record));

    /// <summary>A list shows the beginning of a text.</summary>
    private static InboundRecord Summary(InboundRecord held) => held with
    {
        Mail = held.Mail is { } mail ? mail with { Text = new(MailText.Cut(mail.Text.Written, 1_000), "") } : null,
    };

    /// <summary>Later mails sort first.</summary>
    private static string HeldKey(InboundRecord record) => string.Create(
        CultureInfo.InvariantCulture, $"{HeldPrefix}{DateTimeOffset.MaxValue.UtcTicks - record.ReceivedAt.UtcTicks:d19}-{record.Id}");
}
