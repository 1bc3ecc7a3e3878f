using Dfm.Functions.Security;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>The secrets that deliveries are signed with: derived from the subscription's id, so that none is stored.</summary>
public sealed class WebhookSecrets(Signatures signatures)
{
    private const string Purpose = "webhook";

    public byte[] Of(string subscription) => signatures.Sign(Purpose, subscription);
}
