namespace Dfm.Core;

/// <summary>What kind of refusal a <see cref="Problem"/> is; each kind has exactly one HTTP status (RFC 9110).</summary>
public enum ProblemKind
{
    /// <summary>The request is malformed or a field is not acceptable (400).</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the proof of it is not valid (401).</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this (403).</summary>
    Forbidden,

    /// <summary>There is no such thing, or it belongs to somebody else: both look alike (404).</summary>
    NotFound,

    /// <summary>The state that stands does not allow it (409).</summary>
    Conflict,

    /// <summary>The caller's If-Match names an older version (412).</summary>
    PreconditionFailed,

    /// <summary>More bytes than allowed (413).</summary>
    TooLarge,

    /// <summary>A content type or file kind that is not accepted (415).</summary>
    UnsupportedMediaType,

    /// <summary>Well-formed, but contradicts an earlier request (422), e.g. an Idempotency-Key used for another body.</summary>
    Unprocessable,

    /// <summary>Too many attempts; try again later (429).</summary>
    TooManyRequests,
}

/// <summary>An expected failure, as a value: a stable code for programs, a French sentence for people (RFC 9457).</summary>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Code">Stable, kebab-case, part of the API contract.</param>
/// <param name="Detail">One French sentence that says what is wrong and, where it helps, what to do.</param>
/// <param name="Errors">For validation: French messages by field name (camelCase), else null.</param>
/// <param name="RetryAfter">For <see cref="ProblemKind.TooManyRequests"/>: how long to wait, else null.</param>
/// <param name="State">For conflicts of a lifecycle: the state that stands, else null.</param>
public sealed record Problem(
    ProblemKind Kind,
    string Code,
    string Detail,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    TimeSpan? RetryAfter = null,
    string? State = null)
{
    /// <summary>Fields that are not acceptable, with a French message each.</summary>
    public static Problem Validation(IReadOnlyDictionary<string, string[]> errors) =>
        new(ProblemKind.Invalid, "validation-failed", "Certains champs ne sont pas valides : corrigez-les puis recommencez.", errors);

    /// <summary>One field that is not acceptable.</summary>
    public static Problem Validation(string field, string message) =>
        Validation(new Dictionary<string, string[]> { [field] = [message] });
}
