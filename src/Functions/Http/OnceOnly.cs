using System.Security.Cryptography;
using System.Text;
using Dfm.Core;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>The Idempotency-Key of a request and what it came with.</summary>
/// <param name="Key">What the first answer is kept under.</param>
/// <param name="Fingerprint">Hash of the body.</param>
public sealed record OnceOnly(string Key, string Fingerprint)
{
    /// <summary>The key of a request whose body says no more than <paramref name="text"/>; null without a key.</summary>
    internal static OnceOnly? Of(string? key, string text) =>
        key is null ? null : new(key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>What is kept as the first answer.</summary>
    /// <param name="location">Where what was made can be read, when it is one thing.</param>
    /// <param name="version">Its version after the request, when it is one thing.</param>
    /// <param name="body">The body that is answered.</param>
    /// <param name="status">The status that it is answered with.</param>
    internal FirstAnswer Answer(string? location, int? version, string body, int status = StatusCodes.Status201Created) =>
        new(Key, Fingerprint, location, version, body, status);

    /// <summary>What is kept when a <see cref="VersionedResult"/> with 201 is the first answer.</summary>
    internal FirstAnswer Answer(IVersioned view) => Answer(location: null, view.Version, VersionedResult.Body(view));
}
