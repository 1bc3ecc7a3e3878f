namespace Dfm.Functions.Http;

/// <summary>Errors while a request's body is read are the client's: it is truncated, too long, or violates HTTP.</summary>
public static class RequestBody
{
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
