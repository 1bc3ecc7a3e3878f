using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Dfm.Core.Attachments;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Attachments.Storage;

/// <summary>The bytes of attachments, streamed both ways, never held whole.</summary>
public sealed class AttachmentBlobs
{
    private const int Chunk = 512 * 1024;
    private readonly BlobContainerClient container;
    private readonly bool scans;

    /// <summary>Attachments in the container <c>attachments</c>.</summary>
    public AttachmentBlobs(BlobServiceClient blobs, IOptions<MalwareOptions> malware)
    {
        container = blobs.GetBlobContainerClient(TableNames.Attachments);
        scans = malware.Value.Scanner is not MalwareScanner.None;
    }

    /// <summary>
    /// Stores what <paramref name="content"/> yields: one request up to half a mebibyte, blocks of that size beyond, and never more than one
    /// of them in memory.
    /// </summary>
    public async Task Store(AttachmentFolder folder, string id, string contentType, Stream content, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(folder.PathOf(id));
        var headers = new BlobHttpHeaders { ContentType = contentType };
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var blocks = new List<string>();
            while (true)
            {
                // The SDK would not know that this is the end of a stream without a length, and send two requests for one.
                var read = await content.ReadAtLeastAsync(buffer.AsMemory(0, Chunk), Chunk, throwOnEndOfStream: false, cancellationToken);
                using var chunk = new MemoryStream(buffer, 0, read, writable: false);
                if (read < Chunk && blocks.Count == 0)
                {
                    await blob.UploadAsync(chunk, new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
                    return;
                }

                if (read > 0)
                {
                    blocks.Add(Convert.ToBase64String(BitConverter.GetBytes(blocks.Count)));
                    await blob.StageBlockAsync(blocks[^1], chunk, cancellationToken: cancellationToken);
                }

                if (read < Chunk) break;
            }

            await blob.CommitBlockListAsync(blocks, headers, cancellationToken: cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The bytes, read as they are sent on, and whether they may be; null when there are none of that id.</summary>
    public Task<StoredFile?> Open(AttachmentFolder folder, string id, CancellationToken cancellationToken) =>
        Open(folder.PathOf(id), cancellationToken);

    /// <summary>The same of the blob of this name, as <see cref="AttachmentFolder.PathOf"/> gives it; null when there is none.</summary>
    public async Task<StoredFile?> Open(string blob, CancellationToken cancellationToken)
    {
        try
        {
            var file = (await container.GetBlobClient(blob).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return new StoredFile(file.Content, scans ? FileScans.Read(file.Details.Metadata) : ScanState.None);
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return null;
        }
    }

    /// <summary>What is known of malware in the files of a request; where nothing scans, storage is not asked.</summary>
    public async Task<FileScans> Scans(AttachmentFolder folder, CancellationToken cancellationToken)
    {
        if (!scans) return new FileScans(null);
        var prefix = folder.PathOf("");
        var blobs = container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancellationToken);
        return new FileScans(await blobs.ToDictionaryAsync(
            blob => blob.Name[prefix.Length..], blob => FileScans.Read(blob.Metadata), cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Records on a file, which some request may or may not have kept yet, what a scan has found. Idempotent; of two results the later one
    /// stands. False when there is no such file (any more).
    /// </summary>
    /// <exception cref="RequestFailedException">Among others: another result was recorded at the same time (412).</exception>
    public async Task<bool> Record(string blob, ScanState found, DateTimeOffset finishedAt, CancellationToken cancellationToken)
    {
        var client = container.GetBlobClient(blob);
        try
        {
            var file = (await client.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (FileScans.Write(found, finishedAt, file.Metadata) is { } metadata)
                await client.SetMetadataAsync(metadata, new BlobRequestConditions { IfMatch = file.ETag }, cancellationToken);
            return true;
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return false;
        }
    }

    /// <summary>The name of the blob of an attachment in this storage account; null for any other blob.</summary>
    public string? NameOf(Uri uri)
    {
        var blob = new BlobUriBuilder(uri);
        return blob.AccountName == container.AccountName && blob.BlobContainerName == container.Name ? blob.BlobName : null;
    }

    /// <summary>Forgets the bytes of a file that no request got to keep.</summary>
    public Task Delete(AttachmentFolder folder, string id, CancellationToken cancellationToken) =>
        Blob(folder, id).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient Blob(AttachmentFolder folder, string id) => container.GetBlobClient(folder.PathOf(id));
}

/// <summary>A file's bytes, and what is known of malware in them.</summary>
public sealed record StoredFile(Stream Content, ScanState Scan) : IAsyncDisposable
{
    /// <summary>Why the bytes must not be handed out; null when they may.</summary>
    public Problem? Refusal => Scan.Refusal();

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
