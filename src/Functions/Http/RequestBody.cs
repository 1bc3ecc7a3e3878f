using Dfm.Core;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>What goes wrong while a request's body is read is the client's: it is cut off, too long, or breaks HTTP's rules.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Whether the body could not be read. Not where the caller has gone: nobody is there to read an answer, and the failure goes its way.
    /// </summary>
    public static bool IsBroken(Exception failure, CancellationToken cancellationToken) =>
        failure is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested;

    /// <summary>What the request is refused with.</summary>
    /// <param name="failure">Why the body could not be read.</param>
    /// <param name="malformed">For a body that ends too early or breaks its encoding's rules.</param>
    /// <param name="tooLarge">For a body that is longer than the platform takes.</param>
    public static Problem Refusal(Exception failure, Problem malformed, Problem tooLarge) =>
        failure is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? tooLarge : malformed;
}
