using Dfm.Core.Webhooks;

namespace Dfm.Core.Aggregates;

/// <summary>An aggregate whose changes webhooks are told of.</summary>
/// <typeparam name="TSelf">The aggregate.</typeparam>
public interface IPublished<in TSelf> where TSelf : class
{
    /// <summary>What webhooks are told of a change; null for nothing.</summary>
    /// <param name="before">The aggregate before it; null for a new one.</param>
    /// <param name="at">When the command was given.</param>
    WebhookEvent? EventSince(TSelf? before, DateTimeOffset at);
}
