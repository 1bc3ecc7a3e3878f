using Dfm.Core;

namespace Dfm.Functions.Accounts;

/// <summary>Why a sign-in or a refresh is refused.</summary>
internal static class AccountProblems
{
    /// <summary>The identifier is not known or the password is wrong: nobody is told which.</summary>
    public static Problem InvalidCredentials { get; } =
        new(ProblemKind.Unauthenticated, "invalid-credentials", "Identifiant ou mot de passe incorrect.");

    /// <summary>The refresh token is missing, too old, used before or revoked.</summary>
    public static Problem SessionEnded { get; } =
        new(ProblemKind.Unauthenticated, "session-ended", "Votre session est terminée : connectez-vous à nouveau.");
}
