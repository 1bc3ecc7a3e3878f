namespace Dfm.Core.Dits;

/// <summary>Refusals of requests about DITs; the codes are part of the API contract.</summary>
public static class DitProblems
{
    /// <summary>The DIT does not exist, or the caller may not see it.</summary>
    public static Problem NotFound { get; } =
        new(ProblemKind.NotFound, "dit-not-found", "Cette demande d'intervention n'existe pas.");

    /// <summary>The nature is not in the list, or does not apply to the kind of asset.</summary>
    public static Problem UnknownNature { get; } = new(
        ProblemKind.Invalid,
        "unknown-nature",
        "Cette nature d'intervention n'existe pas pour ce bien : sélectionnez-la dans la liste.",
        new Dictionary<string, string[]> { ["nature"] = ["Sélectionnez une nature de la liste."] });

    /// <summary>The cancellation window is closed; the problem includes the current state.</summary>
    public static Problem CannotCancel(DitState state) => new(
        ProblemKind.Conflict,
        "dit-cannot-be-cancelled",
        state.CancellationWindow().Reason ?? throw new ArgumentException("The window is open.", nameof(state)),
        State: state.ToString());

    /// <summary>The current state does not allow the command.</summary>
    public static Problem NotAllowed(DitState state) => new(
        ProblemKind.Conflict,
        "dit-transition-not-allowed",
        $"Cette action n'est pas possible : la demande est à l'état « {state.Label()} ».",
        State: state.ToString());

    /// <summary>The DIT is closed or cancelled: nothing can be added.</summary>
    public static Problem NoLongerOpen(DitState state) => new(
        ProblemKind.Conflict,
        "dit-not-open",
        $"Rien ne peut plus être ajouté : la demande est à l'état « {state.Label()} ».",
        State: state.ToString());

    /// <summary>The <c>If-Match</c> version is not the current one.</summary>
    public static Problem ChangedMeanwhile(DitState state) => new(
        ProblemKind.PreconditionFailed,
        "dit-changed-meanwhile",
        "La demande a changé entre-temps : actualisez-la puis recommencez.",
        State: state.ToString());

    /// <summary>All retries were lost to concurrent writers.</summary>
    public static Problem Busy(DitState state) => new(
        ProblemKind.Conflict,
        "dit-busy",
        "La demande est modifiée par plusieurs personnes à la fois : recommencez dans un instant.",
        State: state.ToString());
}
