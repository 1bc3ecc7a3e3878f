namespace Dfm.Functions.Accounts.Sessions;

/// <summary>Refusals of a sign-in or a refresh, and of what a person does with the own account.</summary>
public static class AccountProblems
{
    /// <summary>Unknown identifier or wrong password: not distinguished.</summary>
    public static Problem InvalidCredentials { get; } =
        new(ProblemKind.Unauthenticated, "invalid-credentials", "Identifiant ou mot de passe incorrect.");

    /// <summary>The refresh token is missing, expired, already used or revoked.</summary>
    public static Problem SessionEnded { get; } =
        new(ProblemKind.Unauthenticated, "session-ended", "Votre session est terminée : connectez-vous à nouveau.");

    /// <summary>The link that sets a password was not issued, has expired, was used, or another took its place: not distinguished.</summary>
    public static Problem LinkInvalid { get; } = new(
        ProblemKind.Invalid, "password-link-invalid", "Ce lien n'est plus valable : demandez-en un autre par « Mot de passe oublié ».");

    /// <summary>The session has ended, or is another person's: not distinguished.</summary>
    public static Problem SessionNotFound { get; } = new(ProblemKind.NotFound, "session-not-found", "Cette connexion n'existe pas ou est terminée.");

    /// <summary>Others changed the account at the same time, at every try.</summary>
    public static Problem Busy { get; } =
        new(ProblemKind.Conflict, "account-busy", "Ce compte est modifié au même moment : recommencez dans un instant.");
}
