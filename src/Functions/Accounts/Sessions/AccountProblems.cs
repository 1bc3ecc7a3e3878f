namespace Dfm.Functions.Accounts.Sessions;

/// <summary>Refusals of a sign-in or a refresh.</summary>
public static class AccountProblems
{
    /// <summary>Unknown identifier or wrong password: not distinguished.</summary>
    public static Problem InvalidCredentials { get; } =
        new(ProblemKind.Unauthenticated, "invalid-credentials", "Identifiant ou mot de passe incorrect.");

    /// <summary>The refresh token is missing, expired, already used or revoked.</summary>
    public static Problem SessionEnded { get; } =
        new(ProblemKind.Unauthenticated, "session-ended", "Votre session est terminée : connectez-vous à nouveau.");
}
