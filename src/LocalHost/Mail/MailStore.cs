using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Mail;

/// <summary>A mail in the mailbox. Its id is SendGrid's X-Message-Id.</summary>
internal sealed record KeptMail(
    string Id,
    string From,
    IReadOnlyList<string> To,
    string Subject,
    string? Text,
    string? Html,
    DateTimeOffset SentAt,
    IReadOnlyDictionary<string, string> CustomArgs,
    IReadOnlyDictionary<string, string> Headers,
    string? ReplyTo,
    IReadOnlyList<string> Cc,
    IReadOnlyList<string> Bcc,
    IReadOnlyList<KeptAttachment> Attachments)
{
    /// <summary>The mail of an accepted request.</summary>
    public static KeptMail Of(SendRequest request, string id, DateTimeOffset now) => new(
        id,
        request.From.Email,
        Emails(request.Mail.To),
        request.Mail.Subject ?? request.Subject!,
        request.Content.FirstOrDefault(part => part.Type == "text/plain")?.Value,
        request.Content.FirstOrDefault(part => part.Type == "text/html")?.Value,
        now,
        Merge(request.CustomArgs, request.Mail.CustomArgs),
        Merge(request.Headers, request.Mail.Headers),
        request.ReplyTo?.Email,
        Emails(request.Mail.Cc),
        Emails(request.Mail.Bcc),
        [.. (request.Attachments ?? []).Select(file => new KeptAttachment(file.Filename, file.Content.Length))]);

    private static IReadOnlyList<string> Emails(IReadOnlyList<Address>? addresses) => [.. (addresses ?? []).Select(address => address.Email)];

    /// <summary>What is said for the one mail wins.</summary>
    private static Dictionary<string, string> Merge(Dictionary<string, string>? general, Dictionary<string, string>? special) =>
        new((general ?? []).ExceptBy((special ?? []).Keys, pair => pair.Key).Concat(special ?? []));
}

/// <summary>What is kept of an attached file; its size is in bytes.</summary>
internal sealed record KeptAttachment(string Name, int Size);

/// <summary>Keeps mails in a table of the host's storage account, newest first.</summary>
internal sealed class MailStore(IConfiguration configuration)
{
    /// <summary>The largest attachment whose content is kept, in bytes: a row holds 1 MiB.</summary>
    public const int LargestFile = 900_000;

    private const string Partition = "mail";
    private const string FilePartition = "file";
    private const string Content = "Content";
    private const string Names = "Names";

    /// <summary>« 0 » for mails of an earlier version, whose columns are Json00, Json01 ….</summary>
    private const string Column = "Json0";

    /// <summary>How mails are kept and listed. Accents are written as they are: escaped, French mails would be much longer.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private TableClient? opened;

    /// <summary>An id that sorts before all earlier ones, by this machine's own clock: what is newest comes first in the table.</summary>
    public static string NewId() =>
        $"{(DateTime.MaxValue - DateTime.UtcNow).Ticks.ToString("d19", CultureInfo.InvariantCulture)}{RandomNumberGenerator.GetHexString(6, true)}";

    /// <summary>Keeps a mail, what those who get it are called, and what is attached to it as far as it fits.</summary>
    public async Task AddAsync(
        KeptMail mail, IReadOnlyList<byte[]> files, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var table = await OpenAsync(cancellationToken);
        foreach (var (n, content) in files.Index().Where(file => file.Item.Length <= LargestFile))
        {
            var file = new TableEntity(FilePartition, FileKey(mail.Id, n));
            file.SetLong(Content, content);
            await table.AddEntityAsync(file, cancellationToken);
        }

        var row = new TableEntity(Partition, mail.Id) { [Names] = string.Join('\n', names) };
        row.SetLong(Column, JsonSerializer.SerializeToUtf8Bytes(mail, Json));
        await table.AddEntityAsync(row, cancellationToken);
    }

    /// <summary>The newest mails.</summary>
    public async Task<IReadOnlyList<KeptMail>> NewestAsync(int limit, CancellationToken cancellationToken)
    {
        var table = await OpenAsync(cancellationToken);
        var mails = new List<KeptMail>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition, limit, cancellationToken: cancellationToken))
        {
            mails.Add(Mail(row));
            if (mails.Count == limit) break;
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

    /// <summary>The content of a mail's attachment, counted from 0; null when it is not kept.</summary>
    public async Task<byte[]?> FileAsync(string id, int n, CancellationToken cancellationToken)
    {
        var table = await OpenAsync(cancellationToken);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(FilePartition, FileKey(id, n), cancellationToken: cancellationToken);
        return found.HasValue ? found.Value!.GetLong(Content) : null;
    }

    /// <summary>
    /// Deletes every mail that names one of these people: by the address, or by a name under which that address got a mail. SendGrid keeps no
    /// content, so that a mailbox that kept it would tell more than SendGrid does.
    /// </summary>
    public async Task EraseAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        var table = await OpenAsync(cancellationToken);
        var all = new List<(TableEntity Row, KeptMail Mail)>();
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken))
            all.Add((row, Mail(row)));
        bool IsTo(KeptMail mail) => mail.To.Intersect(addresses, StringComparer.OrdinalIgnoreCase).Any();
        var names = all.Where(one => IsTo(one.Mail)).SelectMany(one => (one.Row.GetString(Names) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var words = addresses.Concat(names).Distinct().ToList();
        bool Tells(KeptMail mail) => words.Exists(word => JsonSerializer.Serialize(mail, Json).Contains(word, StringComparison.OrdinalIgnoreCase));
        // Those to the people themselves last: by these their names are known, should this be broken off.
        foreach (var (row, mail) in all.Where(one => Tells(one.Mail)).OrderBy(one => IsTo(one.Mail)))
        {
            foreach (var n in Enumerable.Range(0, mail.Attachments.Count))
                await table.DeleteEntityAsync(FilePartition, FileKey(mail.Id, n), cancellationToken: cancellationToken);
            await table.DeleteEntityAsync(Partition, row.RowKey, cancellationToken: cancellationToken);
        }
    }

    private async ValueTask<TableClient> OpenAsync(CancellationToken cancellationToken)
    {
        if (opened is { } table) return table;
        table = new TableClient(Settings.Require(configuration, Settings.Storage), "LocalMails");
        await table.CreateIfNotExistsAsync(cancellationToken);
        return opened = table;
    }

    private static string FileKey(string id, int n) => string.Create(CultureInfo.InvariantCulture, $"{id}-{n}");

    private static KeptMail Mail(TableEntity row) => JsonSerializer.Deserialize<KeptMail>(row.GetLong(Column), Json)!;
}
