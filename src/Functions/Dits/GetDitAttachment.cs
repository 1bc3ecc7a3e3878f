using Dfm.Core.Dits;
using Dfm.Functions.Attachments.Responses;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>Downloads one file of a DIT.</summary>
public sealed class GetDitAttachment(IDitStore dits, AttachmentBlobs blobs)
{
    /// <summary>The file, streamed, always as a download and never as something the browser would run.</summary>
    [Function(nameof(GetDitAttachment))]
    [Audience(Audience.Customer, Right.Dits)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dits/{number}/attachments/{id}")] HttpRequest request,
        string number,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (!DitNumber.TryParse(number, out var dit)) return DitProblems.NotFound.ToHttp();
        var found = await dits.Find(caller.Customer, dit, cancellationToken);
        return found is not null && caller.MaySee(found.Value.Subject.Site)
            ? await AttachmentResult.Of(found.Value.Attachments, AttachmentFolder.Of(caller.Customer, dit), id, blobs, cancellationToken)
            : DitProblems.NotFound.ToHttp();
    }
}
