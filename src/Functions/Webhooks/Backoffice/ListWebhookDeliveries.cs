using Dfm.Core.Webhooks;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Webhooks.Storage;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>What was sent to a subscription, and what has become of it.</summary>
public sealed class ListWebhookDeliveries(TableWebhookStore webhooks, TableDeliveryStore deliveries)
{
    /// <summary>A page, the newest event first; also of a subscription that has ended, for as long as its deliveries are kept.</summary>
    [Function(nameof(ListWebhookDeliveries)), Audience(Audience.Staff, Scope = WebhookScopes.Read)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/webhooks/{id}/deliveries")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(request);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        string? after = null;
        if (page.Value.Cursor is { } cursor && !Cursor.TryRead(cursor, out after)) return Cursor.Bad.ToHttp();
        if (!IdentifierForm.Fits(id)) return WebhookProblems.NotFound.ToHttp();
        var (items, next) = await deliveries.List(id, after, page.Value.Limit, cancellationToken);
        // Whether there is such a subscription matters only when nothing was sent to it.
        return items.Count > 0 || await webhooks.Find(id, cancellationToken) is not null
            ? Results.Ok(new { Items = items.Select(WebhookDeliveryResponse.Of), NextCursor = next is null ? null : Cursor.At(next) })
            : WebhookProblems.NotFound.ToHttp();
    }
}
