using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dfm.Core.Webhooks;

/// <summary>
/// The signature of a delivery as Standard Webhooks defines it (standardwebhooks.com), which receivers check with libraries that exist:
/// HMAC-SHA256 over « id.timestamp.body ».
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the event's id: the same at each try.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the instant of the try, in seconds since 1970: receivers refuse old ones.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signature.</summary>
    public const string Header = "webhook-signature";

    private const string SecretPrefix = "whsec_";

    /// <summary>The secret as it is shown to whoever subscribes.</summary>
    public static string SecretText(byte[] secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>The value of <see cref="TimestampHeader"/>.</summary>
    public static string TimestampText(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of <see cref="Header"/>.</summary>
    /// <param name="id">The value of <see cref="IdHeader"/>.</param>
    public static string Of(byte[] secret, string id, DateTimeOffset at, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{TimestampText(at)}.{body}")))}";
}
