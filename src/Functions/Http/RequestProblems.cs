namespace Dfm.Functions.Http;

/// <summary>Refusals of a request whatever its function.</summary>
public static class RequestProblems
{
    /// <summary>The body is not a JSON object.</summary>
    public static Problem MalformedJson { get; } =
        new(ProblemKind.Invalid, "malformed-json", "Le corps de la demande n'est pas un objet JSON valide.");

    /// <summary>The request violates HTTP or was truncated.</summary>
    public static Problem BadRequest { get; } =
        new(ProblemKind.Invalid, "bad-request", "La demande est incomplète ou mal formée.");

    /// <summary>The body is not declared as JSON.</summary>
    public static Problem NotJson { get; } =
        new(ProblemKind.UnsupportedMediaType, "unsupported-media-type", "Cette demande attend du JSON (Content-Type: application/json).");

    /// <summary>The body is compressed, or encoded in another way.</summary>
    public static Problem Encoded { get; } = new(
        ProblemKind.UnsupportedMediaType,
        "content-encoding-not-supported",
        "Envoyez le corps de la demande sans compression (sans en-tête Content-Encoding).");

    /// <summary>The <c>If-Match</c> header is no list of entity tags, or has one that the portal has not issued.</summary>
    public static Problem BadIfMatch { get; } =
        new(ProblemKind.Invalid, "bad-if-match", "L'en-tête If-Match n'est pas une liste d'ETags fournis par le portail.");

    /// <summary>A dependency is unavailable; nothing was stored.</summary>
    public static Problem Unavailable { get; } = new(
        ProblemKind.Unavailable,
        "temporarily-unavailable",
        "Le portail est momentanément indisponible, rien n'a été enregistré : recommencez dans un instant.",
        RetryAfter: TimeSpan.FromSeconds(10));

    /// <summary>The body exceeds <paramref name="limit"/> bytes.</summary>
    public static Problem TooLarge(int limit) =>
        new(ProblemKind.TooLarge, "too-large", $"La demande dépasse la taille permise ({limit / 1024} Kio).");
}
