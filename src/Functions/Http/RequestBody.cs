using System.Buffers;

namespace Dfm.Functions.Http;

/// <summary>
/// Reads bodies that are small enough to be held whole. Errors meanwhile are the client's: the body is truncated, too long, or violates HTTP.
/// </summary>
public static class RequestBody
{
    /// <summary>What <paramref name="parse"/> makes of the body; or the problem, <c>bad-request</c> for a body that breaks off.</summary>
    /// <param name="max">The maximum length, in bytes: a longer body is not read to its end.</param>
    /// <param name="parse">Gets a buffer that is reused afterwards.</param>
    public static async Task<Result<T>> Read<T>(
        HttpRequest request, int max, Problem tooLarge, Func<ReadOnlySequence<byte>, Result<T>> parse, CancellationToken cancellationToken)
    {
        if (request.ContentLength > max) return tooLarge;
        try
        {
            // One byte beyond the limit is enough to know; the rest is never buffered.
            var read = await request.BodyReader.ReadAtLeastAsync(max + 1, cancellationToken);
            try
            {
                return read.Buffer.Length > max ? tooLarge : parse(read.Buffer);
            }
            finally
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception failure) when (IsBroken(failure, cancellationToken))
        {
            return Refusal(failure, RequestProblems.BadRequest, tooLarge);
        }
    }

    /// <summary>
    /// Whether the body could not be read. False when the client has disconnected: no response can be sent, and the exception propagates.
    /// </summary>
    public static bool IsBroken(Exception failure, CancellationToken cancellationToken) =>
        failure is IOException or InvalidDataException && !cancellationToken.IsCancellationRequested;

    /// <param name="malformed">For a body that is truncated or violates its encoding.</param>
    /// <param name="tooLarge">For a body that exceeds the platform's limit.</param>
    public static Problem Refusal(Exception failure, Problem malformed, Problem tooLarge) =>
        failure is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? tooLarge : malformed;
}
