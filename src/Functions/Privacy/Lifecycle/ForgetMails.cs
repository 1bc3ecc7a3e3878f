using Azure.Data.Tables;
using Dfm.Core.Inbound;
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
/// not arrive. Both of these are one partition for all customers, which is read whole: erasures are rare. They are found by the person's addresses:
/// a name may be somebody else's there. Idempotent.
/// </summary>
public sealed class ForgetMails(
    TableServiceClient tables, TableErasureStore erasures, TableUserStore users, TableInboundStore received, InboundBlobs originals, MailErasure mails, DeadLetters deadLetters)
{
    [Function(nameof(ForgetMails)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, _)) return;
        if (erasure.ToPseudonymisationByAddress() is not { } address) return;
        await deadLetters.Erase(MailQueue.Name, letter => address.Concerns("", letter.Body.ToString()), cancellationToken);
        await ForgetReceived(erasure, address, cancellationToken);
        await ForgetFailures(address, cancellationToken);
        foreach (var email in erasure.Person!.Emails) await users.ForgetAddress(input.Customer, erasure.Person.User, email, cancellationToken);
        await mails.EraseRecipients([.. erasure.Person.Emails], cancellationToken);
    }

    /// <summary>The original first: by the row it is found again, should this be broken off.</summary>
    private async Task ForgetReceived(Erasure erasure, Pseudonymisation address, CancellationToken cancellationToken)
    {
        var (person, own) = (erasure.ToPseudonymisation()!, await OwnAddresses(erasure, cancellationToken));
        var table = tables.GetTableClient(TableNames.InboundMails);
        await foreach (var row in table.All(TableNames.InboundPartition, "", columns: null, cancellationToken))
        {
            if (row.Without(address) is null) continue;
            if (!row.RowKey.StartsWith(TableInboundStore.MailPrefix, StringComparison.Ordinal)) await table.Forget(row, person, cancellationToken);
            else await ForgetMail(table, row, own, person, cancellationToken);
        }
    }

    /// <summary>The addresses that no active user of another customer writes from as well.</summary>
    private async Task<IReadOnlySet<string>> OwnAddresses(Erasure erasure, CancellationToken cancellationToken)
    {
        var own = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var email in erasure.Person!.Emails)
            if ((await users.FindByEmail(email, cancellationToken)).All(user => user.Customer == erasure.Customer)) own.Add(email);
        return own;
    }

    /// <summary>Of the person's own mail stays what became of it. Another person's that is still to be filed keeps its original, though it mentions the address.</summary>
    private async Task ForgetMail(TableClient table, TableEntity row, IReadOnlySet<string> own, Pseudonymisation person, CancellationToken cancellationToken)
    {
        var record = row.Read<InboundRecord>(RowJson.Data);
        var isOwn = record.Mail?.From is { } from && own.Contains(from);
        if (isOwn || record.State is InboundState.Done or InboundState.Discarded or InboundState.Duplicate)
            await originals.Delete(record.Id, cancellationToken);
        if (isOwn) await received.Save(new(record, $"{row.ETag}"), record.Forget(), cancellationToken);
        else await table.Forget(row, person, cancellationToken);
    }

    private async Task ForgetFailures(Pseudonymisation person, CancellationToken cancellationToken)
    {
        var table = tables.GetTableClient(TableNames.MailFailures);
        await foreach (var row in table.All(TableMailFailures.All, "", columns: null, cancellationToken))
        {
            if (row.Without(person) is not null) await TableMailFailures.Delete(table, row, cancellationToken);
        }
    }
}
