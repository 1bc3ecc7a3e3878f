using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Dfm.Core.Notifications;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Mail;

/// <summary>
/// One row for each mail, by its id: first the claim of the delivery that sends it, then the record that it was sent. Says nothing of the
/// recipient.
/// </summary>
public sealed class SentMails(TableServiceClient tables, TimeProvider time, IOptions<MailOptions> options)
{
    /// <summary>
    /// A claim that takes longer is given up. Together with <see cref="MailServices.LongestSend"/> this leaves five seconds of the lease
    /// for the record and for clocks that differ.
    /// </summary>
    public static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(5);

    /// <summary>So many claims of one mail may expire, as many as its message may have deliveries.</summary>
    public const int MostClaims = QueueProperties.MaxDeliveryCount;

    private const string RowKey = "sent";
    private const string ClaimId = "ClaimId";
    private const string ClaimedUntil = "ClaimedUntil";
    private const string ClaimNumber = "ClaimNumber";
    private const string SentAt = "SentAt";

    private readonly TableClient table = tables.GetTableClient(TableNames.SentMails);

    /// <summary>A lease runs in real time, whatever clock the portal keeps.</summary>
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Claims the mail for <see cref="MailOptions.ClaimFor"/>, counted from the call.</summary>
    /// <exception cref="TimeoutException">It took too long. The claim may be stored nevertheless: it expires.</exception>
    public async Task<MailClaim> Claim(MailMessage mail, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LongestClaim);
        try
        {
            return await Claim(mail, Guid.NewGuid(), deadline.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Storage did not take a mail's claim in time.", late);
        }
    }

    /// <summary>Gives up a claim, so that the mail can be claimed again at once.</summary>
    public async Task Release(MailMessage mail, MailClaim.Taken claim)
    {
        using var deadline = new CancellationTokenSource(LongestClaim);
        try
        {
            await table.DeleteEntityAsync(mail.Id, RowKey, claim.ETag, deadline.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException("Storage did not release a mail's claim in time.", late);
        }
    }

    /// <summary>Writes down that the mail was sent, now, whoever has claimed it. Idempotent.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="sendGridId">SendGrid's id of it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task Record(MailMessage mail, string? sendGridId, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(
            new TableEntity(mail.Id, RowKey)
            {
                ["Template"] = mail.Template,
                [SentAt] = time.GetUtcNow(),
                ["SendGridId"] = sendGridId,
            },
            TableUpdateMode.Replace,
            cancellationToken);

    /// <summary>Each turn but the last one means that another delivery has changed the row in between.</summary>
    private async Task<MailClaim> Claim(MailMessage mail, Guid id, CancellationToken cancellationToken)
    {
        var claim = new TableEntity(mail.Id, RowKey)
        {
            ["Template"] = mail.Template,
            [ClaimId] = id,
            [ClaimedUntil] = WholeMilliseconds(Now + options.Value.ClaimFor),
        };
        while (true)
        {
            if (await TryInsert(claim, cancellationToken) is { } inserted) return new MailClaim.Taken(inserted);
            if (await table.FindRow(mail.Id, RowKey, cancellationToken) is not { } row) continue;
            if (row.ContainsKey(SentAt)) return new MailClaim.AlreadySent();
            // The answer to an earlier request was lost, and the client has repeated it.
            if (row.GetGuid(ClaimId) == id) return new MailClaim.Taken(row.ETag);
            if (row.GetDateTimeOffset(ClaimedUntil) is { } until && until > Now) return new MailClaim.Held(until);
            var expired = row.GetInt32(ClaimNumber) ?? 1;
            if (expired >= MostClaims) return await Exhaust(row, cancellationToken);
            claim[ClaimNumber] = expired + 1;
            if (await TryReplace(claim, row.ETag, cancellationToken) is { } replaced) return new MailClaim.Taken(replaced);
        }
    }

    /// <summary>Forgets the claims, so that the dead letter can be sent again.</summary>
    private async Task<MailClaim> Exhaust(TableEntity row, CancellationToken cancellationToken)
    {
        await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        return new MailClaim.Exhausted();
    }

    /// <summary>The ETag of the row; null when there is one already.</summary>
    private async Task<ETag?> TryInsert(TableEntity claim, CancellationToken cancellationToken)
    {
        try
        {
            return (await table.AddEntityAsync(claim, cancellationToken)).Headers.ETag;
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return null;
        }
    }

    /// <summary>The ETag of the row; null when it is not as it was read.</summary>
    private async Task<ETag?> TryReplace(TableEntity claim, ETag read, CancellationToken cancellationToken)
    {
        try
        {
            return (await table.UpdateEntityAsync(claim, read, TableUpdateMode.Replace, cancellationToken)).Headers.ETag;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>As Service Bus keeps the times that messages are due at.</summary>
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
