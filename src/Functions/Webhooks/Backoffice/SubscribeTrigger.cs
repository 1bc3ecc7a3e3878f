using Dfm.Core.Webhooks;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>
/// Subscribes a flow of Power Automate, whose connector has one operation for each trigger, and so one path. The subscription is one of
/// <c>backoffice/webhooks</c>, where it is listed and ended.
/// </summary>
public sealed class SubscribeTrigger(WebhookSubscriber subscriber)
{
    /// <summary>201; a flow that is switched off or deleted unsubscribes by a <c>DELETE</c> of <c>Location</c>.</summary>
    [Function(nameof(SubscribeTrigger)), Audience(Audience.Staff, Scope = WebhookScopes.Write)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/triggers/{type}")] HttpRequest request,
        string type,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!Enum.GetNames<WebhookEventType>().Contains(type)) return WebhookProblems.TriggerNotFound.ToHttp();
        var events = new[] { Enum.Parse<WebhookEventType>(type) };
        var asked = await CommandRequest.Read<Body, WebhookForm>(
            request, context, body => subscriber.Address(body.Url).Then<WebhookForm>(url => new WebhookForm(url, events)), cancellationToken);
        return asked.IsSuccess ? await subscriber.Subscribe(request, context, asked.Value, cancellationToken) : asked.Problem.ToHttp();
    }

    private sealed record Body(string? Url);
}
