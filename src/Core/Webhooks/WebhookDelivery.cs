using System.Text.Json.Serialization;

namespace Dfm.Core.Webhooks;

/// <summary>What has become of an event's delivery to one subscription.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebhookDeliveryState>))]
public enum WebhookDeliveryState
{
    /// <summary>The receiver has accepted it.</summary>
    Delivered,

    /// <summary>It has failed, and is tried again.</summary>
    Retrying,

    /// <summary>It has failed for as long as it is tried: its message is a dead letter. Staff can send it again.</summary>
    GivenUp,

    /// <summary>The receiver wants no more events: its subscription was removed.</summary>
    Gone,
}

/// <summary>The result of one try to deliver an event.</summary>
/// <param name="State">Never <see cref="WebhookDeliveryState.GivenUp"/>: that is for the back-off to say.</param>
/// <param name="Status">The receiver's HTTP status; null when it gave none.</param>
/// <param name="Reason">Why it failed, as a code fit for a log; null when it did not.</param>
public sealed record WebhookAttempt(WebhookDeliveryState State, int? Status, string? Reason)
{
    /// <summary>The receiver has answered. A redirect is a failure: nobody has checked where it leads.</summary>
    public static WebhookAttempt Answered(int status) => status switch
    {
        >= 200 and < 300 => new(WebhookDeliveryState.Delivered, status, null),
        >= 300 and < 400 => new(WebhookDeliveryState.Retrying, status, "redirected"),
        410 => new(WebhookDeliveryState.Gone, status, "gone"),
        _ => new(WebhookDeliveryState.Retrying, status, "refused"),
    };

    /// <summary>The receiver has not answered.</summary>
    public static WebhookAttempt Failed(string reason) => new(WebhookDeliveryState.Retrying, null, reason);
}

/// <summary>An event's delivery to one subscription, as it stands after its last try.</summary>
/// <param name="Id">Of the delivery, in its subscription; newer ones sort first.</param>
/// <param name="Event">The event's id.</param>
/// <param name="Timestamp">When the event happened.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it was tried last.</param>
/// <param name="Body">What is sent.</param>
public sealed record WebhookDelivery(
    string Id, string Event, WebhookEventType Type, DateTimeOffset Timestamp, int Attempts, DateTimeOffset At, WebhookAttempt Last, string Body)
{
    /// <summary>The longest id: that of an event, and its place in the list.</summary>
    private const int MaxId = 120;

    /// <summary>Whether a text can be the id of a delivery; then it is safe as a storage key.</summary>
    public static bool IsId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxId && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }
}
