using System.Text.Json.Serialization;

namespace Dfm.Core.Orders;

/// <summary>Where an order stands (manual, chapter 5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
public enum OrderState
{
    /// <summary>« Saisie externe »: waits for DFM to validate it.</summary>
    ExternalEntry,

    /// <summary>« Livrable en totalité »: all of it is being prepared.</summary>
    FullyDeliverable,

    /// <summary>« Livrable en partie »: what is in stock is being prepared, the rest is to come.</summary>
    PartlyDeliverable,

    /// <summary>« Livré en partie »: a first part was sent.</summary>
    PartlyDelivered,

    /// <summary>« Livré en totalité »: all of it was sent; final.</summary>
    FullyDelivered,

    /// <summary>« Annulée »: final.</summary>
    Cancelled,
}

/// <summary>What is said of the states of an order.</summary>
public static class OrderStates
{
    /// <summary>The French label that customers read.</summary>
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

    /// <summary>Whether something is still to be sent.</summary>
    public static bool IsOpen(this OrderState state) => state is not (OrderState.FullyDelivered or OrderState.Cancelled);
}
