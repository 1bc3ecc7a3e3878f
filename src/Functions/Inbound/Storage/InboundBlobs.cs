using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Inbound.Storage;

/// <summary>The mails as they came, byte for byte: blobs in the container <c>inbound-mails</c>, by their hash.</summary>
public sealed class InboundBlobs(BlobServiceClient blobs)
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(TableNames.InboundOriginals);

    /// <summary>Stores a mail. Idempotent.</summary>
    /// <param name="contentType">Of the form that it came in: without its boundary the form cannot be read.</param>
    public Task Store(string id, string contentType, Stream content, CancellationToken cancellationToken) =>
        container.GetBlobClient(id).UploadAsync(
            content, new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } }, cancellationToken);

    /// <summary>A mail as a file on this machine, from its first byte on, with the content type of its form; null when it is gone.</summary>
    public async Task<(FileStream Content, string ContentType)?> Open(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var blob = (await container.GetBlobClient(id).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return (await TemporaryFile.Of(blob.Content, cancellationToken), blob.Details.ContentType ?? "");
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return null;
        }
    }

    /// <summary>Forgets a mail. Idempotent.</summary>
    public Task Delete(string id, CancellationToken cancellationToken) =>
        container.GetBlobClient(id).DeleteIfExistsAsync(cancellationToken: cancellationToken);
}
