using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dfm.Core.Accounts;

namespace Dfm.Core.Webhooks;

/// <summary>Something that has happened, as webhooks are told of it. As JSON it is what a receiver gets, byte for byte at each try.</summary>
/// <param name="Id">Deterministic, so that what is published twice is one event; receivers tell repetitions by it.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">Depends on the type; a JSON object.</param>
public sealed partial record WebhookEvent(string Id, WebhookEventType Type, DateTimeOffset Timestamp, CustomerId Customer, JsonElement Data)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Sent as application/json and never shown as HTML: accents need no escaping.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new InstantJsonConverter() },
    };

    /// <summary>An event with its data.</summary>
    /// <param name="id">1 to 80 letters, digits, « - » or « _ »: it serves as a table key, a message id and a header value.</param>
    /// <exception cref="ArgumentException">The id has another format.</exception>
    public static WebhookEvent Create<TData>(string id, WebhookEventType type, DateTimeOffset timestamp, CustomerId customer, TData data)
        where TData : class
    {
        if (!LegalId().IsMatch(id)) throw new ArgumentException($"Not an event's id: {id}.", nameof(id));
        return new(id, type, timestamp, customer, JsonSerializer.SerializeToElement(data, Json));
    }

    /// <summary>The body of a delivery.</summary>
    public string ToBody() => JsonSerializer.Serialize(this, Json);

    /// <summary>The id alone: the data must not reach a log by interpolation.</summary>
    public override string ToString() => Id;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,80}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LegalId();
}
