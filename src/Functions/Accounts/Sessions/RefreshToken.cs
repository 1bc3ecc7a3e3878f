using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>
/// A refresh token as stored in the cookie: <c>{account}.{session}.{secret}</c>. Of the secret only a hash is stored: that of the successor
/// is derived from it, so that a repeated refresh gives the same answer.
/// </summary>
/// <param name="Account">The account's key in storage, which does not reveal the person.</param>
/// <param name="Secret">256 bits: random at the sign-in, then the predecessor's HMAC.</param>
public sealed partial record RefreshToken(string Account, string Session, string Secret)
{
    private const string Purpose = "refresh token";

    /// <summary>The hash of the secret, as stored.</summary>
    public string Hash => Secrets.Hash(Secret);

    /// <summary>The first token of a new session.</summary>
    public static RefreshToken Start(string account) => new(account, Secrets.Random(16), Secrets.Random(32));

    /// <summary>The token that a refresh replaces this one by: always the same one, and without the signing key not to be guessed.</summary>
    public RefreshToken Successor(Signatures signatures) =>
        this with { Secret = Base64Url.EncodeToString(signatures.Sign(Purpose, ToCookie())) };

    /// <summary>Parses a cookie's value; false when the format is invalid, so the parts are safe as storage keys.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RefreshToken? token)
    {
        var match = Form().Match(text ?? "");
        token = match.Success ? new RefreshToken(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value) : null;
        return match.Success;
    }

    /// <summary>Without the secret: a token must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(RefreshToken);

    public string ToCookie() => $"{Account}.{Session}.{Secret}";

    [GeneratedRegex(@"^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
