namespace Dfm.Core.Accounts;

/// <summary>Refusals of requests of DFM's staff about a customer.</summary>
public static class CustomerProblems
{
    /// <summary>There is no such customer.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "customer-not-found", "Ce client est inconnu.");
}
