namespace Dfm.Core;

/// <summary>The kind of a <see cref="Problem"/>; each has exactly one HTTP status (RFC 9110).</summary>
public enum ProblemKind
{
    /// <summary>The request is malformed or a field is invalid (400).</summary>
    Invalid,

    /// <summary>The credentials are missing or invalid (401).</summary>
    Unauthenticated,

    /// <summary>The caller is authenticated but not authorised (403).</summary>
    Forbidden,

    /// <summary>The resource does not exist or belongs to another customer: not distinguished (404).</summary>
    NotFound,

    /// <summary>The current state does not allow it (409).</summary>
    Conflict,

    /// <summary>The <c>If-Match</c> version is not the current one (412).</summary>
    PreconditionFailed,

    /// <summary>The content is too large (413).</summary>
    TooLarge,

    /// <summary>A content type or file kind that is not accepted (415).</summary>
    UnsupportedMediaType,

    /// <summary>Well-formed, but contradicts an earlier request (422), e.g. an <c>Idempotency-Key</c> reused with another body.</summary>
    Unprocessable,

    /// <summary>Too many attempts; retry later (429).</summary>
    TooManyRequests,

    /// <summary>A dependency is unavailable and nothing was stored; retry later (503).</summary>
    Unavailable,
}

/// <summary>An expected failure, as a value: a stable code for programs, a French sentence for people (RFC 9457).</summary>
/// <param name="Kind">Determines the HTTP status.</param>
/// <param name="Code">Stable, kebab-case, part of the API contract.</param>
/// <param name="Detail">One French sentence that says what is wrong and, where it helps, what to do.</param>
/// <param name="Errors">For validation: French messages by field name (camelCase), else null.</param>
/// <param name="RetryAfter">
/// For <see cref="ProblemKind.TooManyRequests"/> and <see cref="ProblemKind.Unavailable"/>: the time to wait, else null.
/// </param>
/// <param name="State">For conflicts of a lifecycle: the current state, else null.</param>
public sealed record Problem(
    ProblemKind Kind,
    string Code,
    string Detail,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    TimeSpan? RetryAfter = null,
    string? State = null)
{
    /// <summary>Invalid fields, with French messages.</summary>
    public static Problem Validation(IReadOnlyDictionary<string, string[]> errors) =>
        new(ProblemKind.Invalid, "validation-failed", "Certains champs ne sont pas valides : corrigez-les puis recommencez.", errors);

    /// <summary>One invalid field.</summary>
    public static Problem Validation(string field, string message) =>
        Validation(new Dictionary<string, string[]> { [field] = [message] });
}
