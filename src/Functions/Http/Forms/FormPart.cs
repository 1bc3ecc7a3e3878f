using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Http.Forms;

/// <summary>One part of a form: a text field or a file.</summary>
/// <param name="Field">The name of its input; may be empty.</param>
/// <param name="FileName">As the client named the file, not cleaned, empty for an input without a choice; null for a text field.</param>
/// <param name="Charset">The charset that a text field declares, else null.</param>
/// <param name="Body">To be read before the next part is.</param>
public sealed partial record FormPart(string Field, string? FileName, string? Charset, Stream Body)
{
    /// <exception cref="InvalidDataException">The part does not say what it is.</exception>
    public static FormPart Of(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            throw new InvalidDataException("A part without a Content-Disposition.");
        _ = MediaTypeHeaderValue.TryParse(section.ContentType, out var type);
        return new FormPart(
            HeaderUtilities.RemoveQuotes(disposition.Name).ToString(),
            FileNameOf(disposition),
            HeaderUtilities.RemoveQuotes(type?.Charset ?? default).Value,
            section.Body);
    }

    private static string? FileNameOf(ContentDispositionHeaderValue disposition)
    {
        var isFile = disposition.Parameters.Any(parameter => IsFileName(parameter.Name.Value));
        if (!isFile) return null;
        return disposition.FileNameStar is { Length: > 0 } decoded
            ? decoded.Value
            : Unquoted(HeaderUtilities.RemoveQuotes(disposition.FileName));
    }

    private static bool IsFileName(string? parameter) =>
        "filename".Equals(parameter, StringComparison.OrdinalIgnoreCase)
        || "filename*".Equals(parameter, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Browsers and curl write a quote or a line break within a name as <c>%22</c>, <c>%0D</c>, <c>%0A</c> (HTML, 4.10.21.8); older ones,
    /// and libraries, a quote or a backslash behind a backslash (RFC 9110, 5.6.4). Any other backslash is one of a Windows path.
    /// </summary>
    private static string Unquoted(StringSegment name) => Escape().Replace(
        name.Value ?? "",
        escape => escape.Value switch { "%22" => "\"", "%0D" or "%0d" => "\r", "%0A" or "%0a" => "\n", _ => escape.Value[1..] });

    [GeneratedRegex("""\\["\\]|%22|%0[ADad]""")]
    private static partial Regex Escape();
}
