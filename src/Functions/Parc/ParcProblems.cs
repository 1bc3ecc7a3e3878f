using Dfm.Core;

namespace Dfm.Functions.Parc;

/// <summary>What may be wrong with a request for equipment. What belongs to somebody else looks like what does not exist.</summary>
internal static class ParcProblems
{
    public static Problem AssetNotFound { get; } =
        new(ProblemKind.NotFound, "asset-not-found", "Ce bien n'existe pas dans votre parc.");

    public static Problem SiteNotFound { get; } =
        new(ProblemKind.NotFound, "site-not-found", "Ce site n'existe pas parmi les vôtres.");
}
