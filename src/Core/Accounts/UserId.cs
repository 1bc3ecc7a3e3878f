using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>The id of a person's account. Letters are lower case.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<UserId>))]
public readonly record struct UserId : IIdentifier<UserId>
{
    private readonly string? value;

    private UserId(string value) => this.value = value;

    /// <inheritdoc/>
    public string Value => value ?? "";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out UserId id)
    {
        var fits = IdentifierForm.Fits(text);
        id = fits ? new UserId(text!) : default;
        return fits;
    }

    /// <summary>The id of the account that signs in with <paramref name="identifier"/>: a hash, which does not reveal the person.</summary>
    public static UserId Of(LoginIdentifier identifier) =>
        Parse(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identifier.Value)))[..32]);

    /// <summary>Tells users apart in the ids of mails, which reach logs and records, and does not tell who they are.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)))[..12];

    /// <summary>Parses an identifier whose format is known to be valid.</summary>
    /// <exception cref="FormatException">The format is invalid.</exception>
    public static UserId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"Not a {nameof(UserId)}: {text}.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
