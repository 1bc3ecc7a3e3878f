using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Mail;

/// <summary>Keeps mails in a table of the host's storage account, newest first.</summary>
internal sealed class MailStore(IConfiguration configuration)
{
    /// <summary>The largest mail that one row holds, in bytes of JSON.</summary>
    public const int LargestMail = 15 * ChunkSize;

    private const string Partition = "mail";
    // A binary property holds 64 KiB, a row 1 MiB.
    private const int ChunkSize = 60_000;

    /// <summary>How mails are kept and listed. Accents are written as they are: escaped, French mails would be much longer.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private long lastTicks;
    private TableClient? opened;

    /// <summary>An id that sorts before all earlier ones: what is newest comes first in the table.</summary>
    public string NewId()
    {
        lock (gate)
            lastTicks = Math.Max(lastTicks + 1, DateTime.UtcNow.Ticks);
        return (DateTime.MaxValue.Ticks - lastTicks).ToString("d19", CultureInfo.InvariantCulture)
            + RandomNumberGenerator.GetHexString(6, lowercase: true);
    }

    /// <summary>Keeps the mails of one request, all or none.</summary>
    /// <returns>False when one is too large to be kept.</returns>
    public async Task<bool> TryAddAsync(IReadOnlyList<KeptMail> mails, CancellationToken cancellationToken)
    {
        var texts = mails.Select(mail => JsonSerializer.SerializeToUtf8Bytes(mail, Json)).ToList();
        if (texts.Exists(text => text.Length > LargestMail))
            return false;
        var table = await OpenAsync(cancellationToken);
        await table.SubmitTransactionAsync(
            mails.Zip(texts, (mail, text) => new TableTransactionAction(TableTransactionActionType.Add, Row(mail.Id, text))), cancellationToken);
        return true;
    }

    /// <summary>The newest mails, to one address or (null) to all.</summary>
    public async Task<IReadOnlyList<KeptMail>> NewestAsync(int limit, string? to, CancellationToken cancellationToken)
    {
        var table = await OpenAsync(cancellationToken);
        // Only with a filter by recipient may one page of rows not be enough.
        var rows = table.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition, to is null ? limit : null, cancellationToken: cancellationToken);
        var mails = new List<KeptMail>();
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
        var table = await OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return found.HasValue ? Mail(found.Value!) : null;
    }

    private async ValueTask<TableClient> OpenAsync(CancellationToken cancellationToken)
    {
        if (opened is { } table)
            return table;
        table = new TableClient(configuration["AzureWebJobsStorage"], "LocalMails");
        await table.CreateIfNotExistsAsync(cancellationToken);
        return opened = table;
    }

    private static TableEntity Row(string id, byte[] text)
    {
        var row = new TableEntity(Partition, id);
        foreach (var (index, chunk) in text.Chunk(ChunkSize).Index())
            row[$"Part{index:d2}"] = chunk;
        return row;
    }

    private static KeptMail Mail(TableEntity row)
    {
        var parts = Enumerable.Range(0, row.Count).Select(index => row.GetBinary($"Part{index:d2}")).TakeWhile(part => part is not null);
        return JsonSerializer.Deserialize<KeptMail>(parts.SelectMany(part => part).ToArray(), Json)!;
    }
}
