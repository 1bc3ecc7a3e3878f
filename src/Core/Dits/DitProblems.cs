namespace Dfm.Core.Dits;

/// <summary>The refusals of this chapter; their codes are part of the API contract.</summary>
public static class DitProblems
{
    /// <summary>No such DIT, or somebody else's.</summary>
    public static Problem NotFound { get; } =
        new(ProblemKind.NotFound, "dit-not-found", "Cette demande d'intervention n'existe pas.");

    /// <summary>No such file on this DIT.</summary>
    public static Problem AttachmentNotFound { get; } =
        new(ProblemKind.NotFound, "attachment-not-found", "Cette pièce jointe n'existe pas.");

    /// <summary>The nature is not in the list, or not for this kind of asset.</summary>
    public static Problem UnknownNature { get; } = new(
        ProblemKind.Invalid,
        "unknown-nature",
        "Cette nature d'intervention n'existe pas pour ce bien : sélectionnez-la dans la liste.",
        new Dictionary<string, string[]> { ["nature"] = ["Sélectionnez une nature de la liste."] });

    /// <summary>More files than <see cref="AttachmentRules.MaxFiles"/>.</summary>
    public static Problem TooManyAttachments { get; } = new(
        ProblemKind.Invalid,
        "too-many-attachments",
        $"Une demande porte au plus {AttachmentRules.MaxFiles} pièces jointes.");

    /// <summary>A file longer than <see cref="AttachmentRules.MaxBytes"/>.</summary>
    public static Problem AttachmentTooLarge { get; } = new(
        ProblemKind.TooLarge,
        "attachment-too-large",
        $"Une pièce jointe pèse au plus {AttachmentRules.MaxBytes / (1024 * 1024)} Mo.");

    /// <summary>A file of a kind that is not accepted.</summary>
    public static Problem AttachmentKindNotAllowed(string name) => new(
        ProblemKind.UnsupportedMediaType,
        "attachment-kind-not-allowed",
        $"Le fichier « {name} » n'est pas d'un type accepté. Types acceptés : {AttachmentRules.AcceptedExtensions}.");

    /// <summary>A file whose content is not what its name says.</summary>
    public static Problem AttachmentDisguised(string name) => new(
        ProblemKind.UnsupportedMediaType,
        "attachment-content-mismatch",
        $"Le contenu du fichier « {name} » ne correspond pas à son extension.");

    /// <summary>A file without a byte.</summary>
    public static Problem AttachmentEmpty(string name) =>
        new(ProblemKind.Invalid, "attachment-empty", $"Le fichier « {name} » est vide.");

    /// <summary>No file where one is due.</summary>
    public static Problem AttachmentMissing { get; } =
        new(ProblemKind.Invalid, "attachment-missing", "Ajoutez au moins une pièce jointe.");

    /// <summary>The customer's window has closed; the state that stands goes along.</summary>
    public static Problem CannotCancel(DitState state) => new(
        ProblemKind.Conflict,
        "dit-cannot-be-cancelled",
        CancellationWindow.For(state).Reason ?? throw new ArgumentException("The window is open.", nameof(state)),
        State: state.ToString());

    /// <summary>The state that stands does not allow the command.</summary>
    public static Problem NotAllowed(DitState state) => new(
        ProblemKind.Conflict,
        "dit-transition-not-allowed",
        $"Cette action n'est pas possible : la demande est à l'état « {state.Label()} ».",
        State: state.ToString());

    /// <summary>Nothing can be added any more.</summary>
    public static Problem NoLongerOpen(DitState state) => new(
        ProblemKind.Conflict,
        "dit-not-open",
        $"Rien ne peut plus être ajouté : la demande est à l'état « {state.Label()} ».",
        State: state.ToString());

    /// <summary>The caller's If-Match names another version than the one that stands.</summary>
    public static Problem ChangedMeanwhile(DitState state) => new(
        ProblemKind.PreconditionFailed,
        "dit-changed-meanwhile",
        "La demande a changé entre-temps : actualisez-la puis recommencez.",
        State: state.ToString());

    /// <summary>So many writers at once that this one lost every time.</summary>
    public static Problem Busy(DitState state) => new(
        ProblemKind.Conflict,
        "dit-busy",
        "La demande est modifiée par plusieurs personnes à la fois : recommencez dans un instant.",
        State: state.ToString());
}
