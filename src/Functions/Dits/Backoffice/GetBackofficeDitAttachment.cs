using Dfm.Core.Dits;
using Dfm.Functions.Attachments.Responses;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>Downloads one file of any customer's DIT, for DFM's staff.</summary>
public sealed class GetBackofficeDitAttachment(IStaffQueue<DitNumber, DitState, DitSummary> queue, IDitStore dits, AttachmentBlobs blobs)
{
    /// <summary>The file, streamed.</summary>
    [Function(nameof(GetBackofficeDitAttachment))]
    [Audience(Audience.Staff, Scope = "dits.read")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dits/{number}/attachments/{id}")] HttpRequest request,
        string number,
        string id,
        CancellationToken cancellationToken) =>
        DitNumber.TryParse(number, out var dit)
        && await queue.CustomerOf(dit, cancellationToken) is { } customer
        && await dits.Find(customer, dit, cancellationToken) is { } found
            ? await AttachmentResult.Of(found.Value.Attachments, AttachmentFolder.Of(customer, dit), id, blobs, cancellationToken)
            : DitProblems.NotFound.ToHttp();
}
