namespace Dfm.Core.Attachments;

/// <summary>Tests whether a file's first bytes match a kind.</summary>
/// <param name="head">The first bytes, at most <see cref="AttachmentRules.HeadBytes"/>.</param>
public delegate bool LooksLike(ReadOnlySpan<byte> head);

/// <summary>A kind of file that may be attached.</summary>
/// <param name="Extensions">Lower case, with the dot; the usual one first.</param>
/// <param name="ContentType">The content type of downloads, whatever the upload declared; no two kinds have the same.</param>
/// <param name="IsPicture">
/// Pictures and scans: telephones, scanners and Windows give them each other's extensions, and their content is unmistakable. One of them
/// under the extension of another is accepted as what it is.
/// </param>
public sealed record AttachmentKind(
    IReadOnlyList<string> Extensions, string ContentType, LooksLike LooksLike, bool IsPicture = false);
