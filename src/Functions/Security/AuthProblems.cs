namespace Dfm.Functions.Security;

/// <summary>Refusals of authentication and authorisation.</summary>
public static class AuthProblems
{
    public static Problem SignInRequired { get; } =
        new(ProblemKind.Unauthenticated, "sign-in-required", "Connectez-vous pour continuer.");

    /// <summary>The access token has expired: refresh it.</summary>
    public static Problem TokenExpired { get; } =
        new(ProblemKind.Unauthenticated, "token-expired", "Votre connexion a expiré : elle doit être renouvelée.");

    /// <summary>The access token was not issued by the portal.</summary>
    public static Problem TokenInvalid { get; } =
        new(ProblemKind.Unauthenticated, "token-invalid", "Votre connexion n'est pas reconnue : connectez-vous à nouveau.");

    /// <summary>The caller is not a supervisor.</summary>
    public static Problem SupervisorRequired { get; } =
        new(ProblemKind.Forbidden, "supervisor-required", "Cette action est réservée au profil Superviseur.");

    /// <summary>The caller's Superviseur has not opened this part of the portal to the caller.</summary>
    public static Problem RightMissing { get; } = new(
        ProblemKind.Forbidden, "right-missing", "Votre compte ne donne pas accès à cette rubrique : demandez-le au Superviseur de votre société.");

    /// <summary>The ticket was not issued by the portal, has expired, or opens another document.</summary>
    public static Problem TicketInvalid { get; } =
        new(ProblemKind.Unauthenticated, "ticket-invalid", "Ce lien n'est plus valable : rouvrez le document depuis le portail.");

    public static Problem ApiKeyRequired { get; } =
        new(ProblemKind.Unauthenticated, "api-key-required", "Cette adresse demande une clé d'API (en-tête X-Api-Key).");

    /// <summary>The API key is not valid; whether the id or the secret is wrong is not revealed.</summary>
    public static Problem ApiKeyInvalid { get; } =
        new(ProblemKind.Unauthenticated, "api-key-invalid", "La clé d'API n'est pas reconnue.");

    public static Problem ApiKeyNotFound { get; } = new(ProblemKind.NotFound, "api-key-not-found", "Cette clé d'API n'existe pas.");

    /// <summary>The key that asks for it would end itself.</summary>
    public static Problem ApiKeyInUse { get; } = new(
        ProblemKind.Conflict, "api-key-in-use", "Une clé d'API ne peut pas se révoquer elle-même : faites-le avec une autre.");

    /// <summary>The API key lacks the scope.</summary>
    public static Problem ScopeMissing(string scope) =>
        new(ProblemKind.Forbidden, "scope-missing", $"La clé d'API ne donne pas le droit « {scope} ».");
}
