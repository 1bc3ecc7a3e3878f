namespace Dfm.Core.Dits;

/// <summary>Says whether a file's first bytes are of a kind.</summary>
/// <param name="head">The first bytes, at most <see cref="AttachmentRules.HeadBytes"/>.</param>
public delegate bool LooksLike(ReadOnlySpan<byte> head);

/// <summary>A kind of file that may be attached.</summary>
/// <param name="Extensions">Its file name extensions, lower case with the dot.</param>
/// <param name="ContentType">The content type it is served with, whatever the uploader claimed.</param>
/// <param name="LooksLike">Whether first bytes are of this kind.</param>
public sealed record AttachmentKind(IReadOnlyList<string> Extensions, string ContentType, LooksLike LooksLike);
