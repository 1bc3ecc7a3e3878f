using Dfm.Core.Dits;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Http;

namespace Dfm.Functions.Dits.Responses;

/// <summary>Streams one file of a DIT.</summary>
public sealed class AttachmentResult(Attachment attachment, Stream content) : IResult
{
    /// <summary>The file of that id, or that the DIT has none.</summary>
    public static async Task<IResult> Of(Dit dit, string id, AttachmentBlobs blobs, CancellationToken cancellationToken) =>
        dit.Attachments.FirstOrDefault(a => a.Id == id) is { } attachment
        && await blobs.Open(dit.Customer, dit.Number, attachment.Id, cancellationToken) is { } content
            ? new AttachmentResult(attachment, content)
            : DitProblems.AttachmentNotFound.ToHttp();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var stream = content;
        var response = httpContext.Response;
        response.SetDownload(attachment.Name, attachment.ContentType);
        response.ContentLength = attachment.Size;
        await stream.CopyToAsync(response.Body, httpContext.RequestAborted);
    }
}
