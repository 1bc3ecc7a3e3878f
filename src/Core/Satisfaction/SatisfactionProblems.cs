namespace Dfm.Core.Satisfaction;

/// <summary>Refusals of answers; the codes are part of the API contract.</summary>
public static class SatisfactionProblems
{
    /// <summary>The link was not given by the portal, or its DIT does not exist.</summary>
    public static Problem NotFound { get; } = new(
        ProblemKind.NotFound, "survey-not-found", "Ce lien n'est pas valable : ouvrez celui du mail de clôture de votre demande.");

    /// <summary>Another answer was given before.</summary>
    public static Problem Answered { get; } = new(
        ProblemKind.Conflict, "survey-answered", "Un autre avis a déjà été donné sur cette intervention : il ne peut plus être changé.");
}
