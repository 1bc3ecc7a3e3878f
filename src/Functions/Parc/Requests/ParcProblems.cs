namespace Dfm.Functions.Parc.Requests;

/// <summary>Refusals of requests about assets. Another customer's asset is reported as not found.</summary>
public static class ParcProblems
{
    public static Problem AssetNotFound { get; } =
        new(ProblemKind.NotFound, "asset-not-found", "Ce bien n'existe pas dans votre parc.");

    public static Problem SiteNotFound { get; } =
        new(ProblemKind.NotFound, "site-not-found", "Ce site n'existe pas parmi les vôtres.");
}
