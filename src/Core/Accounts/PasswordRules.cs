using System.Globalization;

namespace Dfm.Core.Accounts;

/// <summary>
/// What a new password has to be (NIST SP 800-63B, 5.1.1.2): long, not one that everybody tries first, and not the sign-in name. No rule asks
/// for digits or punctuation.
/// </summary>
public static class PasswordRules
{
    /// <summary>The least number of characters, as people count them.</summary>
    public const int MinLength = 12;

    /// <summary>An identifier shorter than this may stand in a password: « an » is in many.</summary>
    private const int LeastTellingIdentifier = 6;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>Why the password cannot be taken, in French; null when it can.</summary>
    public static string? Fault(Password password, LoginIdentifier identifier)
    {
        if (new StringInfo(password.Value).LengthInTextElements < MinLength) return $"{MinLength} caractères au moins.";
        var text = LoginIdentifier.TryParse(password.Value, out var alike) ? alike.Value : password.Value.ToLowerInvariant();
        if (Common.Value.Contains(text)) return "Ce mot de passe est trop courant.";
        return text == identifier.Value || (identifier.Value.Length >= LeastTellingIdentifier && text.Contains(identifier.Value, StringComparison.Ordinal))
            ? "Le mot de passe ne doit pas contenir l'identifiant."
            : null;
    }

    /// <summary>Those of <see cref="MinLength"/> characters or more that lists of leaked passwords have most often, in lower case.</summary>
    private static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream(typeof(PasswordRules), "CommonPasswords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
