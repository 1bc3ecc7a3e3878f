using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Dfm.Functions.Security;

/// <summary>An API key in clear: <c>dfm_{id}_{secret}</c>; the prefix lets secret scanners find a leaked key.</summary>
public static partial class ApiKeyText
{
    /// <summary>Parses a key; false when the format is invalid.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out string? secret)
    {
        var match = Form().Match(text);
        (id, secret) = match.Success ? (match.Groups["id"].Value, match.Groups["secret"].Value) : (null, null);
        return match.Success;
    }

    /// <summary>Whether a text can be the id of a key; then it is safe as a storage key.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    /// <summary>The key to store for <paramref name="text"/>, with a hash in place of the secret.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static ApiKey ToStore(string text, string name, IReadOnlyList<string> scopes) =>
        TryParse(text, out var id, out var secret)
            ? new ApiKey(id, Secrets.Hash(secret), name, scopes)
            : throw new FormatException("An API key reads dfm_{id}_{secret}: letters and digits, the secret of 32 characters or more.");

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex("^dfm_(?<id>[A-Za-z0-9]{1,40})_(?<secret>[A-Za-z0-9_-]{32,128})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
