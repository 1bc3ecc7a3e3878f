using Dfm.Core.Webhooks;

namespace Dfm.Core.Dits;

/// <summary>What webhooks are told of a DIT.</summary>
/// <param name="PreviousState">Null when it was raised.</param>
/// <param name="Version">Orders the events of one DIT, which may arrive in another order than they happened.</param>
public sealed record DitStateChanged(DitSummary Dit, DitState? PreviousState, int Version)
{
    /// <summary>The event of a change; null where the state is the same as before.</summary>
    /// <param name="before">Null for a DIT that was raised.</param>
    public static WebhookEvent? Of(Dit? before, Dit after, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before?.State == after.State) return null;
        var data = new DitStateChanged(DitSummary.Of(after), before?.State, after.Version);
        return WebhookEvent.Create($"dit-{after.Number}-{after.Version}", WebhookEventType.DitStateChanged, at, after.Customer, data);
    }
}
