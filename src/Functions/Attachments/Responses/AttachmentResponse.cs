using Dfm.Core.Attachments;

namespace Dfm.Functions.Attachments.Responses;

/// <summary>An attachment as the API shows it.</summary>
/// <param name="Name">As its sender knows it.</param>
/// <param name="FileName">What it is saved as: with the extension of its content.</param>
public sealed record AttachmentResponse(
    string Id, string Name, string FileName, string ContentType, long Size, DateTimeOffset AddedAt, string AddedBy)
{
    public static AttachmentResponse Of(Attachment file) =>
        new(file.Id, file.Name, file.ToFileName(), file.ContentType, file.Size, file.AddedAt, file.AddedBy);
}
