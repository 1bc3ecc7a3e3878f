using System.Text;

namespace Dfm.Core.Text;

/// <summary>The text of another program's file: UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252.</summary>
public static class FileText
{
    /// <summary>Stands for bytes without a meaning: a noncharacter, so that <see cref="PlainText"/> refuses its field.</summary>
    private const string Unreadable = "\uFFFF";

    private static readonly Encoding Utf8 = Lenient("utf-8");
    private static readonly Encoding[] Marked = [Utf8, Lenient("utf-16"), Lenient("utf-16BE")];
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Decodes a whole file. Without a mark, a file that is not valid UTF-8 is Windows-1252, unless more of its characters are right as
    /// UTF-8 than wrong: that is a damaged file, and what is wrong becomes U+FFFF.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var encoding in Marked)
            if (bytes.StartsWith(encoding.Preamble)) return encoding.GetString(bytes[encoding.Preamble.Length..]);

        var text = Utf8.GetString(bytes);
        var wrong = text.AsSpan().Count(Unreadable[0]);
        var right = text.Count(character => character > 0x7F) - wrong;
        return wrong == 0 || right > wrong ? text : Windows1252.GetString(bytes);
    }

    private static Encoding Lenient(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Unreadable));
}
