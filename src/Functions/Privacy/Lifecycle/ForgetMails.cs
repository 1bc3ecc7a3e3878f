using Azure;
using Azure.Data.Tables;
using Dfm.Core.Privacy;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Mail;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Activity: has SendGrid erase the person's addresses, and forgets the person in mails: in dead letters, in those that came in and those that did
/// not arrive. Both of these are one partition for all customers, which is read whole: erasures are rare. Idempotent.
/// </summary>
public sealed class ForgetMails(
    TableServiceClient tables, TableErasureStore erasures, TableUserStore users, InboundBlobs originals, MailErasure mails)
{
    [Function(nameof(ForgetMails)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, _)) return;
        if (erasure.ToPseudonymisation() is not { } person) return;
        await mails.EraseDeadLetters(letter => person.Concerns("", letter), cancellationToken);
        await ForgetReceived(person, cancellationToken);
        await ForgetFailures(person, cancellationToken);
        foreach (var email in erasure.Person!.Emails) await users.ForgetAddress(input.Customer, erasure.Person.User, email, cancellationToken);
        await mails.EraseRecipients([.. erasure.Person.Emails], cancellationToken);
    }

    /// <summary>The original first: by the row it is found again, should this be broken off.</summary>
    private async Task ForgetReceived(Pseudonymisation person, CancellationToken cancellationToken)
    {
        var table = tables.GetTableClient(TableNames.InboundMails);
        await foreach (var row in table.All(TableNames.InboundPartition, "", columns: null, cancellationToken))
        {
            if (row.Without(person) is null) continue;
            if (row.RowKey.StartsWith(TableInboundStore.MailPrefix, StringComparison.Ordinal))
                await originals.Delete(row.RowKey[TableInboundStore.MailPrefix.Length..], cancellationToken);
            await table.Forget(row, person, cancellationToken);
        }
    }

    private async Task ForgetFailures(Pseudonymisation person, CancellationToken cancellationToken)
    {
        var table = tables.GetTableClient(TableNames.MailFailures);
        await foreach (var row in table.All(TableMailFailures.All, "", columns: null, cancellationToken))
        {
            if (row.Without(person) is null) continue;
            // The listed row last: by it the other one is found.
            foreach (var one in new[] { TableMailFailures.Twin(row), row }.OfType<TableEntity>())
                await table.DeleteEntityAsync(one.PartitionKey, one.RowKey, ETag.All, cancellationToken);
        }
    }
}
