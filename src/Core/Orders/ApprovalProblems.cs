namespace Dfm.Core.Orders;

/// <summary>What may be wrong with what is asked of an approval.</summary>
public static class ApprovalProblems
{
    /// <summary>No such approval, or somebody else's.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "approval-not-found", "Cette demande de validation n'existe pas.");

    /// <summary>Somebody was faster, or nobody was in time; the state that stands goes along.</summary>
    public static Problem AlreadyDecided(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var how = (approval.State, approval.Ruling?.By) switch
        {
            (ApprovalState.Approved, { } by) => $"déjà validée par {by}",
            (ApprovalState.Refused, { } by) => $"déjà refusée par {by}",
            _ => "expirée : les articles sont revenus dans le panier du demandeur",
        };
        return new(ProblemKind.Conflict, "approval-already-decided", $"Cette demande est {how}.", State: approval.State.ToString());
    }

    /// <summary>Assets that are no longer where they were when the cart was submitted, or no longer there at all.</summary>
    public static Problem Moved(IReadOnlyList<CartItem> items) => CartProblems.Moved(items) with
    {
        Detail = "Un bien de cette demande a changé de site ou n'est plus dans votre parc : refusez-la pour que le panier soit corrigé.",
    };

    /// <summary>The caller's If-Match names another version than the one that stands.</summary>
    public static Problem ChangedMeanwhile(ApprovalState state) => new(
        ProblemKind.PreconditionFailed,
        "approval-changed-meanwhile",
        "La demande a changé entre-temps : actualisez-la puis recommencez.",
        State: state.ToString());

    /// <summary>So many writers at once that this one lost every time.</summary>
    public static Problem Busy(ApprovalState state) => new(
        ProblemKind.Conflict,
        "approval-busy",
        "La demande ou le panier du demandeur est modifié par plusieurs personnes à la fois : recommencez dans un instant.",
        State: state.ToString());
}
