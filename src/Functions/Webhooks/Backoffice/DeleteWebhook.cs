using Dfm.Core.Webhooks;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Dfm.Functions.Webhooks.Storage;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>Ends a subscription.</summary>
public sealed class DeleteWebhook(TableWebhookStore webhooks)
{
    /// <summary>204, also when it has ended: a flow may say so twice, or after its receiver has.</summary>
    [Function(nameof(DeleteWebhook)), Audience(Audience.Staff, Scope = WebhookScopes.Write)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "backoffice/webhooks/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!IdentifierForm.Fits(id)) return WebhookProblems.NotFound.ToHttp();
        await webhooks.Remove(id, cancellationToken);
        return Results.NoContent();
    }
}
