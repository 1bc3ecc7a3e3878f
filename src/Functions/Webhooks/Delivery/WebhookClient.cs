using System.Text;
using Dfm.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Webhooks.Delivery;

/// <summary>Sends an event to a receiver, once, signed.</summary>
public sealed class WebhookClient(IHttpClientFactory clients, WebhookSecrets secrets, IOptions<WebhookOptions> options)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string ClientName = "webhooks";

    /// <summary>A receiver that takes longer to answer has failed; well within the lock of its message.</summary>
    public static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(15);

    /// <summary>What became of it; a receiver that is down or wrong is no exception.</summary>
    public async Task<WebhookAttempt> Send(WebhookSubscription to, WebhookMessage delivery, CancellationToken cancellationToken)
    {
        // The list may have become shorter since somebody subscribed.
        if (!WebhookAddress.Parse("url", to.Url.AbsoluteUri, AllowedHosts.Parse(options.Value.AllowedHosts)).IsSuccess)
            return WebhookAttempt.Failed("address-refused");
        using var request = RequestOf(to, delivery);
        using var client = clients.CreateClient(ClientName);
        try
        {
            // The answer's body is nothing to us, and may be endless.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return WebhookAttempt.Answered((int)response.StatusCode);
        }
        catch (HttpRequestException failure)
        {
            return WebhookAttempt.Failed(failure.InnerException is InsideAddressException ? "address-refused" : "unreachable");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WebhookAttempt.Failed("timed-out");
        }
    }

    private HttpRequestMessage RequestOf(WebhookSubscription to, WebhookMessage delivery)
    {
        // Receivers hold it against real time, whatever clock the portal keeps.
        var now = TimeProvider.System.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, to.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(WebhookSignature.IdHeader, delivery.Event);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.TimestampText(now));
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secrets.Of(to.Id), delivery.Event, now, delivery.Body));
        request.Headers.UserAgent.ParseAdd("dfm-portal");
        return request;
    }
}
