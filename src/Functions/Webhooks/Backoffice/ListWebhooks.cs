using Dfm.Functions.Security;
using Dfm.Functions.Webhooks.Storage;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>The subscriptions that there are, flows' and others'.</summary>
public sealed class ListWebhooks(TableWebhookStore webhooks)
{
    /// <summary>All of them, the newest first.</summary>
    [Function(nameof(ListWebhooks)), Audience(Audience.Staff, Scope = WebhookScopes.Read)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/webhooks")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var all = await webhooks.List(cancellationToken);
        return Results.Ok(new { Items = all.OrderByDescending(one => one.CreatedAt).Select(WebhookResponse.Of) });
    }
}
