using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Dfm.LocalRuntime.Worker;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalRuntime.Mail;

/// <summary>Keeps mails in a table of the runtime's storage account, newest first.</summary>
internal sealed class MailStore
{
    /// <summary>The largest mail that one row holds, in bytes of JSON.</summary>
    public const int LargestMail = 15 * ChunkSize;

    private const string Partition = "mail";
    private const int ChunkSize = 60_000;
    private const int LargestPage = 1000;

    private readonly Once<TableClient> table;

    public MailStore(IConfiguration configuration) =>
        table = new Once<TableClient>(() => OpenAsync(Settings.Require(configuration, Settings.Storage, "the local mailbox")));

    /// <summary>An id that sorts before all earlier ones: what is newest comes first in the table.</summary>
    public static string NewId() =>
        (DateTime.MaxValue.Ticks - Ticks.Next()).ToString("d19", CultureInfo.InvariantCulture)
        + RandomNumberGenerator.GetHexString(6, lowercase: true);

    /// <summary>Keeps the mails of one request, all or none.</summary>
    /// <returns>False when one is too large to be kept.</returns>
    public async Task<bool> TryAddAsync(IReadOnlyList<KeptMail> mails, CancellationToken cancellationToken)
    {
        var rows = mails.Select(Row).ToList();
        if (rows.Any(row => row is null))
            return false;
        var client = await table.GetAsync();
        if (rows.Count == 1)
            await client.AddEntityAsync(rows[0]!, cancellationToken);
        else
            await client.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellationToken);
        return true;
    }

    /// <summary>The newest mails.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="to">Only those to this address; null for all.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<KeptMail>> NewestAsync(int limit, string? to, CancellationToken cancellationToken)
    {
        var client = await table.GetAsync();
        var mails = new List<KeptMail>();
        // Only with a filter by recipient may one page of rows not be enough.
        var rows = client.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition,
            maxPerPage: to is null ? Math.Min(limit, LargestPage) : LargestPage,
            cancellationToken: cancellationToken);
        await foreach (var row in rows)
        {
            var mail = Mail(row);
            if (to is null || mail.To.Contains(to, StringComparer.OrdinalIgnoreCase))
                mails.Add(mail);
            if (mails.Count == limit)
                break;
        }

        return mails;
    }

    /// <summary>A mail by its id; null when there is none.</summary>
    public async Task<KeptMail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var client = await table.GetAsync();
        var found = await client.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? Mail(row) : null;
    }

    private static async Task<TableClient> OpenAsync(string connectionString)
    {
        var client = new TableClient(connectionString, "LocalMails", StorageOptions.Local(new TableClientOptions()));
        await client.CreateIfNotExistsAsync();
        return client;
    }

    private static TableEntity? Row(KeptMail mail)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(mail, KeptMailJson.Plain.KeptMail);
        if (json.Length > LargestMail)
            return null;
        var row = new TableEntity(Partition, mail.Id);
        foreach (var (index, chunk) in json.Chunk(ChunkSize).Index())
            row[$"Part{index:d2}"] = chunk;
        return row;
    }

    private static KeptMail Mail(TableEntity row)
    {
        var json = Enumerable.Range(0, row.Count)
            .Select(index => row.GetBinary($"Part{index:d2}"))
            .TakeWhile(part => part is not null)
            .SelectMany(part => part)
            .ToArray();
        return JsonSerializer.Deserialize(json, KeptMailJson.Plain.KeptMail)!;
    }
}
