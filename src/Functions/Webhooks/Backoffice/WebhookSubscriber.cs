using Dfm.Core.Webhooks;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.Functions.Webhooks.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>Subscribes a receiver, for whichever route it came by.</summary>
public sealed class WebhookSubscriber(TableWebhookStore webhooks, WebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider clock)
{
    private const int IdLength = 20;
    private readonly AllowedHosts hosts = AllowedHosts.Parse(options.Value.AllowedHosts);

    public Result<Uri> Address(string? url) => WebhookAddress.Parse("url", url, hosts);

    /// <summary>
    /// 201 with the secret, and where to unsubscribe. The id comes from the Idempotency-Key, if there is one: so the same request finds the
    /// subscription that it has made. 403 <c>scope-missing</c> for events that the caller's own key may not read.
    /// </summary>
    public async Task<IResult> Subscribe(
        HttpRequest request, FunctionContext context, CommandRequest<WebhookForm> asked, CancellationToken cancellationToken)
    {
        var (url, events) = asked.Input;
        var key = context.Staff();
        if (events.Select(WebhookScopes.Of).FirstOrDefault(scope => !key.Scopes.Contains(scope)) is { } missing)
            return AuthProblems.ScopeMissing(missing).ToHttp();

        var id = asked.Conditions.Idempotency?.Hash[..IdLength] ?? Guid.NewGuid().ToString("N")[..IdLength];
        var all = await webhooks.List(cancellationToken);
        if (all.FirstOrDefault(one => one.Id == id) is { } before)
            return before.Url == url && before.Events.SequenceEqual(events) ? Created(request, before) : IdempotencyRecord.OtherBody.ToHttp();
        if (all.Count >= WebhookSubscription.Most) return WebhookProblems.TooMany.ToHttp();
        var subscription = new WebhookSubscription(id, url, events, key.Id, key.Name, clock.GetUtcNow());
        await webhooks.Add(subscription, cancellationToken);
        return Created(request, subscription);
    }

    /// <summary>Power Automate unsubscribes at the address of <c>Location</c> as it stands, so it is absolute.</summary>
    private IResult Created(HttpRequest request, WebhookSubscription subscription)
    {
        // In Azure TLS ends before the app.
        var scheme = request.Headers["X-Forwarded-Proto"].ToString() is { Length: > 0 } forwarded ? forwarded.Split(',')[0].Trim() : request.Scheme;
        return Results.Created(
            $"{scheme}://{request.Host}/api/backoffice/webhooks/{subscription.Id}",
            CreatedWebhookResponse.Of(subscription, secrets.Of(subscription.Id)));
    }
}

/// <summary>What somebody subscribes to.</summary>
/// <param name="Events">Sorted, each once.</param>
public sealed record WebhookForm(Uri Url, IReadOnlyList<WebhookEventType> Events);
