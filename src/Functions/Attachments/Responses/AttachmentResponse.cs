using System.Text.Json.Serialization;
using Dfm.Core.Attachments;
using Dfm.Functions.Attachments.Storage;

namespace Dfm.Functions.Attachments.Responses;

/// <summary>An attachment as the API shows it.</summary>
/// <param name="Name">As its sender knows it.</param>
/// <param name="FileName">What it is saved as: with the extension of its content.</param>
public sealed record AttachmentResponse(
    string Id, string Name, string FileName, string ContentType, long Size, DateTimeOffset AddedAt, string AddedBy)
{
    /// <summary>What is known of malware in it; null in the response to a command, which did not ask.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScanState? Scan { get; init; }

    public static AttachmentResponse Of(Attachment file) =>
        new(file.Id, file.Name, file.ToFileName(), file.ContentType, file.Size, file.AddedAt, file.AddedBy);

    /// <summary>The same attachments, each with what is known of malware in it.</summary>
    public static IReadOnlyList<AttachmentResponse> With(FileScans scans, IReadOnlyList<AttachmentResponse> attachments) =>
        [.. attachments.Select(file => file with { Scan = scans.Of(file.Id) })];
}
