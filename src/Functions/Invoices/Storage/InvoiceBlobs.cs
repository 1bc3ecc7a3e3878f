using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Dfm.Core.Invoices;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Invoices.Storage;

/// <summary>
/// The PDFs of invoices: blobs <c>{customer}/{hash}.pdf</c>, streamed both ways. Named by content, so that storing one again changes nothing
/// and one that no invoice came to keep is in nobody's way.
/// </summary>
public sealed class InvoiceBlobs(BlobServiceClient blobs)
{
    private const string ContentType = "application/pdf";
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(TableNames.InvoicePdfs);

    /// <summary>Stores what <paramref name="content"/>, which can be read again, holds from its start.</summary>
    public Task Store(CustomerId customer, InvoiceFile file, Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = ContentType } };
        return Blob(customer, file).UploadAsync(content, options, cancellationToken);
    }

    /// <summary>The bytes of an invoice from one of them on, read as they are sent on.</summary>
    public async Task<Stream> Open(Invoice invoice, long from, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadOptions { Range = from == 0 ? default : new Azure.HttpRange(from) };
        return (await Blob(invoice.Customer, invoice.File).DownloadStreamingAsync(options, cancellationToken)).Value.Content;
    }

    private BlobClient Blob(CustomerId customer, InvoiceFile file) => container.GetBlobClient($"{customer}/{file.Sha256}.pdf");
}
