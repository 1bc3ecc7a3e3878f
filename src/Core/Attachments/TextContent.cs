using System.Text;

namespace Dfm.Core.Attachments;

/// <summary>Tells text from other content, whatever its encoding.</summary>
internal static class TextContent
{
    /// <summary>The number of leading bytes looked at: what a log holds further on does not matter.</summary>
    private const int Sample = 512;

    /// <summary>No control characters except those of text, and no known signature of another kind.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("MZ"u8) || head.StartsWith("%PDF-"u8) || head.StartsWith("PK\u0003\u0004"u8)) return false;
        var sample = head[..Math.Min(head.Length, Sample)];
        return IsByteText(sample) || IsUtf16(sample);
    }

    /// <summary>ASCII, UTF-8, Windows-1252 and their like.</summary>
    private static bool IsByteText(ReadOnlySpan<byte> sample)
    {
        foreach (var b in sample)
            if (IsControl((char)b)) return false;
        return true;
    }

    /// <summary>
    /// PowerShell and Notepad write UTF-16, with a byte order mark or without. Without one it must be mostly ASCII, since pairs of random
    /// bytes are letters of some script.
    /// </summary>
    private static bool IsUtf16(ReadOnlySpan<byte> sample)
    {
        if (sample.StartsWith(Encoding.Unicode.Preamble)) return IsPrintable(Decode(sample[2..], Encoding.Unicode));
        if (sample.StartsWith(Encoding.BigEndianUnicode.Preamble)) return IsPrintable(Decode(sample[2..], Encoding.BigEndianUnicode));
        return IsMostlyAscii(Decode(sample, Encoding.Unicode)) || IsMostlyAscii(Decode(sample, Encoding.BigEndianUnicode));
    }

    /// <summary>What is no UTF-16 becomes NUL; a character that the end of the sample cuts off is left out.</summary>
    private static string Decode(ReadOnlySpan<byte> sample, Encoding encoding)
    {
        var decoder = encoding.GetDecoder();
        decoder.Fallback = new DecoderReplacementFallback("\0");
        Span<char> text = stackalloc char[Sample];
        return text[..decoder.GetChars(sample, text, flush: false)].ToString();
    }

    private static bool IsMostlyAscii(string text) => IsPrintable(text) && text.Count(char.IsAscii) * 2 > text.Length;

    private static bool IsPrintable(string text) => text.Length > 0 && !text.Any(c => IsControl(c) || c is '\uFFFE' or '\uFFFF');

    private static bool IsControl(char c) => c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\u001B');
}
