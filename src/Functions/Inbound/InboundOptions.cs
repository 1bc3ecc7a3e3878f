using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Dfm.Functions.Settings;

namespace Dfm.Functions.Inbound;

/// <summary>The settings <c>Inbound:*</c>: how SendGrid's webhooks are told from anybody else's requests.</summary>
public sealed class InboundOptions : ISettings, IValidatableObject
{
    /// <inheritdoc/>
    public static string Section => "Inbound";

    /// <summary>
    /// The public keys that Inbound Parse may sign by, as SendGrid shows them (base64), with spaces between: while one is replaced, the old and
    /// the new one. Empty: no mail is taken, and SendGrid tries again for three days.
    /// </summary>
    public string MailPublicKeys { get; set; } = "";

    /// <summary>The same of the Event Webhook, which has keys of its own.</summary>
    public string EventPublicKeys { get; set; } = "";

    /// <summary>
    /// How far the time of a signature may be from now: longer than SendGrid tries again, which is three days. The same bytes are the same mail
    /// however often they come.
    /// </summary>
    public TimeSpan SignedWithin { get; set; } = TimeSpan.FromDays(4);

    /// <summary>The bytes of such keys (SubjectPublicKeyInfo, DER).</summary>
    /// <exception cref="FormatException">One is no base64.</exception>
    public static IReadOnlyList<byte[]> KeysOf(string setting) =>
        [.. setting.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromBase64String)];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!AreKeys(MailPublicKeys)) yield return new("Inbound:MailPublicKeys is no list of ECDSA public keys.");
        if (!AreKeys(EventPublicKeys)) yield return new("Inbound:EventPublicKeys is no list of ECDSA public keys.");
        if (SignedWithin < TimeSpan.FromMinutes(1)) yield return new("Inbound:SignedWithin is a minute at least: clocks differ.");
    }

    private static bool AreKeys(string setting)
    {
        try
        {
            foreach (var key in KeysOf(setting))
            {
                using var ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(key, out _);
            }

            return true;
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
