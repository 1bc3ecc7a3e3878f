using Dfm.Core.Accounts;

namespace Dfm.Core.Attachments;

/// <summary>A file that a user attached; its content is in Blob storage under <paramref name="Id"/>.</summary>
/// <param name="Id">Unique and assigned by the portal: the user's file name is never part of a path.</param>
/// <param name="Name">As the user knows it, made legal by <see cref="FileNames.Clean"/>; for display.</param>
/// <param name="ContentType">That of its <see cref="AttachmentKind"/>.</param>
/// <param name="Size">In bytes.</param>
public sealed record Attachment(string Id, string Name, string ContentType, long Size, DateTimeOffset AddedAt, string AddedBy)
{
    /// <summary>Who added it; null for files of before it was written down.</summary>
    public UserId? AddedByUser { get; init; }

    /// <summary>The name to save it under: <see cref="Name"/> with the extension of its content.</summary>
    public string ToFileName() => AttachmentRules.FileName(Name, ContentType);
}
