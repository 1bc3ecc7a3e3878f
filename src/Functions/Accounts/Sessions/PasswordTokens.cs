using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Dfm.Functions.Security;

namespace Dfm.Functions.Accounts.Sessions;

/// <summary>
/// The tokens in the links that set passwords: <c>{account}.{secret}</c>. The secret is derived from the request, so that a mail that is
/// enqueued once more is the same, and nothing but its hash is ever stored.
/// </summary>
public sealed partial class PasswordTokens(Signatures signatures)
{
    private const string Purpose = "password link";

    public PasswordToken Issue(string account, Guid request) =>
        new(account, Base64Url.EncodeToString(signatures.Sign(Purpose, $"{account}.{request:N}")));

    /// <summary>Parses a token; false when the format is invalid, so its account is safe as a storage key.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PasswordToken? token)
    {
        var match = Form().Match(text?.Trim() ?? "");
        token = match.Success ? new PasswordToken(match.Groups[1].Value, match.Groups[2].Value) : null;
        return match.Success;
    }

    [GeneratedRegex(@"\A([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <param name="Account">The account's key in storage, which does not reveal the person.</param>
public sealed record PasswordToken(string Account, string Secret)
{
    /// <summary>The hash of the secret, as stored.</summary>
    public string Hash => Secrets.Hash(Secret);

    public string ToText() => $"{Account}.{Secret}";

    /// <summary>A token must not reach a log by interpolation.</summary>
    public override string ToString() => nameof(PasswordToken);
}
