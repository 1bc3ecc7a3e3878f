using Dfm.Core.Attachments;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Http;

namespace Dfm.Functions.Attachments.Responses;

/// <summary>Streams one attachment.</summary>
public sealed class AttachmentResult(Attachment attachment, Stream content) : IResult
{
    /// <summary>The file of that id; or that the request has none, or that it may not be handed out.</summary>
    /// <param name="attachments">All files of the request.</param>
    public static async Task<IResult> Of(
        IEnumerable<Attachment> attachments,
        AttachmentFolder folder,
        string id,
        AttachmentBlobs blobs,
        CancellationToken cancellationToken) =>
        attachments.FirstOrDefault(a => a.Id == id) is { } attachment
        && await blobs.Open(folder, attachment.Id, cancellationToken) is { } file
            ? await Of(attachment, file)
            : AttachmentProblems.NotFound.ToHttp();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var stream = content;
        var response = httpContext.Response;
        response.SetDownload(attachment.ToFileName(), attachment.ContentType);
        response.ContentLength = attachment.Size;
        await stream.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    private static async Task<IResult> Of(Attachment attachment, StoredFile file)
    {
        if (file.Refusal is not { } refusal) return new AttachmentResult(attachment, file.Content);
        await file.DisposeAsync();
        return refusal.ToHttp();
    }
}
