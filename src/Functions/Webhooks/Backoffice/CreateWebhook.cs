using Dfm.Core.Webhooks;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Webhooks.Backoffice;

/// <summary>Subscribes another system to what happens in the portal.</summary>
public sealed class CreateWebhook(WebhookSubscriber subscriber)
{
    private static readonly int MaxEvents = Enum.GetValues<WebhookEventType>().Length;

    /// <summary>201 with the secret that deliveries are signed with.</summary>
    [Function(nameof(CreateWebhook)), Audience(Audience.Staff, Scope = WebhookScopes.Write)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/webhooks")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var asked = await CommandRequest.Read<Body, WebhookForm>(request, context, Check, cancellationToken);
        return asked.IsSuccess ? await subscriber.Subscribe(request, context, asked.Value, cancellationToken) : asked.Problem.ToHttp();
    }

    private Result<WebhookForm> Check(Body body)
    {
        var check = new FieldChecks();
        var events = check.Lines("events", body.Events, MaxEvents)?
            .Select((name, n) => check.Choice<WebhookEventType>($"events[{n}]", name, "Indiquez un événement."))
            .Distinct().Order().ToList() ?? [];
        if (events.Count == 0) check.Refuse("events", "Choisissez au moins un événement.");
        var url = subscriber.Address(body.Url);
        if (url.Problem?.Errors is { } wrong) check.Refuse("url", wrong["url"][0]);
        return check.Problem is { } problem ? problem : new WebhookForm(url.Value, events);
    }

    private sealed record Body(string? Url, IReadOnlyList<string?>? Events);
}
