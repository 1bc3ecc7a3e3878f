namespace Dfm.Core.Dits;

/// <summary>Tests whether a file's first bytes match a kind.</summary>
/// <param name="head">The first bytes, at most <see cref="AttachmentRules.HeadBytes"/>.</param>
public delegate bool LooksLike(ReadOnlySpan<byte> head);

/// <summary>A kind of file that may be attached.</summary>
/// <param name="Extensions">Lower case, with the dot.</param>
/// <param name="ContentType">The content type of downloads, whatever the upload declared.</param>
public sealed record AttachmentKind(IReadOnlyList<string> Extensions, string ContentType, LooksLike LooksLike);
