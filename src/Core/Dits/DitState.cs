using System.Text.Json.Serialization;

namespace Dfm.Core.Dits;

/// <summary>The states of a DIT; <see cref="DitStates.Label"/> gives the labels of the manual and the ERP.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DitState>))]
public enum DitState
{
    /// <summary>« En attente de validation / A planifier »: the only state in which the customer may cancel.</summary>
    AwaitingPlanning,

    /// <summary>« Planifiée »: a date and a technician are known.</summary>
    Planned,

    /// <summary>« En cours »: the technician is at work.</summary>
    InProgress,

    /// <summary>« Travail terminé »: closes automatically after five working days.</summary>
    WorkDone,

    /// <summary>« Travail non terminé »: a follow-up visit has to be planned.</summary>
    WorkNotFinished,

    /// <summary>« Clôturée »: final.</summary>
    Closed,

    /// <summary>« Annulée »: final.</summary>
    Cancelled,
}

/// <summary>Labels and properties of DIT states.</summary>
public static class DitStates
{
    /// <summary>The French label shown to customers.</summary>
    public static string Label(this DitState state) => state switch
    {
        DitState.AwaitingPlanning => "En attente de validation / A planifier",
        DitState.Planned => "Planifiée",
        DitState.InProgress => "En cours",
        DitState.WorkDone => "Travail terminé",
        DitState.WorkNotFinished => "Travail non terminé",
        DitState.Closed => "Clôturée",
        DitState.Cancelled => "Annulée",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a label."),
    };

    /// <summary>Whether the DIT is open: messages and attachments may be added, and the asset lists it.</summary>
    public static bool IsOpen(this DitState state) => state is not (DitState.Closed or DitState.Cancelled);

    /// <summary>Whether the customer may cancel (manual, chapter 4): only in « En attente de validation / A planifier ».</summary>
    public static CancellationWindow CancellationWindow(this DitState state) => state switch
    {
        DitState.AwaitingPlanning => new(true, null),
        DitState.Planned => Closed("elle est déjà planifiée. Contactez le service technique pour déplacer ou annuler le rendez-vous."),
        DitState.InProgress => Closed("l'intervention est en cours."),
        DitState.WorkDone => Closed("l'intervention est terminée."),
        DitState.WorkNotFinished => Closed("une nouvelle visite est à prévoir. Contactez le service technique."),
        DitState.Closed => Closed("elle est clôturée."),
        DitState.Cancelled => Closed("elle est déjà annulée."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a cancellation window."),
    };

    private static CancellationWindow Closed(string because) => new(false, $"Cette demande ne peut plus être annulée : {because}");
}
