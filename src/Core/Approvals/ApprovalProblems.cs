using Dfm.Core.Carts;

namespace Dfm.Core.Approvals;

/// <summary>Refusals of requests about approvals; the codes are part of the API contract.</summary>
public static class ApprovalProblems
{
    /// <summary>The approval does not exist, or the caller may not see it.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "approval-not-found", "Cette demande de validation n'existe pas.");

    /// <summary>The approval was decided or has expired; the problem includes the current state.</summary>
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

    /// <summary>Assets that have moved since the cart was submitted, or no longer exist.</summary>
    public static Problem Moved(IReadOnlyList<CartItem> items) => CartProblems.Moved(items) with
    {
        Detail = "Un bien de cette demande a changé de site ou n'est plus dans votre parc : refusez-la pour que le panier soit corrigé.",
    };

    /// <summary>Articles whose price has changed since the cart was submitted, or that were withdrawn.</summary>
    public static Problem CatalogueChanged(IReadOnlyList<CatalogueChange> changes) =>
        CartProblems.Changed([.. changes.Select(change => change.ToDifference())]) with
        {
            Detail = "Un article de cette demande a changé de prix ou n'est plus au catalogue : refusez-la pour que le panier soit corrigé.",
        };

    /// <summary>The <c>If-Match</c> version is not the current one.</summary>
    public static Problem ChangedMeanwhile(ApprovalState state) => new(
        ProblemKind.PreconditionFailed,
        "approval-changed-meanwhile",
        "La demande a changé entre-temps : actualisez-la puis recommencez.",
        State: state.ToString());

    /// <summary>All retries were lost to concurrent writers.</summary>
    public static Problem Busy(ApprovalState state) => new(
        ProblemKind.Conflict,
        "approval-busy",
        "La demande ou le panier du demandeur est modifié par plusieurs personnes à la fois : recommencez dans un instant.",
        State: state.ToString());
}
