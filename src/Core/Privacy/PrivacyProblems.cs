namespace Dfm.Core.Privacy;

/// <summary>Refusals of requests about people's data; the codes are part of the API contract.</summary>
public static class PrivacyProblems
{
    /// <summary>There is no such erasure.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "erasure-not-found", "Cet effacement n'existe pas.");
}
