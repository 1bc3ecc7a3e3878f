namespace Dfm.Core.Webhooks;

/// <summary>Refusals of requests about webhooks.</summary>
public static class WebhookProblems
{
    /// <summary>There is no such subscription, or none any more.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "webhook-not-found", "Cet abonnement n'existe pas.");

    /// <summary>There is no such trigger.</summary>
    public static Problem TriggerNotFound { get; } = new(ProblemKind.NotFound, "trigger-not-found", "Ce déclencheur n'existe pas.");

    /// <summary>The subscription has no such delivery, or none any more.</summary>
    public static Problem DeliveryNotFound { get; } =
        new(ProblemKind.NotFound, "webhook-delivery-not-found", "Cet envoi n'existe pas ou n'est plus conservé.");

    /// <summary>There are <see cref="WebhookSubscription.Most"/> subscriptions already.</summary>
    public static Problem TooMany { get; } = new(
        ProblemKind.Conflict,
        "too-many-webhooks",
        $"Il existe déjà {WebhookSubscription.Most} abonnements : supprimez ceux qui ne servent plus.");
}
