using Dfm.Core.Dits;
using Dfm.Core.Orders;

namespace Dfm.Core;

/// <summary>Whether the customer may cancel now, by the state that stands.</summary>
/// <param name="Open">True when the customer may cancel.</param>
/// <param name="Reason">When not: why, in French; else null.</param>
public sealed record CancellationWindow(bool Open, string? Reason)
{
    /// <summary>The window of a DIT (manual, chapter 4): only « En attente de validation / A planifier ».</summary>
    public static CancellationWindow For(DitState state) => state switch
    {
        DitState.AwaitingPlanning => new(true, null),
        DitState.Planned => Shut("elle est déjà planifiée. Contactez le service technique pour déplacer ou annuler le rendez-vous."),
        DitState.InProgress => Shut("l'intervention est en cours."),
        DitState.WorkDone => Shut("l'intervention est terminée."),
        DitState.WorkNotFinished => Shut("une nouvelle visite est à prévoir. Contactez le service technique."),
        DitState.Closed => Shut("elle est clôturée."),
        DitState.Cancelled => Shut("elle est déjà annulée."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a cancellation window."),
    };

    /// <summary>The window of an order in <paramref name="state"/> (manual, chapter 5).</summary>
    public static CancellationWindow For(OrderState state) => state switch
    {
        OrderState.ExternalEntry or OrderState.FullyDeliverable => new(true, null),
        OrderState.PartlyDeliverable => ShutOrder("une partie est en préparation et le reste est commandé. Contactez le service commandes."),
        OrderState.PartlyDelivered => ShutOrder("une partie est déjà expédiée. Contactez le service commandes."),
        OrderState.FullyDelivered => ShutOrder("elle est expédiée. Contactez le service commandes pour un retour."),
        OrderState.Cancelled => ShutOrder("elle est déjà annulée."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a cancellation window."),
    };

    private static CancellationWindow Shut(string because) => new(false, $"Cette demande ne peut plus être annulée : {because}");

    private static CancellationWindow ShutOrder(string because) => new(false, $"Cette commande ne peut plus être annulée : {because}");
}
