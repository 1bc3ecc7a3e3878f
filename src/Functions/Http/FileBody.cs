namespace Dfm.Functions.Http;

/// <summary>Reads a request whose body is one small file: bounded, whatever the type that it declares.</summary>
public static class FileBody
{
    /// <summary>The bytes of the body; or the problem, or <c>bad-request</c> for a body that breaks off.</summary>
    /// <param name="max">The maximum length, in bytes: a longer body is not read to its end.</param>
    public static async Task<Result<byte[]>> Read(HttpRequest request, int max, Problem tooLarge, CancellationToken cancellationToken)
    {
        if (request.ContentLength > max) return tooLarge;
        try
        {
            var read = await request.BodyReader.ReadAtLeastAsync(max + 1, cancellationToken);
            try
            {
                return read.Buffer.Length > max ? tooLarge : System.Buffers.BuffersExtensions.ToArray(read.Buffer);
            }
            finally
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception failure) when (RequestBody.IsBroken(failure, cancellationToken))
        {
            return RequestBody.Refusal(failure, RequestProblems.BadRequest, tooLarge);
        }
    }
}
