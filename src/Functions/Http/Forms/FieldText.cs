using System.Text;

namespace Dfm.Functions.Http.Forms;

/// <summary>Text in the charset that its sender declares.</summary>
internal static class FieldText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>The text without a byte order mark; null when the charset is unknown or the bytes are none of its text.</summary>
    /// <param name="charset">UTF-8 when null or empty.</param>
    public static string? Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (EncodingOf(charset) is not { } encoding) return null;
        try
        {
            return encoding.GetString(bytes.StartsWith(encoding.Preamble) ? bytes[encoding.Preamble.Length..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding? EncodingOf(string? charset)
    {
        try
        {
            return charset?.Trim().ToLowerInvariant() switch
            {
                null or "" or "us-ascii" or "ascii" => Utf8,
                // What browsers call so has the curly quotes and the euro of Windows (WHATWG Encoding, 4.2).
                "iso-8859-1" or "latin1" => ByName("windows-1252"),
                { } other => ByName(other),
            };
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Encoding ByName(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
