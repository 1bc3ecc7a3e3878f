using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Attachments.Storage;

/// <summary>The bytes of attachments, streamed both ways, never held whole.</summary>
public sealed class AttachmentBlobs
{
    private const int Chunk = 512 * 1024;
    private readonly BlobContainerClient container;

    /// <summary>Attachments in the container <c>attachments</c>.</summary>
    public AttachmentBlobs(BlobServiceClient blobs)
    {
        container = blobs.GetBlobContainerClient(TableNames.Attachments);
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

    /// <summary>The bytes, read as they are sent on; null when there are none of that id.</summary>
    public Task<Stream?> Open(AttachmentFolder folder, string id, CancellationToken cancellationToken) =>
        Open(folder.PathOf(id), cancellationToken);

    /// <summary>The bytes of the blob of this name, as <see cref="AttachmentFolder.PathOf"/> gives it; null when there is none.</summary>
    public async Task<Stream?> Open(string blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(blob).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return null;
        }
    }

    /// <summary>Forgets the bytes of a file that no request got to keep.</summary>
    public Task Delete(AttachmentFolder folder, string id, CancellationToken cancellationToken) =>
        Blob(folder, id).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient Blob(AttachmentFolder folder, string id) => container.GetBlobClient(folder.PathOf(id));
}
