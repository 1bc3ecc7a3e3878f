using Dfm.Core.Webhooks;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Webhooks.Delivery;
using Dfm.Functions.Webhooks.Storage;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>Sends an event to a subscription once more: what was given up, or what its receiver has lost.</summary>
public sealed class RedeliverWebhook(TableWebhookStore webhooks, TableDeliveryStore deliveries, WebhookQueue queue)
{
    private const int IdLength = 20;

    /// <summary>202 once it is on the way: what becomes of it is to be seen in the list. The event keeps its id.</summary>
    [Function(nameof(RedeliverWebhook)), Audience(Audience.Staff, Scope = WebhookScopes.Write)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/webhooks/{id}/deliveries/{delivery}/redeliver")]
        HttpRequest request,
        string id,
        string delivery,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var conditions = CommandRequest.WithoutBody(request, context);
        if (!conditions.IsSuccess) return conditions.Problem.ToHttp();
        if (!IdentifierForm.Fits(id) || await webhooks.Find(id, cancellationToken) is null) return WebhookProblems.NotFound.ToHttp();
        if (!WebhookDelivery.IsId(delivery) || await deliveries.Find(id, delivery, cancellationToken) is not { } sent)
            return WebhookProblems.DeliveryNotFound.ToHttp();
        var again = conditions.Value.Idempotency?.Hash[..IdLength] ?? Guid.NewGuid().ToString("N")[..IdLength];
        await queue.Enqueue(WebhookMessage.Again(id, sent, again), cancellationToken);
        return Results.Json(new { sent.Id, sent.Event }, statusCode: StatusCodes.Status202Accepted);
    }
}
