using Dfm.Core;

namespace Dfm.Functions.Http;

/// <summary>What may be wrong with a request before any function looks at what it says.</summary>
internal static class RequestProblems
{
    /// <summary>The body is no JSON object.</summary>
    public static Problem MalformedJson { get; } =
        new(ProblemKind.Invalid, "malformed-json", "Le corps de la demande n'est pas un objet JSON valide.");

    /// <summary>The request breaks HTTP's rules or was cut off.</summary>
    public static Problem BadRequest { get; } =
        new(ProblemKind.Invalid, "bad-request", "La demande est incomplète ou mal formée.");

    /// <summary>The body is not declared as JSON.</summary>
    public static Problem NotJson { get; } =
        new(ProblemKind.UnsupportedMediaType, "unsupported-media-type", "Cette demande attend du JSON (Content-Type: application/json).");

    /// <summary>The <c>If-Match</c> header is no entity tag that the portal gave.</summary>
    public static Problem BadIfMatch { get; } =
        new(ProblemKind.Invalid, "bad-if-match", "L'en-tête If-Match n'est pas un ETag fourni par le portail.");

    /// <summary>Too many bytes, without a figure.</summary>
    public static Problem BodyTooLarge { get; } = new(ProblemKind.TooLarge, "too-large", "La demande est trop volumineuse.");

    /// <summary>More bytes than <paramref name="limit"/>.</summary>
    public static Problem TooLarge(int limit) =>
        new(ProblemKind.TooLarge, "too-large", $"La demande dépasse la taille permise ({limit / 1024} Kio).");
}
