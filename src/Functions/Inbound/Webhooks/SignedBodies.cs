using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Inbound;
using Dfm.Functions.Http;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Inbound.Webhooks;

/// <summary>
/// Takes the bodies of SendGrid's webhooks: each is written to a file while it comes in, and handed on once its signature is verified, ECDSA over
/// the timestamp and the raw bytes.
/// </summary>
/// <typeparam name="TWebhook">Each has places of its own: one that is flooded keeps no other out.</typeparam>
public sealed class SignedBodies<TWebhook> : IDisposable
{
    private const int BufferSize = 64 * 1024;

    // Up to its end nobody knows whether a body is SendGrid's, who takes seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim places = new(SignedBody.MostAtOnce);

    /// <summary>Reads a request's body, or tells why it is refused.</summary>
    /// <param name="max">The maximum length, in bytes: a longer one is not read to its end.</param>
    /// <param name="keys">One of them must have signed it.</param>
    /// <param name="within">How far the time of the signature may be from <paramref name="now"/>.</param>
    public async Task<Result<SignedBody>> Read(
        HttpRequest request, long max, IReadOnlyList<byte[]> keys, TimeSpan within, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (keys.Count == 0) return InboundProblems.NotConfigured;
        if (SignatureOf(request) is not { } signature || TimestampOf(request, within, now) is not { } timestamp) return InboundProblems.BadSignature;
        if (request.ContentLength > max) return InboundProblems.TooLarge;
        if (!await places.WaitAsync(TimeSpan.Zero, cancellationToken)) return InboundProblems.Crowded;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            return await Spool(request, max, keys, signature, timestamp, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return InboundProblems.Crowded;
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private static async Task<Result<SignedBody>> Spool(
        HttpRequest request, long max, IReadOnlyList<byte[]> keys, byte[] signature, string timestamp, CancellationToken cancellationToken)
    {
        var file = TemporaryFile.Create();
        var isKept = false;
        try
        {
            using var signed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            signed.AppendData(Encoding.ASCII.GetBytes(timestamp));
            if (!await Copy(request.Body, file, max, [signed, own], cancellationToken)) return InboundProblems.TooLarge;
            if (!IsSignedBy(keys, signed.GetHashAndReset(), signature)) return InboundProblems.BadSignature;
            file.Position = 0;
            isKept = true;
            return new SignedBody(file, Convert.ToHexStringLower(own.GetHashAndReset()));
        }
        catch (Exception failure) when (RequestBody.IsBroken(failure, cancellationToken))
        {
            return RequestBody.Refusal(failure, RequestProblems.BadRequest, InboundProblems.TooLarge);
        }
        finally
        {
            if (!isKept) await file.DisposeAsync();
        }
    }

    private static byte[]? SignatureOf(HttpRequest request)
    {
        var text = request.Headers[SignedBody.SignatureHeader].ToString();
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>The timestamp as it was signed: Unix seconds.</summary>
    private static string? TimestampOf(HttpRequest request, TimeSpan within, DateTimeOffset now)
    {
        var text = request.Headers[SignedBody.TimestampHeader].ToString();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= within.TotalSeconds
                ? text
                : null;
    }

    /// <summary>Copies a body; false when it is too long.</summary>
    private static async Task<bool> Copy(
        Stream body, FileStream file, long max, IncrementalHash[] hashes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var total = 0L; ;)
            {
                var read = await body.ReadAsync(buffer, cancellationToken);
                if (read == 0) break;
                if ((total += read) > max) return false;
                foreach (var hash in hashes) hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await file.FlushAsync(cancellationToken);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>SendGrid's own validator takes bodies for text and fails on bytes.</summary>
    private static bool IsSignedBy(IReadOnlyList<byte[]> keys, byte[] hash, byte[] signature) => keys.Any(key =>
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key, out _);
        return ecdsa.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
    });
}
