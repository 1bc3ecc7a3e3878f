using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Dits;

/// <summary>The bytes of attachments: blobs <c>{customer}/{dit}/{id}</c>, streamed both ways, never held whole.</summary>
public sealed class AttachmentBlobs
{
    private const int Chunk = 512 * 1024;
    private readonly BlobContainerClient container;

    /// <summary>Attachments in the container <c>attachments</c>.</summary>
    public AttachmentBlobs(BlobServiceClient blobs)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        container = blobs.GetBlobContainerClient(TableNames.Attachments);
    }

    /// <summary>Stores what <paramref name="content"/> yields; one request up to half a mebibyte, blocks of that size beyond.</summary>
    public Task Store(CustomerId customer, DitNumber dit, string id, string contentType, Stream content, CancellationToken cancellationToken) =>
        Blob(customer, dit, id).UploadAsync(
            content,
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
                TransferOptions = new StorageTransferOptions
                {
                    InitialTransferSize = Chunk,
                    MaximumTransferSize = Chunk,
                    MaximumConcurrency = 1,
                },
            },
            cancellationToken);

    /// <summary>The bytes, read as they are sent on; null when there are none of that id.</summary>
    public async Task<Stream?> Open(CustomerId customer, DitNumber dit, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await Blob(customer, dit, id).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return null;
        }
    }

    /// <summary>Forgets the bytes of a file that no DIT got to keep.</summary>
    public Task Delete(CustomerId customer, DitNumber dit, string id, CancellationToken cancellationToken) =>
        Blob(customer, dit, id).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    private BlobClient Blob(CustomerId customer, DitNumber dit, string id) => container.GetBlobClient($"{customer}/{dit}/{id}");
}
