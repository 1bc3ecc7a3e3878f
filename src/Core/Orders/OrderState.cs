using System.Text.Json.Serialization;

namespace Dfm.Core.Orders;

/// <summary>The states of an order (manual, chapter 5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
public enum OrderState
{
    /// <summary>« Saisie externe »: awaits validation by DFM.</summary>
    ExternalEntry,

    /// <summary>« Livrable en totalité »: everything is being prepared.</summary>
    FullyDeliverable,

    /// <summary>« Livrable en partie »: what is in stock is being prepared, the rest will follow.</summary>
    PartlyDeliverable,

    /// <summary>« Livré en partie »: a first part was sent.</summary>
    PartlyDelivered,

    /// <summary>« Livré en totalité »: everything was sent; final.</summary>
    FullyDelivered,

    /// <summary>« Annulée »: final.</summary>
    Cancelled,
}

/// <summary>Labels and properties of order states.</summary>
public static class OrderStates
{
    /// <summary>The French label shown to customers.</summary>
    public static string Label(this OrderState state) => state switch
    {
        OrderState.ExternalEntry => "Saisie externe",
        OrderState.FullyDeliverable => "Livrable en totalité",
        OrderState.PartlyDeliverable => "Livrable en partie",
        OrderState.PartlyDelivered => "Livré en partie",
        OrderState.FullyDelivered => "Livré en totalité",
        OrderState.Cancelled => "Annulée",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a label."),
    };

    /// <summary>Whether the order is open: something remains to be sent.</summary>
    public static bool IsOpen(this OrderState state) => state is not (OrderState.FullyDelivered or OrderState.Cancelled);

    /// <summary>Whether the customer may cancel (manual, chapter 5).</summary>
    public static CancellationWindow CancellationWindow(this OrderState state) => state switch
    {
        OrderState.ExternalEntry or OrderState.FullyDeliverable => new(true, null),
        OrderState.PartlyDeliverable => Closed("une partie est en préparation et le reste est commandé. Contactez le service commandes."),
        OrderState.PartlyDelivered => Closed("une partie est déjà expédiée. Contactez le service commandes."),
        OrderState.FullyDelivered => Closed("elle est expédiée. Contactez le service commandes pour un retour."),
        OrderState.Cancelled => Closed("elle est déjà annulée."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a cancellation window."),
    };

    private static CancellationWindow Closed(string because) => new(false, $"Cette commande ne peut plus être annulée : {because}");
}
