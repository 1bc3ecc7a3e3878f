using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Attachments;
using Dfm.Functions.Attachments.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Http.Forms;
using Dfm.Functions.Outbox;

namespace Dfm.Functions.Attachments;

/// <summary>
/// Reads one form with files while it comes in: fields into memory, within bounds; files straight on to Blob storage, within bounds, each
/// recognised by its first bytes before anything is stored.
/// </summary>
public sealed class AttachmentUpload(AttachmentBlobs blobs, Caller by, TimeProvider clock) : IDisposable
{
    private const string FilesField = "files";
    private const long MaxTotal = (AttachmentRules.MaxFiles * AttachmentRules.MaxBytes) + (1024 * 1024);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<(AttachmentFolder Folder, Attachment File)> files = [];

    /// <summary>The files that are stored.</summary>
    public IReadOnlyList<Attachment> Attachments => [.. files.Select(file => file.File)];

    /// <summary>The hash of all that was read: fields and files, with their names.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Reads the whole form.</summary>
    /// <param name="fields">Takes the text fields.</param>
    /// <param name="target">Asked before the first file is stored: where it goes, or why none is to be stored.</param>
    /// <returns>Null when all went well, else why not; then nothing is left stored.</returns>
    public async Task<Problem?> Read(
        HttpRequest request, FormFields fields, Func<Task<Result<AttachmentFolder>>> target, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxTotal) return AttachmentProblems.UploadTooLarge;
        if (MultipartForm.BoundaryOf(request) is not { } boundary) return FormProblems.NotMultipart;
        var stored = false;
        try
        {
            var problem = await ReadParts(MultipartForm.Parts(request, boundary, cancellationToken), fields, target, cancellationToken);
            stored = problem is null;
            return problem;
        }
        catch (BoundedStream.TooLongException)
        {
            return AttachmentProblems.TooLarge;
        }
        catch (Exception failure) when (RequestBody.IsBroken(failure, cancellationToken))
        {
            return RequestBody.Refusal(failure, FormProblems.Malformed, AttachmentProblems.UploadTooLarge);
        }
        finally
        {
            if (!stored) await Forget();
        }
    }

    /// <summary>The response to the command that the upload was for.</summary>
    public async Task<IResult> ToHttp<T>(Func<Task<CommandOutcome<T>>> execute, Func<T, IResult> applied) =>
        (await KeepIfApplied(execute)).ToHttp(applied);

    /// <summary>Executes the command that the files are for. Unless it was applied, nobody will keep them.</summary>
    public async Task<CommandOutcome<T>> KeepIfApplied<T>(Func<Task<CommandOutcome<T>>> execute)
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
        return outcome;
    }

    /// <summary>Stores one file, or tells why not.</summary>
    /// <param name="target">Asked before it is stored: where it goes, or why it is not to be stored.</param>
    /// <exception cref="BoundedStream.TooLongException">It is longer than a file may be; it is not stored.</exception>
    public async Task<Problem?> Add(
        string fileName, Stream body, Func<Task<Result<AttachmentFolder>>> target, CancellationToken cancellationToken)
    {
        var head = new byte[AttachmentRules.HeadBytes];
        var read = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        // A file input without a choice (HTML, 4.10.21.8).
        if (fileName.Length == 0 && read == 0) return null;
        if (files.Count == AttachmentRules.MaxFiles) return AttachmentProblems.TooMany;
        var name = FileNames.Clean(fileName);
        var kind = AttachmentRules.Recognise(name, head.AsSpan(0, read));
        if (!kind.IsSuccess) return kind.Problem;
        Note(name);
        var content = new BoundedStream(head.AsMemory(0, read), body, AttachmentRules.MaxBytes, hash);
        var folder = await target();
        if (!folder.IsSuccess) return folder.Problem;
        var file = new Attachment(Guid.CreateVersion7().ToString("N"), name, kind.Value.ContentType, 0, clock.GetUtcNow(), by.Name) { AddedByUser = by.User };
        files.Add((folder.Value, file));
        await blobs.Store(folder.Value, file.Id, file.ContentType, content, cancellationToken);
        files[^1] = (folder.Value, file with { Size = content.Count });
        return null;
    }

    public void Dispose() => hash.Dispose();

    /// <summary>Deletes what was stored. What cannot be deleted stays unseen by anyone.</summary>
    private async Task Forget()
    {
        var deleting = Task.WhenAll(files.Select(file => blobs.Delete(file.Folder, file.File.Id, CancellationToken.None)));
        files.Clear();
        await deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<Problem?> ReadParts(
        IAsyncEnumerable<FormPart> parts,
        FormFields fields,
        Func<Task<Result<AttachmentFolder>>> target,
        CancellationToken cancellationToken)
    {
        await foreach (var part in parts)
        {
            // Some clients send a file input without a choice as an empty text.
            var fileName = part.FileName ?? (part.Field == FilesField ? "" : null);
            var problem = fileName is null
                ? await fields.Add(part, cancellationToken)
                : await Add(fileName, part.Body, target, cancellationToken);
            if (problem is not null) return problem;
        }

        if (fields.Decode() is { } undecodable) return undecodable;
        foreach (var (field, text) in fields.All)
        {
            Note(field);
            Note(text);
        }

        return null;
    }

    private void Note(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
