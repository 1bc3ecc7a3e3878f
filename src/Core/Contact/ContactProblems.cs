namespace Dfm.Core.Contact;

/// <summary>Refusals of requests about contact requests; the codes are part of the API contract.</summary>
public static class ContactProblems
{
    /// <summary>The contact request does not exist.</summary>
    public static Problem NotFound { get; } =
        new(ProblemKind.NotFound, "contact-request-not-found", "Cette demande de contact n'existe pas.");

    /// <summary>
    /// The service is not in the list, or the caller may not write to it. A code of its own, because a form with an outdated list must be
    /// reloaded rather than corrected.
    /// </summary>
    public static Problem UnknownService { get; } = new(
        ProblemKind.Invalid,
        "unknown-contact-service",
        "Ce service n'existe pas : sélectionnez-le dans la liste.",
        new Dictionary<string, string[]> { ["service"] = ["Sélectionnez un service de la liste."] });

    /// <summary>Every try to store it met a conflict.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict, "contact-request-busy", "Votre message n'a pas pu être enregistré : recommencez dans un instant.");
}
