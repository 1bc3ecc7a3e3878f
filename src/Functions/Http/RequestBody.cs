using Dfm.Core;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Http;

/// <summary>What goes wrong while a request's body is read is the client's: it is cut off, or breaks HTTP's rules.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body, whose length the platform may limit too.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="refused">The outcome that tells of a problem.</param>
    /// <param name="malformed">What a body that ends too early or breaks its encoding's rules is refused with.</param>
    /// <param name="tooLarge">What a body that is longer than the platform takes is refused with.</param>
    /// <param name="cancellationToken">The caller has gone: then the failure goes its way, nobody reads an answer.</param>
    public static async Task<T> Read<T>(
        Func<Task<T>> read, Func<Problem, T> refused, Problem malformed, Problem tooLarge, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return broken is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? refused(tooLarge) : refused(malformed);
        }
    }
}
