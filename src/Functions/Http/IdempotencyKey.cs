using System.Security.Cryptography;
using System.Text;
using Dfm.Functions.Security;

namespace Dfm.Functions.Http;

/// <summary>The header <c>Idempotency-Key</c>: a request with the same key, caller and path is executed once.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 200;

    /// <summary>The key of the idempotency record: a hash of caller, path and key, legal in a row key. Null without the header.</summary>
    public static Result<string?> Of(HttpRequest request, FunctionContext context)
    {
        var header = request.Headers[Header];
        if (header.Count == 0) return (string?)null;
        if (header.Count > 1 || header[0] is not { Length: > 0 and <= MaxLength } key)
            return new Problem(ProblemKind.Invalid, "bad-idempotency-key", $"La clé d'idempotence compte de 1 à {MaxLength} caractères.");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.CallerId()}\n{request.Path}\n{key}")));
    }
}
