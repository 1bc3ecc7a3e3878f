using System.Text.Json.Serialization;

namespace Dfm.Core.Dits;

/// <summary>The states of a DIT, with the manual's and the ERP's labels in <see cref="DitStates.Label"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DitState>))]
public enum DitState
{
    /// <summary>« En attente de validation / A planifier »: the only state that the customer may cancel in.</summary>
    AwaitingPlanning,

    /// <summary>« Planifiée »: a date and a technician are known.</summary>
    Planned,

    /// <summary>« En cours »: the technician is at work.</summary>
    InProgress,

    /// <summary>« Travail terminé »: closes by itself after five working days.</summary>
    WorkDone,

    /// <summary>« Travail non terminé »: a follow-up visit has to be planned.</summary>
    WorkNotFinished,

    /// <summary>« Clôturée »: final.</summary>
    Closed,

    /// <summary>« Annulée »: final.</summary>
    Cancelled,
}

/// <summary>What a state is called and whether anything can still happen in it.</summary>
public static class DitStates
{
    /// <summary>The French label that customers read.</summary>
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

    /// <summary>Whether the DIT still lives: messages and attachments may be added, the asset shows it as open.</summary>
    public static bool IsOpen(this DitState state) => state is not (DitState.Closed or DitState.Cancelled);
}
