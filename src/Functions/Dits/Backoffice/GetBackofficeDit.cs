using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Mail.Failures;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>One DIT of any customer, for DFM's staff.</summary>
public sealed class GetBackofficeDit(
    IStaffQueue<DitNumber, DitState, DitSummary> queue, IDitStore dits, AttachmentBlobs blobs, IMailFailureStore failures)
{
    /// <summary>The DIT with its ETag, whose it is, and which of its mails did not arrive.</summary>
    [Function(nameof(GetBackofficeDit))]
    [Audience(Audience.Staff, Scope = "dits.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dits/{number}")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        if (!DitNumber.TryParse(number, out var dit) || await queue.CustomerOf(dit, cancellationToken) is not { } customer)
            return DitProblems.NotFound.ToHttp();
        var scanning = blobs.Scans(AttachmentFolder.Of(customer, dit), cancellationToken);
        var failing = failures.About($"dit-{dit}", cancellationToken);
        var found = await dits.FindWithJournal(customer, dit, cancellationToken);
        var (scans, failed) = (await scanning, await failing);
        return found is not null
            ? new VersionedResult(DitResponse.Of(found.Stored.Value, found.Journal).With(scans) with
            {
                Customer = customer,
                MailFailures = MailFailureResponse.Of(failed),
            })
            : DitProblems.NotFound.ToHttp();
    }
}
