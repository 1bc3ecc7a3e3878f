using Dfm.Core;

namespace Dfm.Functions.Security;

/// <summary>Why somebody is not let in.</summary>
internal static class AuthProblems
{
    /// <summary>No access token.</summary>
    public static Problem SignInRequired { get; } =
        new(ProblemKind.Unauthenticated, "sign-in-required", "Connectez-vous pour continuer.");

    /// <summary>The access token is too old: refresh it.</summary>
    public static Problem TokenExpired { get; } =
        new(ProblemKind.Unauthenticated, "token-expired", "Votre connexion a expiré : elle doit être renouvelée.");

    /// <summary>The access token is not one of the portal's.</summary>
    public static Problem TokenInvalid { get; } =
        new(ProblemKind.Unauthenticated, "token-invalid", "Votre connexion n'est pas reconnue : connectez-vous à nouveau.");

    /// <summary>The caller is a user, and the function is for supervisors.</summary>
    public static Problem SupervisorRequired { get; } =
        new(ProblemKind.Forbidden, "supervisor-required", "Cette action est réservée au profil Superviseur.");

    /// <summary>No API key.</summary>
    public static Problem ApiKeyRequired { get; } =
        new(ProblemKind.Unauthenticated, "api-key-required", "Cette adresse demande une clé d'API (en-tête X-Api-Key).");

    /// <summary>The API key is not known; which half of it is wrong is not told.</summary>
    public static Problem ApiKeyInvalid { get; } =
        new(ProblemKind.Unauthenticated, "api-key-invalid", "La clé d'API n'est pas reconnue.");

    /// <summary>The API key is good for other things.</summary>
    public static Problem ScopeMissing(string scope) =>
        new(ProblemKind.Forbidden, "scope-missing", $"La clé d'API ne donne pas le droit « {scope} ».");
}
