using Azure;
using Azure.Data.Tables;
using Dfm.Core.Notifications;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Mail;

/// <summary>Which mails were sent, by their id. Says nothing of the recipient.</summary>
public sealed class SentMails(TableServiceClient tables, TimeProvider time)
{
    private const string RowKey = "sent";

    private static readonly string[] KeyAlone = ["PartitionKey"];

    private readonly TableClient table = tables.GetTableClient(TableNames.SentMails);

    /// <summary>Whether <paramref name="failure"/> says that storage could not be asked, its client's retries included.</summary>
    public static bool IsUnavailable(Exception failure) => failure is RequestFailedException or AggregateException;

    /// <summary>Whether the mail was sent.</summary>
    public async Task<bool> Contains(string mailId, CancellationToken cancellationToken) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(mailId, RowKey, KeyAlone, cancellationToken)).HasValue;

    /// <summary>Writes down that the mail was sent, now. Doing it twice does no harm.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="sendGridId">SendGrid's id of it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task Record(MailMessage mail, string? sendGridId, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(
            new TableEntity(mail.Id, RowKey)
            {
                ["Template"] = mail.Template,
                ["SentAt"] = time.GetUtcNow(),
                ["SendGridId"] = sendGridId,
            },
            TableUpdateMode.Replace,
            cancellationToken);
}
