namespace Dfm.Core.Orders;

/// <summary>Refusals of requests about orders; the codes are part of the API contract.</summary>
public static class OrderProblems
{
    /// <summary>The order does not exist, or the caller may not see it.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "order-not-found", "Cette commande n'existe pas.");

    /// <summary>The order has no such parcel.</summary>
    public static Problem DeliveryNotFound { get; } =
        new(ProblemKind.NotFound, "delivery-not-found", "Cette commande n'a pas de telle livraison.");

    /// <summary>More lines than <see cref="Order.MaxAddedLines"/>.</summary>
    public static Problem TooManyLines(OrderState state) => new(
        ProblemKind.Conflict,
        "order-has-too-many-lines",
        $"{Order.MaxAddedLines} lignes au plus peuvent être ajoutées à une commande.",
        State: state.ToString());

    /// <summary>More parcels than <see cref="Order.MaxDeliveries"/>.</summary>
    public static Problem TooManyDeliveries(OrderState state) => new(
        ProblemKind.Conflict,
        "order-has-too-many-deliveries",
        $"Une commande part en {Order.MaxDeliveries} livraisons au plus.",
        State: state.ToString());

    /// <summary>Another parcel of the order has the delivery note.</summary>
    public static Problem DeliveryNoteUsed(OrderState state, Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return new(
            ProblemKind.Conflict,
            "delivery-note-already-used",
            $"Le bon de livraison « {delivery.DeliveryNote} » est déjà celui de la livraison n° {delivery.Number} de cette commande.",
            State: state.ToString());
    }

    /// <summary>The cancellation window is closed; the problem includes the current state.</summary>
    public static Problem CannotCancel(OrderState state) => new(
        ProblemKind.Conflict,
        "order-cannot-be-cancelled",
        state.CancellationWindow().Reason ?? throw new ArgumentException("The window is open.", nameof(state)),
        State: state.ToString());

    /// <summary>The current state does not allow the command.</summary>
    public static Problem NotAllowed(OrderState state) => new(
        ProblemKind.Conflict,
        "order-transition-not-allowed",
        $"Cette action n'est pas possible : la commande est à l'état « {state.Label()} ».",
        State: state.ToString());

    /// <summary>The <c>If-Match</c> version is not the current one.</summary>
    public static Problem ChangedMeanwhile(OrderState state) => new(
        ProblemKind.PreconditionFailed,
        "order-changed-meanwhile",
        "La commande a changé entre-temps : actualisez-la puis recommencez.",
        State: state.ToString());

    /// <summary>All retries were lost to concurrent writers.</summary>
    public static Problem Busy(OrderState state) => new(
        ProblemKind.Conflict,
        "order-busy",
        "La commande est modifiée par plusieurs personnes à la fois : recommencez dans un instant.",
        State: state.ToString());
}
