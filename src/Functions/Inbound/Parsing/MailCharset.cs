using System.Text;
using Dfm.Functions.Http.Forms;

namespace Dfm.Functions.Inbound.Parsing;

/// <summary>Text in the charset that a mail declares, or in the one that it really is in: something can always be read.</summary>
public static class MailCharset
{
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) =>
        FieldText.Decode(bytes, charset)
        ?? FieldText.Decode(bytes, null)
        // A cut may have gone through a character.
        ?? (FieldText.Decode(bytes[..Math.Max(0, bytes.Length - 3)], charset ?? "utf-8") ?? Windows1252.GetString(bytes));

    /// <summary>Every byte has a meaning in it.</summary>
    private static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
}
