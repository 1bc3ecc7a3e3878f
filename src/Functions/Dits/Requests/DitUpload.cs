using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Dits;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Outbox;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Dfm.Functions.Dits.Requests;

/// <summary>
/// Reads one multipart form while it comes in: fields into memory, within bounds; files straight on to Blob storage, within bounds, each
/// recognised by its first bytes before anything is stored.
/// </summary>
public sealed class DitUpload(AttachmentBlobs blobs, CustomerId customer, string addedBy, TimeProvider clock) : IDisposable
{
    private const int MaxFields = 20;
    private const int ReadAhead = 64 * 1024;
    private const int MaxFieldBytes = 32 * 1024;
    private const long MaxTotal = (AttachmentRules.MaxFiles * AttachmentRules.MaxBytes) + (1024 * 1024);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly List<(DitNumber Dit, Attachment File)> files = [];

    /// <summary>The files that are stored.</summary>
    public IReadOnlyList<Attachment> Attachments => [.. files.Select(file => file.File)];

    /// <summary>A field's text; null when the form has none of that name.</summary>
    public string? this[string field] => fields.GetValueOrDefault(field);

    /// <summary>The hash of all that was read: fields and files, with their names.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Reads the whole form.</summary>
    /// <param name="names">The fields that the form may have.</param>
    /// <param name="target">Asked before the first file is stored: the DIT it goes to, or why none is to be stored.</param>
    /// <returns>Null when all went well, else why not; then nothing is left stored.</returns>
    public async Task<Problem?> Read(
        HttpRequest request,
        IReadOnlySet<string> names,
        Func<Task<Result<DitNumber>>> target,
        CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxTotal) return UploadProblems.TooLarge;
        if (Boundary(request) is not { } boundary) return UploadProblems.NotMultipart;
        var stored = false;
        try
        {
            var problem = await ReadSections(new MultipartReader(boundary, request.Body, ReadAhead), names, target, cancellationToken);
            stored = problem is null;
            return problem;
        }
        catch (BoundedStream.TooLongException)
        {
            return DitProblems.AttachmentTooLarge;
        }
        catch (Exception failure) when (RequestBody.IsBroken(failure, cancellationToken))
        {
            return RequestBody.Refusal(failure, UploadProblems.Malformed, UploadProblems.TooLarge);
        }
        finally
        {
            if (!stored) await Forget();
        }
    }

    /// <summary>The response to the command that the upload was for. Unless it was applied, no DIT will keep the files.</summary>
    public async Task<IResult> ToHttp<T>(Func<Task<CommandOutcome<T>>> execute, Func<T, IResult> applied)
    {
        CommandOutcome<T> outcome;
        try
        {
            outcome = await execute();
        }
        catch (OutboxUnavailableException)
        {
            await Forget();
            throw;
        }

        var isApplied = outcome.Match(applied: _ => true, refused: _ => false, replayed: _ => false, conflict: _ => false);
        if (!isApplied) await Forget();
        return outcome.ToHttp(applied);
    }

    /// <summary>Deletes what was stored. What cannot be deleted stays unseen by anyone.</summary>
    private async Task Forget()
    {
        var deleting = Task.WhenAll(files.Select(file => blobs.Delete(customer, file.Dit, file.File.Id, CancellationToken.None)));
        files.Clear();
        await deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => hash.Dispose();

    /// <summary>The boundary of a multipart form; null when the request is none.</summary>
    public static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.ToString()
            : null;

    private async Task<Problem?> ReadSections(
        MultipartReader reader,
        IReadOnlySet<string> names,
        Func<Task<Result<DitNumber>>> target,
        CancellationToken cancellationToken)
    {
        var count = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return UploadProblems.Malformed;
            var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (!disposition.IsFileDisposition())
            {
                if (await ReadField(section.Body, field, names, cancellationToken) is { } wrong) return wrong;
                continue;
            }

            var name = FileName(disposition);
            if (IsEmptyInput(name)) continue;
            if (++count > AttachmentRules.MaxFiles) return DitProblems.TooManyAttachments;
            if (await ReadFile(section.Body, AttachmentRules.CleanName(name), target, cancellationToken) is { } refused) return refused;
        }

        return null;
    }

    private async Task<Problem?> ReadField(Stream body, string field, IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        if (!names.Contains(field)) return UploadProblems.UnknownField(field);
        if (fields.Count >= MaxFields || fields.ContainsKey(field)) return UploadProblems.UnknownField(field);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxFieldBytes);
        try
        {
            var read = await body.ReadAtLeastAsync(buffer.AsMemory(0, MaxFieldBytes), MaxFieldBytes, throwOnEndOfStream: false, cancellationToken);
            if (read == MaxFieldBytes) return UploadProblems.FieldTooLong(field);
            fields[field] = Encoding.UTF8.GetString(buffer, 0, read);
            Note(field);
            Note(fields[field]);
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Problem?> ReadFile(
        Stream body, string name, Func<Task<Result<DitNumber>>> target, CancellationToken cancellationToken)
    {
        var head = new byte[AttachmentRules.HeadBytes];
        var read = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var kind = AttachmentRules.Recognise(name, head.AsSpan(0, read));
        if (!kind.IsSuccess) return kind.Problem;
        Note(name);
        var content = new BoundedStream(head.AsMemory(0, read), body, AttachmentRules.MaxBytes, hash);
        var dit = await target();
        if (!dit.IsSuccess) return dit.Problem;
        var file = new Attachment(Guid.CreateVersion7().ToString("N"), name, kind.Value.ContentType, 0, clock.GetUtcNow(), addedBy);
        files.Add((dit.Value, file));
        await blobs.Store(customer, dit.Value, file.Id, file.ContentType, content, cancellationToken);
        files[^1] = (dit.Value, file with { Size = content.Count });
        return null;
    }

    private static string? FileName(ContentDispositionHeaderValue disposition) =>
        (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value;

    /// <summary>Browsers send a file input without a choice as a file without a name.</summary>
    private static bool IsEmptyInput(string? name) => string.IsNullOrEmpty(name);

    private void Note(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
