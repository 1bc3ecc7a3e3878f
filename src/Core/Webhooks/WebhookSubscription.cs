namespace Dfm.Core.Webhooks;

/// <summary>A receiver of events: a flow of Power Automate, or another system.</summary>
/// <param name="Id">Random letters, digits, « - » or « _ ».</param>
/// <param name="Url">Where events are sent; whoever knows it can call the receiver, so it is never logged, and shown without its query.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Key">The API key that created it; when that is revoked, or may no longer read what is sent, the subscription ends.</param>
/// <param name="CreatedBy">The key's name.</param>
public sealed record WebhookSubscription(
    string Id, Uri Url, IReadOnlyList<WebhookEventType> Events, string Key, string CreatedBy, DateTimeOffset CreatedAt)
{
    /// <summary>So many there may be: each event is held against all of them.</summary>
    public const int Most = 200;

    /// <summary>The address as far as it may be shown.</summary>
    public string ShownUrl => Url.GetLeftPart(UriPartial.Path);
}
