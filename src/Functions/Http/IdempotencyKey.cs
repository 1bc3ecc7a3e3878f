using System.Security.Cryptography;
using System.Text;
using Dfm.Core;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>The header <c>Idempotency-Key</c>: the same key from the same caller on the same route does it once.</summary>
internal static class IdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 200;

    /// <summary>The same key came with another body.</summary>
    public static Problem OtherBody { get; } = new(
        ProblemKind.Unprocessable,
        "idempotency-key-reused",
        "Cette clé d'idempotence a déjà servi pour une autre demande.");

    /// <summary>
    /// What the first answer is kept under: a hash of caller, route and key, legal in a row key. Null without the header.
    /// </summary>
    public static Result<string?> Of(HttpRequest request, string caller, string route)
    {
        var header = request.Headers[Header];
        if (header.Count == 0) return (string?)null;
        if (header.Count > 1 || header[0] is not { Length: > 0 and <= MaxLength } key)
            return new Problem(ProblemKind.Invalid, "bad-idempotency-key", $"La clé d'idempotence compte de 1 à {MaxLength} caractères.");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{route}\n{key}")));
    }
}
