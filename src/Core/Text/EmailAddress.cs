using System.Globalization;
using System.Text.RegularExpressions;

namespace Dfm.Core.Text;

/// <summary>
/// Mail addresses that SendGrid delivers to: a dot-atom of RFC 5322 in ASCII, « @ », a domain with a point. What RFC 5321 allows beyond
/// (quoted local parts, IP addresses, accents by RFC 6531) never reaches a mailbox through it.
/// </summary>
public static partial class EmailAddress
{
    /// <summary>The maximum length, in characters (RFC 5321).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalPart = 64;

    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    /// <summary>The address, with an international domain in its ASCII form (RFC 5891); false when it is none.</summary>
    public static bool TryParse(string? text, out string address)
    {
        address = "";
        if (!PlainText.TryOneLine(text, out var line) || line.Length > MaxLength) return false;
        if (line.Split('@') is not [var local, var domain]) return false;
        address = $"{local}@{Ascii(domain)}";
        return address.Length <= MaxLength && local.Length <= MaxLocalPart && Form().IsMatch(address);
    }

    /// <summary>Empty for what is no domain.</summary>
    private static string Ascii(string domain)
    {
        try
        {
            return Domains.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    [GeneratedRegex(
        @"\A[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
