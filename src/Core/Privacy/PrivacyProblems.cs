namespace Dfm.Core.Privacy;

/// <summary>Refusals of requests about people's data; the codes are part of the API contract.</summary>
public static class PrivacyProblems
{
    /// <summary>Who has written by mail has an account with that address after all.</summary>
    public static Problem SenderIsUser { get; } = new(
        ProblemKind.Conflict, "sender-is-user", "Un utilisateur a cette adresse : c'est son compte qu'il faut effacer.");

    /// <summary>There is no such erasure.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "erasure-not-found", "Cet effacement n'existe pas.");
}
